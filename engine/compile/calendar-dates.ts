import { addDays, type Day, endOfMonth, isDay, monthIndex, weekdayOf } from '../calendar/index.ts';
import type { CalendarFrequency, CalendarRule } from '../project/index.ts';

/** The decision dates in [start, end] by a calendar's rule, ascending. Weeks end on Friday. */
export function datesBetween(rule: CalendarRule, start: Day, end: Day): readonly Day[] {
  if (rule.kind === 'listed') return rule.dates.filter((date) => start <= date && date <= end);
  const dates: Day[] = [];
  for (let period = periodEnd(rule.frequency, start); ; period = periodEnd(rule.frequency, addDays(period, 1))) {
    const date = rule.dayOfPeriod === 'last_business_day' ? businessDayUntil(period) : period;
    if (date > end) break;
    // Of a day at a weekend, a daily period, the business day before it is another period's.
    if (date >= start && date !== dates.at(-1)) dates.push(date);
    // The last day that there is has no day after it.
    if (period >= end) break;
  }
  return dates;
}

/** A calendar's rule in words, such as "monthly", "monthly, last business day" or "listed in calendar.csv". */
export function calendarWords(rule: CalendarRule): string {
  if (rule.kind === 'listed') return `listed in ${rule.file}`;
  return rule.dayOfPeriod === 'last_day' ? rule.frequency : `${rule.frequency}, last business day`;
}

/** The last Monday to Friday that is not after a day. */
function businessDayUntil(day: Day): Day {
  const weekday = weekdayOf(day);
  if (weekday === 0) return addDays(day, -2);
  return weekday === 6 ? addDays(day, -1) : day;
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
    case 'annual':
      return endOfMonth(date, 11 - (monthIndex(date) % 12));
    default:
      throw new Error(`unknown frequency ${frequency satisfies never}`);
  }
}
