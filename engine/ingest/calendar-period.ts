import { addDays, type Day, endOfMonth } from '../calendar/index.ts';
import type { Dated, Frequency } from './request.ts';

/** The periods of a series: how long they are, and which of their days a date names. `start` when `dated` is absent. */
export interface Periods {
  readonly frequency: Frequency;
  readonly dated?: Dated | undefined;
}

type Length =
  | { readonly unit: 'day'; readonly count: number }
  | {
      readonly unit: 'month';
      readonly count: number;
      /** The unit whose first day a period begins on, in DuckDB's words; null: a fiscal year may begin in any month. */
      readonly begins: 'month' | 'quarter' | null;
      /** Month numbers in which it ends when it is dated by its end; null: any, for fiscal years. */
      readonly endsIn: readonly number[] | null;
      /** Month numbers in which it begins when it is dated by its start. */
      readonly startsIn: readonly number[];
    };

const LENGTHS: Readonly<Record<Frequency, Length>> = {
  daily: { unit: 'day', count: 1 },
  weekly: { unit: 'day', count: 7 },
  biweekly: { unit: 'day', count: 14 },
  monthly: {
    unit: 'month',
    count: 1,
    begins: 'month',
    endsIn: null,
    startsIn: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  },
  quarterly: { unit: 'month', count: 3, begins: 'quarter', endsIn: [3, 6, 9, 12], startsIn: [1, 4, 7, 10] },
  semiannual: { unit: 'month', count: 6, begins: null, endsIn: [6, 12], startsIn: [1, 7] },
  annual: { unit: 'month', count: 12, begins: null, endsIn: null, startsIn: [1] },
  '5-year': { unit: 'month', count: 60, begins: null, endsIn: null, startsIn: [1] },
};

/** SQL for the last day of the period that `date` (a SQL expression of type DATE) names. */
export function periodEndSql({ frequency, dated }: Periods, date: string): string {
  if (dated === 'end') return date;
  const length = LENGTHS[frequency];
  if (length.unit === 'day') return length.count === 1 ? date : `(${date} + ${length.count - 1})`;
  const first = length.begins === null ? date : `date_trunc('${length.begins}', ${date})`;
  return monthEndSql(first, length.count - 1);
}

/** SQL for the last day of the month so many months after that of `date` (a SQL expression of type DATE). */
export function monthEndSql(date: string, monthsLater: number): string {
  return `last_day((${date} + INTERVAL ${monthsLater} MONTH)::DATE)`;
}

/** SQL for the first day of the period that `date` (a SQL expression of type DATE) names. */
export function periodStartSql({ frequency, dated }: Periods, date: string): string {
  if (dated !== 'end') return date;
  const { unit, count } = LENGTHS[frequency];
  if (unit === 'day') return count === 1 ? date : `(${date} - ${count - 1})`;
  return `(date_trunc('month', ${date}) - INTERVAL ${count - 1} MONTH)::DATE`;
}

/** The first day of the period that a day (`YYYY-MM-DD`) names. */
export function periodStart({ frequency, dated }: Periods, date: string): string {
  if (dated !== 'end') return date;
  const { unit, count } = LENGTHS[frequency];
  return unit === 'day' ? addDays(date, 1 - count) : addDays(endOfMonth(date, -count), 1);
}

/**
 * SQL that is true when `date` is the day of a period that it should be. Days and weeks may begin and end on any day.
 */
export function isPeriodDaySql({ frequency, dated }: Periods, date: string): string {
  const length = LENGTHS[frequency];
  if (length.unit === 'day') return 'true';
  if (dated !== 'end') return `(day(${date}) = 1 AND month(${date}) IN (${length.startsIn.join(', ')}))`;
  const months = length.endsIn === null ? '' : ` AND month(${date}) IN (${length.endsIn.join(', ')})`;
  return `(${date} = last_day(${date})${months})`;
}

/** The last day of the period after the one that a day (`YYYY-MM-DD`) names. */
export function nextPeriodEnd({ frequency, dated }: Periods, date: string): Day {
  const length = LENGTHS[frequency];
  const periods = dated === 'end' ? 1 : 2;
  if (length.unit === 'day') return addDays(date, periods * length.count - (dated === 'end' ? 0 : 1));
  return endOfMonth(date, periods * length.count - (dated === 'end' ? 0 : 1));
}

/** The days of the shortest period of a frequency, in whole months of 28. */
export function leastDays(frequency: Frequency): number {
  const { unit, count } = LENGTHS[frequency];
  return unit === 'day' ? count : 28 * count;
}
