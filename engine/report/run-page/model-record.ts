import { escapeHtml, formatDay } from '../../cards/index.ts';

/** The record below a model's history: its scores, since when, and on what data. */
export function recordOf(
  facts: readonly string[],
  {
    first,
    pseudoRealTime,
    outcomesThrough,
    cardHref,
  }: {
    readonly first: string | undefined;
    readonly pseudoRealTime: boolean;
    readonly outcomesThrough: string | null;
    readonly cardHref: string;
  },
): string {
  const since = first === undefined ? '' : `Walk-forward since ${formatDay(first)}`;
  const basis = pseudoRealTime
    ? `${since === '' ? 'P' : ', p'}seudo-real-time: revised history with an assumed lag`
    : '';
  const known = outcomesThrough === null ? '' : ` Outcomes known through ${formatDay(outcomesThrough)}.`;
  return (
    `<dl class="record">${facts.join('')}</dl><p class="basis">${since}${basis}.${known} ` +
    `<a href="${escapeHtml(cardHref)}">Model card</a></p>`
  );
}

export function fact(term: string, value: string): string {
  return `<div><dt>${term}</dt><dd>${value}</dd></div>`;
}
