import { addDays, type Day, daysBetween } from '../calendar/index.ts';
import { leastDays, nextPeriodEnd, type Periods } from './calendar-period.ts';
import { nextKnownBy } from './publication-lag.ts';

/** A series as it stands when its freshness is judged. Days are `YYYY-MM-DD`. */
export interface SeriesState extends Periods {
  /** `fred.unrate`. */
  readonly relation: string;
  readonly publicationLagDays: number;
  /** The date of the newest period with a value; null where no value holds today. */
  readonly newest: Day | null;
  /**
   * The newest period that ever had a value, and the first day on which it had none; null where there never was one.
   */
  readonly ended: { readonly date: Day; readonly on: Day } | null;
  /** When the newest version became known; null where nothing is stored. */
  readonly knownSince: Day | null;
  /** Through this day it is known that nothing newer came. */
  readonly askedThrough: Day;
  readonly limits: { readonly warnAfterDays?: number; readonly errorAfterDays?: number };
  /** Days on which its release came out or was to come out; null where no calendar is stored. */
  readonly release: { readonly name: string; readonly dates: readonly Day[] } | null;
}

export interface SeriesFreshness {
  readonly relation: string;
  /** Null: no value holds today. */
  readonly newest: Day | null;
  /** The day by which the period after the newest one should be known: its end plus the publication lag. */
  readonly due: Day | null;
  /** Days past `due`; 0 before it. */
  readonly overdueDays: number;
  /** `none`: no limit is declared. */
  readonly status: 'pass' | 'warn' | 'error' | 'none';
  /** Why it is not a plain pass. */
  readonly reason: string;
}

/** So many days a release may come out and bring a daily series nothing: a weekend and a holiday. */
const DAILY_PAUSES = 3;

/**
 * How overdue a series is on a day, against its limits. Two things are told also without limits: that a release came
 * out and brought nothing where the next period was to be in it, and that no value holds any more.
 */
export function judgeFreshness(state: SeriesState, today: Day): SeriesFreshness {
  const { relation, newest, limits } = state;
  if (newest === null) return noValue(state);
  const due = nextKnownBy({ ...state, lagDays: state.publicationLagDays }, newest);
  const overdueDays = Math.max(0, daysBetween(due, today));
  const base = { relation, newest, due, overdueDays };
  const overdue = `${overdueDays} days past ${due}`;
  if (limits.errorAfterDays !== undefined && overdueDays > limits.errorAfterDays) {
    return { ...base, status: 'error', reason: `${overdue}; error after ${limits.errorAfterDays}` };
  }
  const missed = missedRelease(state, nextPeriodEnd(state, newest), due);
  if (missed !== undefined) return { ...base, status: 'warn', reason: missed };
  if (limits.warnAfterDays !== undefined && overdueDays > limits.warnAfterDays) {
    return { ...base, status: 'warn', reason: `${overdue}; warn after ${limits.warnAfterDays}` };
  }
  const isLimited = limits.warnAfterDays !== undefined || limits.errorAfterDays !== undefined;
  return { ...base, status: isLimited ? 'pass' : 'none', reason: isLimited ? '' : 'no limit is declared' };
}

/** Nothing is due of a series that gives no value: somebody has to look at it. */
function noValue({ relation, ended, limits }: SeriesState): SeriesFreshness {
  const last =
    ended === null ? 'none is stored' : `the last one, of ${ended.date}, held until ${addDays(ended.on, -1)}`;
  const status = limits.errorAfterDays === undefined ? 'warn' : 'error';
  return { relation, newest: null, due: null, overdueDays: 0, status, reason: `no current value: ${last}` };
}

/** The last release that was out when the series was asked for, if it was to bring the next period and did not. */
function missedRelease(state: SeriesState, ends: Day, due: Day): string | undefined {
  const { release, knownSince, askedThrough, frequency } = state;
  if (release === null || knownSince === null) return undefined;
  const since = release.dates.filter((date) => date > knownSince && date <= askedThrough);
  const last = since.at(-1);
  if (last === undefined) return undefined;
  if (frequency === 'daily' ? since.length <= DAILY_PAUSES : last < nextIn(state, release.dates, ends, due)) {
    return undefined;
  }
  return `"${release.name}" of ${last} brought nothing new`;
}

/**
 * From when on a release has to bring the next period. One that comes as often as the series does brings it as soon as
 * the period is over, whatever lag is declared; of one that comes more often nobody knows which one that will be.
 */
function nextIn({ frequency }: SeriesState, dates: readonly Day[], ends: Day, due: Day): string {
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined || dates.length < 3) return ends;
  const gap = daysBetween(first, last) / (dates.length - 1);
  return gap < 0.75 * leastDays(frequency) && due > ends ? due : ends;
}
