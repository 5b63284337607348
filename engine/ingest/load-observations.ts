import { parquetRows, quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import { periodEndSql } from './calendar-period.ts';
import { isLag } from './declared-series.ts';
import type { Dated, Frequency } from './request.ts';
import { namesSql } from './shape.ts';

export interface LoadInput {
  /** A local parquet file, e.g. from `objectPath`. */
  readonly path: string;
  /** e.g. `fred.unrate`: the table becomes `obs."fred.unrate"`. */
  readonly relation: string;
  /** Only the rows of this series. */
  readonly seriesId?: string;
  /** The relation's columns: `columns` of its summary. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly prehistory?: Prehistory;
}

/**
 * What to say of the time before the first vintage, which is the first `published` one: `none`, nothing; `assume`, that
 * vintage at the declared lag.
 */
export interface Prehistory {
  readonly mode: 'assume' | 'none';
  readonly lagDays: number;
  readonly frequency: Frequency;
  /** `start` when absent. */
  readonly dated?: Dated;
  /** The column that holds the period's day; `date` when absent. */
  readonly dateColumn?: string;
  /** Columns that tell series apart: each has its own first vintage. */
  readonly keys?: readonly string[];
}

/** Creates `obs."<relation>"` with the columns, realtime_start, realtime_end (half-open) and knowledge. */
export async function loadObservations(warehouse: Warehouse, input: LoadInput): Promise<void> {
  const columns = input.columns.map(({ name, type }) => `${quoteName(name)}::${type} AS ${quoteName(name)}`).join(', ');
  const where = input.seriesId === undefined ? '' : `WHERE series_id = ${quoteText(input.seriesId)}`;
  const stored = `SELECT ${columns}, realtime_start, realtime_end, knowledge FROM ${parquetRows(input.path)} ${where}`;
  await warehouse.run('CREATE SCHEMA IF NOT EXISTS obs');
  await warehouse.run(`CREATE TABLE obs.${quoteName(input.relation)} AS ${withPrehistory(stored, input.prehistory)}`);
}

function withPrehistory(stored: string, prehistory: Prehistory | undefined): string {
  if (prehistory === undefined || prehistory.mode === 'none') return stored;
  const { dateColumn = 'date', dated, lagDays, keys = [] } = prehistory;
  if (!isLag(lagDays, dated)) throw new Error(`a publication lag of ${lagDays} days`);
  const keyed = keys.length === 0 ? '' : `${namesSql(keys)}, `;
  const versions = `PARTITION BY ${namesSql([...keys, dateColumn])} ORDER BY realtime_start`;
  const due = `(${periodEndSql(prehistory, quoteName(dateColumn))} + ${lagDays})::DATE`;
  // Once a vintage is out its rows are published: only the days before it are assumed, and of these only those of which
  // the source itself says nothing.
  return `
    WITH stored AS (${stored}),
      vintages AS (
        SELECT ${keyed}min(realtime_start) AS __vintage FROM stored WHERE knowledge = 'published' GROUP BY ALL),
      first AS (
        SELECT stored.*, greatest(${due}, lag(realtime_end) OVER (${versions})) AS __assumed, __vintage
        FROM stored JOIN vintages ${keys.length === 0 ? 'ON true' : `USING (${namesSql(keys)})`})
    FROM stored
    UNION ALL
    SELECT * EXCLUDE (__assumed, __vintage)
      REPLACE (__assumed AS realtime_start, realtime_start AS realtime_end, 'assumed' AS knowledge)
    FROM first
    WHERE knowledge = 'published' AND realtime_start = __vintage AND __assumed < realtime_start
    ORDER BY ${namesSql([...keys, dateColumn, 'realtime_start'])}`;
}
