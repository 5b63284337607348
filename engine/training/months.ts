import type { Day } from './types.ts';

/** Months since year 0; the difference of two is a distance in calendar months. */
export function monthIndex(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

/** First day of a month. */
export function monthStart(index: number): Day {
  const year = Math.floor(index / 12);
  return `${String(year).padStart(4, '0')}-${String(index - year * 12 + 1).padStart(2, '0')}-01`;
}

/** Last day of a month. */
export function monthEnd(index: number): Day {
  const year = Math.floor(index / 12);
  return new Date(Date.UTC(year, index - year * 12 + 1, 0)).toISOString().slice(0, 10);
}
