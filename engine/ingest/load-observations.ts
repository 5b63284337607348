import { RAW_COLUMN } from '../bitemporal/index.ts';
import { parquetRows, quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import { monthEndSql, periodEndSql } from './calendar-period.ts';
import { isLag, knownFromSql, type Lagged } from './publication-lag.ts';
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
  /** No version is missing: nothing is assumed of the time before the first one. */
  readonly isWhole?: true;
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
export interface Prehistory extends Lagged {
  readonly mode: 'assume' | 'none';
  /**
   * In place of `lagDays`, the last day of the month so many months after the period: then also of a series without
   * vintages, all of which is before its first one.
   */
  readonly lagMonths?: number;
  /** The column that holds the period's day; `date` when absent. */
  readonly dateColumn?: string;
  /** Columns that tell series apart: each has its own first vintage. */
  readonly keys?: readonly string[];
}

/**
 * Creates `obs."<relation>"` with the columns, realtime_start, realtime_end (half-open), knowledge, and what was asked
 * for.
 */
export async function loadObservations(warehouse: Warehouse, { path, ...input }: LoadInput): Promise<void> {
  return serveObservations(warehouse, parquetRows(path), input);
}

/** Does what `loadObservations` does with rows that are in the warehouse: `from` is SQL to select them from. */
export async function serveObservations(
  warehouse: Warehouse,
  from: string,
  input: Omit<LoadInput, 'path'>,
): Promise<void> {
  const columns = input.columns.map(({ name, type }) => `${quoteName(name)}::${type} AS ${quoteName(name)}`).join(', ');
  const where = input.seriesId === undefined ? '' : `WHERE series_id = ${quoteText(input.seriesId)}`;
  const raw = input.raws === undefined ? '' : `, ${RAWS[input.raws]} AS ${RAW_COLUMN}`;
  const stored = `SELECT ${columns}, realtime_start, realtime_end, knowledge${raw} FROM ${from} ${where}`;
  const due = unpublished(stored, input.prehistory);
  const served = input.isWhole === true ? due : withPrehistory(due, input.prehistory);
  const rows = input.state === undefined ? served : stateRows(served, input.state);
  await warehouse.run(`CREATE SCHEMA IF NOT EXISTS obs; CREATE TABLE obs.${quoteName(input.relation)} AS ${rows}`);
}

/** The rows with those that nobody published no sooner than a lag in months says. */
function unpublished(stored: string, prehistory: Prehistory | undefined): string {
  if (prehistory?.mode !== 'assume' || prehistory.lagMonths === undefined) return stored;
  const due = assumedFromSql(prehistory);
  return `
    SELECT * REPLACE (
      CASE WHEN knowledge = 'assumed' THEN greatest(realtime_start, ${due}) ELSE realtime_start END AS realtime_start)
    FROM (${stored}) WHERE knowledge <> 'assumed' OR ${due} < realtime_end`;
}

/** SQL for the day from which a value is assumed to have been known. */
function assumedFromSql(prehistory: Prehistory): string {
  const { dateColumn = 'date', lagMonths } = prehistory;
  const date = quoteName(dateColumn);
  if (lagMonths === undefined) return knownFromSql(prehistory, date);
  return monthEndSql(periodEndSql(prehistory, date), lagMonths);
}

const RAWS = { recorded: RAW_COLUMN, unrecorded: 'NULL::VARCHAR' } as const;

function withPrehistory(stored: string, prehistory: Prehistory | undefined): string {
  if (prehistory === undefined || prehistory.mode === 'none') return stored;
  const { dated, lagDays, keys = [] } = prehistory;
  if (!isLag(lagDays, dated)) throw new Error(`a publication lag of ${lagDays} days`);
  const { dateColumn = 'date' } = prehistory;
  const keyed = keys.length === 0 ? '' : `${namesSql(keys)}, `;
  const versions = `PARTITION BY ${namesSql([...keys, dateColumn])} ORDER BY realtime_start`;
  const due = assumedFromSql(prehistory);
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
