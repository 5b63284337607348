import { type Day, monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import type { CalendarRule } from '../../project/index.ts';
import { datesBetween } from '../calendar-dates.ts';

/** Made-up decision dates around months that are positive one at a time, and a day on which all is known. */
export interface OutcomeCalendar {
  readonly decisions: readonly Day[];
  /** Indices of months: each is the positive one of a world of its own. */
  readonly positives: readonly number[];
  /** Months of made-up outcomes, first and last included. */
  readonly first: number;
  readonly last: number;
  readonly knownOn: Day;
}

/** Months between positives: another quarter's month and the turn of a year are among them. */
const STEPS = [0, 4, 11];
/** Months of decision dates beyond the window, in which the label must not answer. */
const MARGIN = 26;
/** Months of outcomes before the first decision date: averages and growth rates look back. */
const PAST = 72;
/** Months of outcomes beyond the last window: some labels wait for the news. */
const NEWS = 40;

/** Made-up months have no dates that anybody listed. */
const MONTHLY = { kind: 'periods', frequency: 'monthly', dayOfPeriod: 'last_day' } as const;

/** Lies in the middle of the label's own decision dates, one at least, where conditions on dates likeliest hold. */
export function outcomeCalendar(rule: CalendarRule, dates: readonly Day[], toMonth: number): OutcomeCalendar {
  const middle = monthIndex(at(dates, Math.floor(dates.length / 2)));
  const positives = STEPS.map((step) => middle + step);
  const from = middle - toMonth - MARGIN;
  const to = middle + Math.max(...STEPS) + MARGIN;
  const last = to + toMonth + NEWS;
  return {
    decisions: datesBetween(rule.kind === 'listed' ? MONTHLY : rule, monthStart(from), monthEnd(to)),
    positives,
    first: from - PAST,
    last,
    knownOn: monthEnd(last),
  };
}
