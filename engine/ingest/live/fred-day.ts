const CHICAGO = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago', dateStyle: 'short' });

/** FRED's calendar day (`YYYY-MM-DD`): its vintages are dated in St. Louis. */
export function fredDay(now: Date): string {
  return CHICAGO.format(now);
}

/** FRED's words for the beginning and the end of time. */
export const FIRST_DAY = '1776-07-04';
export const LAST_DAY = '9999-12-31';
