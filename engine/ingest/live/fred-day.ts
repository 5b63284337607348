import type { Day } from '../../calendar/index.ts';

/** Made when it is first asked: the tables of time zones take milliseconds to load, and most commands ask nothing. */
let chicago: Intl.DateTimeFormat | undefined;

/** FRED's calendar day (`YYYY-MM-DD`): its vintages are dated in St. Louis. */
export function fredDay(now: Date): Day {
  chicago ??= new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago', dateStyle: 'short' });
  return chicago.format(now);
}

/** The day on which time begins for FRED. */
export const FIRST_DAY = '1776-07-04';
