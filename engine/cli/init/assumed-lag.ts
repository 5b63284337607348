import { addDays, type Day, endOfMonth, type Frequency } from '../../calendar/index.ts';
import type { Rhythm } from './look/frequency.ts';

/** Days from the end of a period to its publication that are assumed where no file says it. */
const LAGS: Readonly<Record<Frequency, number>> = {
  daily: 1,
  weekly: 7,
  biweekly: 7,
  monthly: 45,
  quarterly: 90,
  semiannual: 180,
  annual: 270,
  '5-year': 270,
};

const MONTHS: Readonly<Partial<Record<Frequency, number>>> = {
  monthly: 1,
  quarterly: 3,
  semiannual: 6,
  annual: 12,
  '5-year': 60,
};

const DAYS: Readonly<Partial<Record<Frequency, number>>> = { weekly: 7, biweekly: 14 };

export function assumedLag({ frequency }: Rhythm): number {
  return LAGS[frequency];
}

/** Months in a period; undefined of those that are counted in days. */
export function monthsInPeriod(frequency: Frequency): number | undefined {
  return MONTHS[frequency];
}

/** The day from which the row of a day is taken to be known. */
export function assumedKnownFrom(day: Day, rhythm: Rhythm): Day {
  const { frequency, dated } = rhythm;
  const months = MONTHS[frequency];
  const days = DAYS[frequency];
  const lag = assumedLag(rhythm);
  if (dated === 'end') return addDays(day, lag);
  if (months !== undefined) return addDays(endOfMonth(day, months - 1), lag);
  return addDays(day, lag + (days === undefined ? 0 : days - 1));
}
