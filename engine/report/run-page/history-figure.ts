import { type Day, startOfMonth } from '../../calendar/index.ts';
import { escapeHtml, outcomeTimeWords } from '../../cards/index.ts';
import { formatDay, formatMonth } from '../../figures/index.ts';
import type { ModelOnPage } from './run-page-data.ts';

type Window = ModelOnPage['window'];

/** What a history is drawn of, and what is read out where the pointer is. */
interface History {
  readonly id: string;
  readonly window: Window;
  /** The newest decision date. */
  readonly newest: Day;
  /** One for each decision date. */
  readonly readings: readonly string[];
  readonly draw: (id: string, width: number) => string;
}

/** The history of a model in outcome time, drawn for a wide and for a narrow page, and how it is to be read. */
export function historyFigure({ id, window, newest, readings, draw }: History): string {
  const stands = outcomeTimeWords(window, (end) => String(window[end])).join('');
  const now = window.fromMonth > 0 ? ` The dotted line is the newest date, ${formatDay(newest)}.` : '';
  return (
    `<figure class="history" data-readings="${escapeHtml(readings.map(unparted).join('|'))}">` +
    `<div class="wide-only">${draw(id, 760)}</div><div class="narrow-only">${draw(`${id}-narrow`, 400)}</div>` +
    `<figcaption>${escapeHtml(stands + now)}</figcaption><p class="reading" aria-hidden="true"></p></figure>`
  );
}

/** `31 Oct 2022, for Oct 2023`: when a prediction was known, and the months that it is about where these are others. */
export function datedReading(asOf: Day, window: Window): string {
  const [from, to] = [startOfMonth(asOf, window.fromMonth), startOfMonth(asOf, window.toMonth)];
  if (window.fromMonth === 0 && window.toMonth === 0) return formatDay(asOf);
  const months = from === to ? formatMonth(from) : `${formatMonth(from)} to ${formatMonth(to)}`;
  return `${formatDay(asOf)}, for ${months}`;
}

/** The sign between readings is in none: a unit is whatever people wrote. */
function unparted(reading: string): string {
  return reading.replaceAll('|', '/');
}
