import type { Day } from '../../../engine/calendar/index.ts';
import type { VintageRow } from './fred-series.ts';

/** Closed on both sides. */
export interface RealtimePeriod {
  readonly start: Day;
  readonly end: Day;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** The rows that were the newest on some day of the period, clipped to it, as FRED does. */
export function rowsWithin(rows: readonly VintageRow[], { start, end }: RealtimePeriod): readonly VintageRow[] {
  const within: VintageRow[] = [];
  for (const row of rows) {
    if (row.realtimeStart > end || row.realtimeEnd < start) continue;
    within.push({
      date: row.date,
      value: row.value,
      realtimeStart: row.realtimeStart < start ? start : row.realtimeStart,
      realtimeEnd: row.realtimeEnd > end ? end : row.realtimeEnd,
    });
  }
  return within;
}

export function observationsBody(period: RealtimePeriod, page: Page, rows: readonly VintageRow[]): string {
  const list = { orderBy: 'observation_date', name: 'observations', rows, fields: OBSERVATION_FIELDS };
  return pagedBody(period, page, list, observation);
}

const OBSERVATION_FIELDS = {
  observation_start: '1600-01-01',
  observation_end: '9999-12-31',
  units: 'lin',
  output_type: 1,
  file_type: 'json',
};

/** All rows of a list, and what FRED calls them. */
interface PagedList<Row> {
  readonly orderBy: string;
  readonly name: string;
  readonly rows: readonly Row[];
  /** What the answer says besides. */
  readonly fields?: Readonly<Record<string, string | number>>;
}

/** One page of a list; put together as text because that is faster than as objects for 100,000 rows. */
export function pagedBody<Row>(
  period: RealtimePeriod,
  page: Page,
  { orderBy, name, rows, fields }: PagedList<Row>,
  json: (row: Row) => string,
): string {
  const head = JSON.stringify({
    realtime_start: period.start,
    realtime_end: period.end,
    ...fields,
    order_by: orderBy,
    sort_order: 'asc',
    count: rows.length,
    offset: page.offset,
    limit: page.limit,
  });
  const some = rows.slice(page.offset, page.offset + page.limit);
  return `${head.slice(0, -1)},"${name}":[${some.map(json).join(',')}]}`;
}

function observation(row: VintageRow): string {
  const value = row.value === null ? '.' : String(row.value);
  const period = `"realtime_start":"${row.realtimeStart}","realtime_end":"${row.realtimeEnd}"`;
  return `{${period},"date":"${row.date}","value":"${value}"}`;
}
