import { escapeHtml } from '../../cards/index.ts';
import { formatDay } from '../../figures/index.ts';
import type { BasisOnPage } from './run-page-data.ts';

/** The record below a model's history: its scores, since when, and on what data. */
export function recordOf(
  facts: readonly string[],
  {
    first,
    basis: known,
    outcomesThrough,
    cardHref,
  }: {
    readonly first: string | undefined;
    readonly basis: BasisOnPage;
    readonly outcomesThrough: string | null;
    readonly cardHref: string;
  },
): string {
  const since = first === undefined ? '' : `Walk-forward since ${formatDay(first)}`;
  const words = basisWords(known);
  const basis = words === '' ? '' : since === '' ? `${words.slice(0, 1).toUpperCase()}${words.slice(1)}` : `, ${words}`;
  const outcomes = outcomesThrough === null ? '' : ` Outcomes known through ${formatDay(outcomesThrough)}.`;
  return (
    `<dl class="record">${facts.join('')}</dl><p class="basis">${since}${basis}.${outcomes} ` +
    `<a href="${escapeHtml(cardHref)}">Model card</a></p>`
  );
}

function basisWords({ basis, published }: BasisOnPage): string {
  if (basis === 'real_time') return '';
  if (basis === 'pseudo_real_time') return 'pseudo-real-time: revised history with an assumed lag';
  return `partly real-time: ${escapeHtml(published)}; the rest is revised history with an assumed lag`;
}

export function fact(term: string, value: string): string {
  return `<div><dt>${term}</dt><dd>${value}</dd></div>`;
}
