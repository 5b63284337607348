import { type Dated, type Day, daysBetween, endOfMonth, type Frequency, monthIndex } from '../../../calendar/index.ts';
import { at, Tally } from '../../../presence/index.ts';

/** How long the periods of a table are, and which of their days a date names. */
export interface Rhythm {
  readonly frequency: Frequency;
  readonly dated: Dated;
}

/** What the dates of a table say of its periods. */
export type FoundRhythm =
  | ({ readonly kind: 'found' } & Rhythm)
  /** Some keys have other periods than most: it is two tables. */
  | { readonly kind: 'two'; readonly most: Frequency; readonly other: Frequency; readonly key: string }
  /** There are too few dates, or no period that they follow. */
  | { readonly kind: 'open' };

const BY_MONTHS: ReadonlyMap<number, Frequency> = new Map([
  [1, 'monthly'],
  [3, 'quarterly'],
  [6, 'semiannual'],
  [12, 'annual'],
  [60, '5-year'],
]);

/** Of so many gaps a key that never has a shorter one has no shorter period. */
const ENOUGH_GAPS = 8;

/**
 * Reads off the gaps between the dates of each key, of which some may be missing, how long a period is.
 * @param series the dates of each key, by what it is called.
 */
export function rhythmOf(series: ReadonlyMap<string, readonly Day[]>): FoundRhythm {
  const dates = [...series.values()].flat();
  const dated = datedOf(dates);
  const frequencies = new Map<string, { readonly frequency: Frequency; readonly gaps: number }>();
  const tally = new Tally<Frequency>();
  for (const [key, days] of series) {
    const sorted = [...new Set(days)].toSorted();
    const frequency = frequencyOf(sorted, dated !== undefined);
    if (frequency === undefined) continue;
    frequencies.set(key, { frequency, gaps: sorted.length - 1 });
    tally.add(frequency, sorted.length - 1);
  }
  const [most] = tally.entries().toSorted(([, a], [, b]) => b - a);
  if (most === undefined) return { kind: 'open' };
  for (const [key, { frequency, gaps }] of frequencies) {
    if (frequency !== most[0] && gaps >= ENOUGH_GAPS) return { kind: 'two', most: most[0], other: frequency, key };
  }
  return { kind: 'found', frequency: most[0], dated: dated ?? 'start' };
}

/** Whether all dates are first days of months, or last ones; undefined where they are neither. */
function datedOf(dates: readonly Day[]): Dated | undefined {
  if (dates.every((day) => day.endsWith('-01'))) return 'start';
  return dates.every((day) => day === endOfMonth(day)) ? 'end' : undefined;
}

function frequencyOf(days: readonly Day[], isByMonths: boolean): Frequency | undefined {
  if (days.length < 2) return undefined;
  const gaps = days.slice(1).map((day, i) => gapOf(at(days, i), day, isByMonths));
  const common = gaps.reduce(greatestCommonDivisor);
  if (isByMonths) {
    const fitting = [...BY_MONTHS].filter(([months]) => common % months === 0);
    return fitting.at(-1)?.[1];
  }
  if (common % 14 === 0) return 'biweekly';
  if (common % 7 === 0) return 'weekly';
  const daily = gaps.filter((gap) => gap === 1).length;
  if (2 * daily > gaps.length) return 'daily';
  // The same day of every month, such as the fifteenth.
  const isMonthly = new Set(days.map((day) => day.slice(8))).size === 1;
  return isMonthly ? frequencyOf(days, true) : undefined;
}

function gapOf(earlier: Day, later: Day, isByMonths: boolean): number {
  return isByMonths ? monthIndex(later) - monthIndex(earlier) : daysBetween(earlier, later);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
