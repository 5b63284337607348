/** A calendar day, 'YYYY-MM-DD'; as text it sorts as time does. */
export type Day = string & {
  /** Is never there: it keeps a month from being taken for a day. Plain text, such as DuckDB's, passes for either. */
  readonly __unit?: 'day';
};

const DAY_MS = 86_400_000;
const ZERO = 48;
const MONTH_LENGTHS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether it is `YYYY-MM-DD` and that day exists; by hand because 100,000 rows of an answer have three days each. */
export function isDay(value: unknown): value is Day {
  if (typeof value !== 'string' || value.length !== 10 || value[4] !== '-' || value[7] !== '-') return false;
  for (const position of [0, 1, 2, 3, 5, 6, 8, 9] as const) {
    const digit = value.charCodeAt(position) - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  const day = Number(value.slice(8));
  return day >= 1 && day <= daysInMonth(Number(value.slice(0, 4)), Number(value.slice(5, 7)));
}

/** How many days a month, 1 to 12, has in the Gregorian calendar; 0 for a month that does not exist. */
export function daysInMonth(year: number, month: number): number {
  const days = MONTH_LENGTHS[month - 1];
  if (days === undefined) return 0;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : days;
}

export function addDays(day: Day, days: number): Day {
  return utcDay(new Date(midnight(day) + days * DAY_MS));
}

/** Days from `earlier` to `later`. */
export function daysBetween(earlier: Day, later: Day): number {
  return (midnight(later) - midnight(earlier)) / DAY_MS;
}

/** The day of the week, from 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: Day): number {
  return new Date(midnight(day)).getUTCDay();
}

/** The day on which a moment lies in UTC. */
export function utcDay(moment: Date): Day {
  return moment.toISOString().slice(0, 10);
}

function midnight(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}
