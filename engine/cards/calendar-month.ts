/** Calendar arithmetic on days written `YYYY-MM-DD`, without a time zone. */

/** Months since year 0 of the month that `day` lies in. */
export function monthIndex(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

/** First day of the month with this index. */
function firstOfMonth(index: number): string {
  const year = String(Math.floor(index / 12)).padStart(4, '0');
  return `${year}-${String((index % 12) + 1).padStart(2, '0')}-01`;
}

export function addMonths(day: string, months: number): string {
  return firstOfMonth(monthIndex(day) + months);
}

/** Days from `earlier` to `later`. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(`${later}T00:00:00Z`) - Date.parse(`${earlier}T00:00:00Z`)) / 86_400_000);
}
