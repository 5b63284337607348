import type { Day } from '../../calendar/index.ts';
import { escapeHtml, type Measured } from '../../cards/index.ts';
import { formatDay } from '../../figures/index.ts';
import type { BasisOnPage } from './run-page-data.ts';
import { plural } from './wording.ts';

/** What a record rests on, and where more of it stands. */
interface Grounds {
  /** The first decision date that was predicted; undefined where none was. */
  readonly first: Day | undefined;
  readonly basis: BasisOnPage;
  readonly outcomesThrough: Day | null;
  readonly cardHref: string;
}

/** The record below a model's history: its scores, since when, and on what data. */
export function recordOf(facts: readonly string[], { first, basis, outcomesThrough, cardHref }: Grounds): string {
  const outcomes = outcomesThrough === null ? '' : ` Outcomes known through ${formatDay(outcomesThrough)}.`;
  return (
    `<dl class="record">${facts.join('')}</dl><p class="basis">${sinceAndBasis(first, basis)}.${outcomes} ` +
    `<a href="${escapeHtml(cardHref)}">Model card</a></p>`
  );
}

/**
 * `Walk-forward since 31 Jan 1975, partly real-time: ...`; a sentence of the basis alone where nothing was predicted.
 */
function sinceAndBasis(first: Day | undefined, basis: BasisOnPage): string {
  const words = basisWords(basis);
  if (first === undefined) return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  const since = `Walk-forward since ${formatDay(first)}`;
  return words === '' ? since : `${since}, ${words}`;
}

function basisWords({ basis, published }: BasisOnPage): string {
  if (basis === 'real_time') return '';
  if (basis === 'pseudo_real_time') return 'pseudo-real-time: revised history with an assumed lag';
  return `partly real-time: ${escapeHtml(published)}; the rest is revised history with an assumed lag`;
}

export function fact(term: string, value: string): string {
  return `<div><dt>${term}</dt><dd>${value}</dd></div>`;
}

/** How many episodes the interval of a measure was drawn from; without one there were too few to draw. */
export function evidenceFact({ interval }: Measured): string {
  const words = interval === null ? 'too few episodes for an interval' : plural(interval.episodes, 'episode');
  return fact('Evidence', escapeHtml(words));
}

/** What stands behind a figure in soft ink. */
export function softly(words: string): string {
  return ` <span class="soft">${words}</span>`;
}
