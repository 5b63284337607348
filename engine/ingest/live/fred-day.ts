import type { Day } from '../../calendar/index.ts';

const CHICAGO = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago', dateStyle: 'short' });

/** FRED's calendar day (`YYYY-MM-DD`): its vintages are dated in St. Louis. */
export function fredDay(now: Date): Day {
  return CHICAGO.format(now);
}

/** The day on which time begins for FRED. */
export const FIRST_DAY = '1776-07-04';
