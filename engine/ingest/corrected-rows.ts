import { END_OF_TIME_SQL } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import { differsSql, type ObservationShape, sameSql } from './shape.ts';

/** One version of a row that a correction rewrites. */
export interface CorrectedRow {
  /** Its key and date: `west, 2005-06-01`. */
  readonly row: string;
  /** `amount 1401.5 -> 1409.5`, `added` or `removed`. */
  readonly change: string;
  /** The days on which it was known, and on which it now was something else; null: it still is. */
  readonly knownFrom: Day;
  readonly knownThrough: Day | null;
}

export interface CorrectionReport {
  readonly rows: number;
  /** The first of them, by date and key. */
  readonly shown: readonly CorrectedRow[];
}

const SHOWN = 20;

/**
 * Lists on which days the table `observations` says something else than the table `before` did, each difference once,
 * where it begins.
 */
export async function correctedRows(warehouse: Warehouse, shape: ObservationShape): Promise<CorrectionReport> {
  const date = quoteName(shape.dateColumn);
  const text = (row: string, name: string): string => `coalesce(${row}.${quoteName(name)}::VARCHAR, 'empty')`;
  const changes = shape.values.map(
    (name) =>
      `CASE WHEN a.${quoteName(name)} IS DISTINCT FROM b.${quoteName(name)}
         THEN ${quoteText(name)} || ' ' || ${text('b', name)} || ' -> ' || ${text('a', name)} END`,
  );
  const change = (other: 'a' | 'b', unmatched: string): string =>
    changes.length === 0
      ? unmatched
      : `CASE WHEN ${other}.${date} IS NULL THEN ${unmatched} ELSE concat_ws(', ', ${changes.join(', ')}) END`;
  const identity = (row: string): string =>
    [...shape.keys, shape.dateColumn].map((name) => `${row}.${quoteName(name)}::VARCHAR`).join(` || ', ' || `);
  const told = (row: 'a' | 'b', unmatched: string): string => `
    SELECT ${row}.${date} AS __date, ${identity(row)} AS row,
      ${change(row === 'a' ? 'b' : 'a', unmatched)} AS change, ${row}.realtime_start AS known_from,
      CASE WHEN ${row}.realtime_end < ${END_OF_TIME_SQL} THEN (${row}.realtime_end - 1)::DATE END AS known_through`;
  const covers = (whole: string, row: string): string =>
    `${sameSql(shape, 'a', 'b')} AND ${whole}.realtime_start <= ${row}.realtime_start
       AND ${row}.realtime_start < ${whole}.realtime_end`;
  const differs = differsSql(shape, 'a', 'b');
  const rows = await warehouse.rows(`
    SELECT *, count(*) OVER () AS total FROM (
      ${told('b', `'removed'`)} FROM before b LEFT JOIN observations a ON ${covers('a', 'b')}
      WHERE a.${date} IS NULL OR ${differs}
      UNION ALL
      ${told('a', `'added'`)} FROM observations a LEFT JOIN before b ON ${covers('b', 'a')}
      WHERE b.${date} IS NULL OR (${differs} AND b.realtime_start < a.realtime_start))
    ORDER BY __date, row, known_from LIMIT ${SHOWN}`);
  const [earliest] = rows;
  return {
    rows: earliest === undefined ? 0 : Number(earliest['total']),
    shown: rows.map((row) => ({
      row: String(row['row']),
      change: String(row['change']),
      knownFrom: String(row['known_from']),
      knownThrough: row['known_through'] === null ? null : String(row['known_through']),
    })),
  };
}
