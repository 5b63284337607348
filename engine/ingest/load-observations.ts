import { RAW_COLUMN } from '../bitemporal/index.ts';
import { parquetRows, quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import { monthEndSql, periodEndSql } from './calendar-period.ts';
import { isLag } from './declared-series.ts';
import type { Dated, Frequency } from './request.ts';
import { namesSql } from './shape.ts';
import { type StateSeries, stateRows } from './state-series.ts';

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
  /** Says that the 0 and 1 of the series are announced later. */
  readonly state?: StateSeries;
  /**
   * Also the column `raw_sha256`, for nobody's SQL: `unrecorded` leaves it NULL, where the file has none. Absent:
   * without it.
   */
  readonly raws?: 'recorded' | 'unrecorded';
}

/**
 * What is assumed of the time before the first vintage, which is the first `published` one: `none`, nothing; `assume`,
 * that vintage at the declared lag.
 */
export interface Prehistory {
  readonly mode: 'assume' | 'none';
  readonly lagDays: number;
  /**
   * In place of `lagDays`, the last day of the month so many months after the period: then also of a series without
   * vintages, all of which is before its first one.
   */
  readonly lagMonths?: number;
  readonly frequency: Frequency;
  /** `start` when absent. */
  readonly dated?: Dated;
  /** The column that holds the period's day; `date` when absent. */
  readonly dateColumn?: string;
  /** Columns that tell series apart: each has its own first vintage. */
  readonly keys?: readonly string[];
}

/**
 * Creates `obs."<relation>"` with the columns, realtime_start, realtime_end (half-open), knowledge, and what was asked
 * for.
 */
export async function loadObservations(warehouse: Warehouse, input: LoadInput): Promise<void> {
  const columns = input.columns.map(({ name, type }) => `${quoteName(name)}::${type} AS ${quoteName(name)}`).join(', ');
  const where = input.seriesId === undefined ? '' : `WHERE series_id = ${quoteText(input.seriesId)}`;
  const raw = input.raws === undefined ? '' : `, ${RAWS[input.raws]} AS ${RAW_COLUMN}`;
  const rowsOfFile = `FROM ${parquetRows(input.path)} ${where}`;
  const stored = `SELECT ${columns}, realtime_start, realtime_end, knowledge${raw} ${rowsOfFile}`;
  await warehouse.run('CREATE SCHEMA IF NOT EXISTS obs');
  const served = withPrehistory(unpublished(stored, input.prehistory), input.prehistory);
  const rows = input.state === undefined ? served : stateRows(served, input.state);
  await warehouse.run(`CREATE TABLE obs.${quoteName(input.relation)} AS ${rows}`);
}

/** The rows with those that nobody published no sooner than a lag in months says. */
function unpublished(stored: string, prehistory: Prehistory | undefined): string {
  if (prehistory?.mode !== 'assume' || prehistory.lagMonths === undefined) return stored;
  const due = dueSql(prehistory);
  return `
    SELECT * REPLACE (
      CASE WHEN knowledge = 'assumed' THEN greatest(realtime_start, ${due}) ELSE realtime_start END AS realtime_start)
    FROM (${stored}) WHERE knowledge <> 'assumed' OR ${due} < realtime_end`;
}

/** SQL for the day from which a value is assumed to have been known. */
function dueSql(prehistory: Prehistory): string {
  const { dateColumn = 'date', lagDays, lagMonths } = prehistory;
  const end = periodEndSql(prehistory, quoteName(dateColumn));
  return lagMonths === undefined ? `(${end} + ${lagDays})::DATE` : monthEndSql(end, lagMonths);
}

const RAWS = { recorded: RAW_COLUMN, unrecorded: 'NULL::VARCHAR' } as const;

function withPrehistory(stored: string, prehistory: Prehistory | undefined): string {
  if (prehistory === undefined || prehistory.mode === 'none') return stored;
  const { dated, lagDays, keys = [] } = prehistory;
  if (!isLag(lagDays, dated)) throw new Error(`a publication lag of ${lagDays} days`);
  const { dateColumn = 'date' } = prehistory;
  const keyed = keys.length === 0 ? '' : `${namesSql(keys)}, `;
  const versions = `PARTITION BY ${namesSql([...keys, dateColumn])} ORDER BY realtime_start`;
  const due = dueSql(prehistory);
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
