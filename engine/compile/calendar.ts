import { addDays, type Day, endOfMonth, isDay, monthIndex, weekdayOf } from '../calendar/index.ts';
import type { CalendarFrequency } from '../project/index.ts';

/** The last day of each period in [start, end], ascending. Weeks end on Friday. */
export function periodEnds(frequency: CalendarFrequency, start: Day, end: Day): readonly Day[] {
  const dates: Day[] = [];
  for (let date = periodEnd(frequency, start); date <= end; date = periodEnd(frequency, addDays(date, 1))) {
    dates.push(date);
    // The last day that there is has no day after it.
    if (date === end) break;
  }
  return dates;
}

function periodEnd(frequency: CalendarFrequency, date: Day): Day {
  if (!isDay(date)) throw new RangeError(`no period ends on ${date}: days end with the year 9999`);
  switch (frequency) {
    case 'daily':
      return date;
    case 'weekly':
      return addDays(date, (12 - weekdayOf(date)) % 7);
    case 'monthly':
      return endOfMonth(date);
    case 'quarterly':
      return endOfMonth(date, 2 - (monthIndex(date) % 3));
    default:
      throw new Error(`unknown frequency ${frequency satisfies never}`);
  }
}
