import { addDays } from './live/fred-day.ts';
import type { Frequency } from './request.ts';

/** What is known of a series when its freshness is judged. Days are `YYYY-MM-DD`. */
export interface SeriesState {
  /** `fred.unrate`. */
  readonly relation: string;
  readonly frequency: Frequency;
  readonly publicationLagDays: number;
  /** First day of the newest period that has a value. */
  readonly newest: string;
  /** When the newest version became known. */
  readonly knownSince: string;
  /** Through this day it is known that nothing newer came. */
  readonly askedThrough: string;
  readonly limits: { readonly warnAfterDays?: number; readonly errorAfterDays?: number };
  /** Days on which its release came out or was to come out; null where no calendar is stored. */
  readonly release: { readonly name: string; readonly dates: readonly string[] } | null;
}

export interface Freshness {
  readonly relation: string;
  readonly newest: string;
  /** The day by which the period after the newest one should be known: its end plus the publication lag. */
  readonly due: string;
  /** Days past `due`; 0 before it. */
  readonly overdueDays: number;
  /** `none`: no limit is declared. */
  readonly status: 'pass' | 'warn' | 'error' | 'none';
  /** Why it is not a plain pass. */
  readonly reason: string;
}

/**
 * How overdue a series is on a day, against its limits; a release that came out and brought nothing is a warning, also
 * without limits.
 */
export function judgeFreshness(state: SeriesState, today: string): Freshness {
  const due = addDays(periodEnd(state.frequency, nextPeriod(state.frequency, state.newest)), state.publicationLagDays);
  const overdueDays = Math.max(0, daysBetween(due, today));
  const { relation, newest, limits } = state;
  const base = { relation, newest, due, overdueDays };
  const overdue = `${overdueDays} days past ${due}`;
  if (limits.errorAfterDays !== undefined && overdueDays > limits.errorAfterDays) {
    return { ...base, status: 'error', reason: `${overdue}; error after ${limits.errorAfterDays}` };
  }
  const missed = missedRelease(state);
  if (missed !== undefined) return { ...base, status: 'warn', reason: missed };
  if (limits.warnAfterDays !== undefined && overdueDays > limits.warnAfterDays) {
    return { ...base, status: 'warn', reason: `${overdue}; warn after ${limits.warnAfterDays}` };
  }
  const isLimited = limits.warnAfterDays !== undefined || limits.errorAfterDays !== undefined;
  return { ...base, status: isLimited ? 'pass' : 'none', reason: isLimited ? '' : 'no limit is declared' };
}

/** The last release that was out when the series was asked for, if the series has nothing from then on. */
function missedRelease({ release, knownSince, askedThrough }: SeriesState): string | undefined {
  const last = release?.dates.filter((date) => date <= askedThrough).at(-1);
  if (release === null || last === undefined || knownSince >= last) return undefined;
  return `"${release.name}" of ${last} brought nothing new`;
}

function nextPeriod(frequency: Frequency, date: string): string {
  switch (frequency) {
    case 'daily':
      return addDays(date, 1);
    case 'weekly':
      return addDays(date, 7);
    case 'monthly':
      return addMonths(date, 1);
    case 'quarterly':
      return addMonths(date, 3);
    case 'annual':
      return addMonths(date, 12);
    default:
      return frequency satisfies never;
  }
}

/** The last day of the period that begins on a day. */
function periodEnd(frequency: Frequency, date: string): string {
  return addDays(nextPeriod(frequency, date), -1);
}

/** The first day of the month `months` after a day's. */
function addMonths(day: string, months: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
