import type { Frequency } from './request.ts';

/** SQL for the last calendar day of the period whose first day is `date` (a SQL expression of type DATE). */
export function periodEndSql(frequency: Frequency, date: string): string {
  switch (frequency) {
    case 'daily':
      return date;
    case 'weekly':
      return `(${date} + 6)`;
    case 'monthly':
      return `last_day(${date})`;
    case 'quarterly':
      return `last_day((date_trunc('quarter', ${date}) + INTERVAL 2 MONTH)::DATE)`;
    case 'annual':
      return `make_date(year(${date}), 12, 31)`;
    default:
      return frequency satisfies never;
  }
}

/** SQL that is true when `date` is the first day of a period. A week may begin on any day. */
export function isPeriodStartSql(frequency: Frequency, date: string): string {
  switch (frequency) {
    case 'daily':
    case 'weekly':
      return 'true';
    case 'monthly':
      return `(${date} = date_trunc('month', ${date})::DATE)`;
    case 'quarterly':
      return `(${date} = date_trunc('quarter', ${date})::DATE)`;
    case 'annual':
      return `(${date} = date_trunc('year', ${date})::DATE)`;
    default:
      return frequency satisfies never;
  }
}
