import { type Day, daysInMonth } from './day.ts';

/** A calendar month, 'YYYY-MM'; as text it sorts as time does. */
export type Month = string & { readonly __unit?: 'month' };

/** Months since year 0 of a month, or of that in which a day lies; the difference of two is a distance in months. */
export function monthIndex(date: Day | Month): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

/** First day of the month with this index. */
export function monthStart(index: number): Day {
  return `${monthAt(index)}-01`;
}

/** Last day of the month with this index. */
export function monthEnd(index: number): Day {
  const year = Math.floor(index / 12);
  return `${monthAt(index)}-${daysInMonth(year, index - year * 12 + 1)}`;
}

/** The month so many months after that of a day. */
export function addMonths(date: Day | Month, months: number): Month {
  return monthAt(monthIndex(date) + months);
}

/** First day of the month so many months after that of a day. */
export function startOfMonth(date: Day | Month, monthsLater = 0): Day {
  return monthStart(monthIndex(date) + monthsLater);
}

/** Last day of the month so many months after that of a day. */
export function endOfMonth(date: Day | Month, monthsLater = 0): Day {
  return monthEnd(monthIndex(date) + monthsLater);
}

function monthAt(index: number): Month {
  const year = Math.floor(index / 12);
  return `${String(year).padStart(4, '0')}-${String(index - year * 12 + 1).padStart(2, '0')}`;
}
