import type { CalendarFrequency } from '../project/index.ts';

/** The last day of each period in [start, end], ascending. Weeks end on Friday. */
export function periodEnds(frequency: CalendarFrequency, start: string, end: string): readonly string[] {
  const dates: string[] = [];
  for (let date = periodEnd(frequency, start); date <= end; date = periodEnd(frequency, addDays(date, 1))) {
    dates.push(date);
  }
  return dates;
}

function periodEnd(frequency: CalendarFrequency, date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  const year = day.getUTCFullYear();
  const month = day.getUTCMonth();
  switch (frequency) {
    case 'daily':
      return date;
    case 'weekly':
      return addDays(date, (12 - day.getUTCDay()) % 7);
    case 'monthly':
      return isoDay(new Date(Date.UTC(year, month + 1, 0)));
    case 'quarterly':
      return isoDay(new Date(Date.UTC(year, month - (month % 3) + 3, 0)));
    default:
      throw new Error(`unknown frequency ${frequency satisfies never}`);
  }
}

function addDays(date: string, days: number): string {
  return isoDay(new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000));
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}
