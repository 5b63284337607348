import { parquetRows, quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import { periodEndSql } from './calendar-period.ts';
import { isLag } from './declared-series.ts';
import type { Dated, Frequency } from './request.ts';
import { namesSql, RAW_COLUMN } from './shape.ts';

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
  /**
   * Also the column `raw_sha256`, for nobody's SQL: `unrecorded` leaves it NULL, where the file has none. Absent: without it.
   */
  readonly raws?: 'recorded' | 'unrecorded';
}

/** What to say of the time before the first vintage: `none`, nothing; `assume`, that vintage at the declared lag. */
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

/** Creates `obs."<relation>"` with the columns, realtime_start, realtime_end (half-open), knowledge, and what was asked for. */
export async function loadObservations(warehouse: Warehouse, input: LoadInput): Promise<void> {
  const columns = input.columns.map(({ name, type }) => `${quoteName(name)}::${type} AS ${quoteName(name)}`).join(', ');
  const where = input.seriesId === undefined ? '' : `WHERE series_id = ${quoteText(input.seriesId)}`;
  const raw = input.raws === undefined ? '' : `, ${RAWS[input.raws]} AS ${RAW_COLUMN}`;
  const stored = `SELECT ${columns}, realtime_start, realtime_end, knowledge${raw} FROM ${parquetRows(input.path)} ${where}`;
  await warehouse.run('CREATE SCHEMA IF NOT EXISTS obs');
  await warehouse.run(`CREATE TABLE obs.${quoteName(input.relation)} AS ${withPrehistory(stored, input.prehistory)}`);
}

const RAWS = { recorded: RAW_COLUMN, unrecorded: 'NULL::VARCHAR' } as const;

function withPrehistory(stored: string, prehistory: Prehistory | undefined): string {
  if (prehistory === undefined || prehistory.mode === 'none') return stored;
  const { dateColumn = 'date', dated, lagDays, keys = [] } = prehistory;
  if (!isLag(lagDays, dated)) throw new Error(`a publication lag of ${lagDays} days`);
  const partition = keys.length === 0 ? '' : `PARTITION BY ${namesSql(keys)}`;
  const assumed = `(${periodEndSql(prehistory, quoteName(dateColumn))} + ${lagDays})::DATE`;
  return `
    SELECT * EXCLUDE (__assumed, __first) REPLACE (
      CASE WHEN __first AND __assumed < realtime_start THEN __assumed ELSE realtime_start END AS realtime_start,
      CASE WHEN __first AND __assumed < realtime_start THEN 'assumed' ELSE knowledge END AS knowledge)
    FROM (SELECT *, ${assumed} AS __assumed,
            knowledge = 'published' AND realtime_start = min(realtime_start) OVER (${partition}) AS __first
          FROM (${stored}))`;
}
