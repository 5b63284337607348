export { DAY_FORMS, type DateForm, dateForm, dayOf, monthsOf, PERIOD_FORMS } from './date-form.ts';
export { addDays, type Day, daysBetween, isDay, utcDay, weekdayOf } from './day.ts';
export { addMonths, endOfMonth, type Month, monthEnd, monthIndex, monthStart, startOfMonth } from './month.ts';
export type { Dated, Frequency } from './period.ts';
