import type { ColumnRef } from '../../../../lineage/index.ts';
import type { Day } from '../../../calendar/index.ts';
import type { NodeId } from '../../../compile/index.ts';
import type { Arrival } from '../../../ingest/index.ts';
import { missing } from '../../../steps/index.ts';
import { quoteName, quoteText, type Row, type Warehouse } from '../../../warehouse/index.ts';

/** A column of a source that is asked for its newest value. */
export interface AskedColumn extends ColumnRef {
  readonly relation: NodeId;
  readonly dateColumn: string;
  readonly keys: readonly string[];
  readonly arrival: Arrival;
  /** Only what was known on this day counts. */
  readonly on: Day;
}

/** What a column holds by the day that it is asked for; of a table with keys, one of these for each key. */
export interface HeldColumn {
  /** As text, one a key column. */
  readonly key: readonly string[];
  readonly newest: Day | null;
  readonly arrivals: readonly Day[];
}

/** The newest values of a column of `obs`, and, where rows date themselves, when each period first had one. */
export async function heldColumn(warehouse: Warehouse, asked: AskedColumn): Promise<readonly HeldColumn[]> {
  const { relation, column, dateColumn, keys, on, arrival } = asked;
  const names = keys.map((_, i) => `key_${i}`);
  const read = keys.map((key, i) => `${quoteName(key)}::VARCHAR AS key_${i}`);
  const day = `DATE ${quoteText(on)}`;
  const whole = keys.map((key) => `NOT ${missing(quoteName(key))}`);
  const where = [`NOT ${missing(quoteName(column))}`, `${quoteName(dateColumn)} <= ${day}`, ...whole].join(' AND ');
  const arrivals =
    arrival.kind === 'lag'
      ? 'NULL'
      : `string_agg(DISTINCT since::VARCHAR, ' ' ORDER BY since::VARCHAR) FILTER (since <= ${day})`;
  const rows = await warehouse.rows(
    `WITH seen AS (
       SELECT ${[...read, `${quoteName(dateColumn)}::DATE AS day`].join(', ')}, min(realtime_start) AS since,
         bool_or(realtime_start <= ${day} AND ${day} < realtime_end) AS holds
       FROM obs.${quoteName(relation)} WHERE ${where} GROUP BY ${[...names, 'day'].join(', ')})
     SELECT ${[...names, ''].join(', ')} max(day) FILTER (holds)::VARCHAR AS newest, ${arrivals} AS arrivals
     FROM seen ${keys.length === 0 ? '' : `GROUP BY ${names.join(', ')} ORDER BY ${names.join(', ')}`}`,
  );
  return rows.map((row) => ({
    key: names.map((name) => String(row[name])),
    newest: textOrNull(row, 'newest'),
    arrivals: textOrNull(row, 'arrivals')?.split(' ') ?? [],
  }));
}

function textOrNull(row: Row, name: string): string | null {
  const value = row[name] ?? null;
  return value === null ? null : String(value);
}

/** How many rows of a relation each value of a column has. */
export interface RowsByKey {
  readonly keys: readonly { readonly key: string; readonly rows: number }[];
  /** Rows in which the column has no value. */
  readonly withoutKey: number;
}

/** The rows of a relation by the values of a column, of those that are known on a day. */
export async function rowsByKey(warehouse: Warehouse, { relation, column }: ColumnRef, on: Day): Promise<RowsByKey> {
  const day = `DATE ${quoteText(on)}`;
  const name = quoteName(column);
  const rows = await warehouse.rows(
    `SELECT CASE WHEN ${missing(name)} THEN NULL ELSE ${name}::VARCHAR END AS key, count(*) AS n
     FROM obs.${quoteName(relation)} WHERE realtime_start <= ${day} AND ${day} < realtime_end
     GROUP BY ALL ORDER BY ALL`,
  );
  const counted = rows.map((row) => ({ key: textOrNull(row, 'key'), rows: Number(row['n']) }));
  return {
    keys: counted.flatMap(({ key, rows: count }) => (key === null ? [] : [{ key, rows: count }])),
    withoutKey: counted.reduce((sum, { key, rows: count }) => (key === null ? sum + count : sum), 0),
  };
}
