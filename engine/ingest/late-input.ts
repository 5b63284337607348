import { addDays, type Day, daysBetween, endOfMonth, type Frequency } from '../calendar/index.ts';
import { nextPeriodEnd, type Periods } from './calendar-period.ts';
import { nextKnownBy } from './publication-lag.ts';

/** How it is declared, of a relation, when the value of a period is known. */
export type Arrival =
  /** So many days after the end of the period, or months after its month, whichever is later. */
  | { readonly kind: 'lag'; readonly lagDays: number; readonly lagMonths?: number }
  /** Each row says itself when it was known: then only its own past tells how long it may take. */
  | { readonly kind: 'dated' };

export interface Arrived {
  /** The newest period that has a value; null where none has. */
  readonly newest: Day | null;
  /** The days on which a period had its first value, ascending; read where rows say themselves when they were known. */
  readonly arrivals: readonly Day[];
}

export interface Lateness {
  /** When the next value should have been known. */
  readonly due: Day;
  /** The first day on which it was too late. */
  readonly lateFrom: Day;
}

/**
 * Days that a value may be late before its input counts as ended or late: half a period, a week at least, which
 * weekends and the longest holidays of markets fit into, and a month and a half at most.
 */
const GRACE_DAYS: Readonly<Record<Frequency, number>> = {
  daily: 7,
  weekly: 7,
  biweekly: 7,
  monthly: 15,
  quarterly: 45,
  semiannual: 45,
  annual: 45,
  '5-year': 45,
};

/** Fewer arrivals than this do not tell how long a source may take. */
const FEWEST_ARRIVALS = 8;

/**
 * From when on an input is late if nothing comes after its newest value; null where nobody can tell, because rows that
 * say themselves when they were known are too few. Judged by the period after the newest one, its lag and the grace;
 * without a declared lag by the longest pause that the source has made, so that what comes irregularly is late only
 * when it is later than ever.
 */
export function latenessOf(periods: Periods, arrival: Arrival, { newest, arrivals }: Arrived): Lateness | null {
  if (newest === null) return null;
  const grace = GRACE_DAYS[periods.frequency];
  if (arrival.kind === 'lag') {
    const byDays = nextKnownBy({ ...periods, lagDays: arrival.lagDays }, newest);
    const ends = nextPeriodEnd(periods, newest);
    const byMonths = arrival.lagMonths === undefined ? byDays : endOfMonth(ends, arrival.lagMonths);
    return lateAfter(byMonths > byDays ? byMonths : byDays, grace);
  }
  const last = arrivals.at(-1);
  if (last === undefined || arrivals.length < FEWEST_ARRIVALS) return null;
  return lateAfter(addDays(last, longestPause(arrivals)), grace);
}

function lateAfter(due: Day, grace: number): Lateness {
  return { due, lateFrom: addDays(due, grace + 1) };
}

/** In days; of ascending days. */
function longestPause(days: readonly Day[]): number {
  let longest = 0;
  let before: Day | undefined;
  for (const day of days) {
    if (before !== undefined) longest = Math.max(longest, daysBetween(before, day));
    before = day;
  }
  return longest;
}
