import type { CalendarFrequency } from '../../project/index.ts';
import { periodEnds } from '../calendar.ts';

/** Made-up decision dates around months that are positive one at a time, and a day on which all is known. */
export interface OutcomeCalendar {
  readonly decisions: readonly string[];
  /** Indices of months: each is the positive one of a world of its own. */
  readonly positives: readonly number[];
  /** Months of made-up outcomes, first and last included. */
  readonly first: number;
  readonly last: number;
  readonly knownOn: string;
}

/** Months between positives: another quarter's month and the turn of a year are among them. */
const STEPS = [0, 4, 11];
/** Months of decision dates beyond the window, in which the label must not answer. */
const MARGIN = 26;
/** Months of outcomes before the first decision date: averages and growth rates look back. */
const PAST = 72;
/** Months of outcomes beyond the last window: some labels wait for the news. */
const NEWS = 40;

/** In the middle of the project's own decision dates, where conditions on dates are most likely to hold. */
export function outcomeCalendar(
  frequency: CalendarFrequency,
  dates: readonly string[],
  toMonth: number,
): OutcomeCalendar {
  const middle = monthOf(dates[Math.floor(dates.length / 2)] ?? '2000-01-31');
  const positives = STEPS.map((step) => middle + step);
  const from = middle - toMonth - MARGIN;
  const to = middle + Math.max(...STEPS) + MARGIN;
  const last = to + toMonth + NEWS;
  return {
    decisions: periodEnds(frequency, firstDay(from), lastDay(to)),
    positives,
    first: from - PAST,
    last,
    knownOn: lastDay(last),
  };
}

/** Months since year 0. */
export function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

export function firstDay(month: number): string {
  const year = Math.floor(month / 12);
  return `${String(year).padStart(4, '0')}-${String(month - 12 * year + 1).padStart(2, '0')}-01`;
}

function lastDay(month: number): string {
  return new Date(Date.parse(`${firstDay(month + 1)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
