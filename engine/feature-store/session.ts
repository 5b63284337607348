import { quoteName, type Warehouse } from '../warehouse/index.ts';

/** Sources' observations: one table per source, named by its full name. */
const OBSERVATIONS = 'obs';
/** The engine's own tables. User names never begin with an underscore. */
export const WORK = '__asof';
export const CALENDAR = 'calendar.dates';

/**
 * Settings, schemas and `as_of()`; call it once on a fresh warehouse, before `sandbox()` locks the settings.
 *
 * The loader then creates for every source read a table
 * `obs."<schema.table>"(<declared columns>, realtime_start DATE, realtime_end DATE[, knowledge])`: both days not null,
 * half-open `[realtime_start, realtime_end)`, open intervals to 9999-12-31, rows sorted by keys, date and
 * realtime_start (results do not depend on the order, their speed does), and calls `loadCalendar` when a plan
 * `usesAsOf`.
 *
 * Every frame of a window is summed by itself, row by row (`debug_window_mode = separate`). By default sums are shared in
 * a tree whose nodes depend on where a partition begins, so that the same frame has other last bits in other company.
 */
export async function prepareSession(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`SET debug_window_mode = 'separate'`);
  await warehouse.run(`CREATE SCHEMA IF NOT EXISTS ${OBSERVATIONS}`);
  await warehouse.run(`CREATE SCHEMA IF NOT EXISTS ${WORK}`);
  await warehouse.run(`CREATE OR REPLACE MACRO as_of() AS getvariable('as_of')::DATE`);
}

/** Beyond so many rows in one vintage (daily series), summing each frame by itself costs more than the loop saves. */
const LONG_VINTAGE = 2_000;

/**
 * Call it when the observations are loaded, before `sandbox()`: with long vintages, windows go back to DuckDB's shared
 * sums (13,000 daily rows summed from the first on: 3 ms a date against 290 ms). A lifted window over floats then
 * differs in its last bits, `checkLift` says so, and that definition runs as a loop.
 */
export async function fitWindows(warehouse: Warehouse, sources: readonly string[]): Promise<void> {
  for (const source of sources) {
    const [row] = await warehouse.rows(
      `SELECT count(*) FILTER (realtime_end = DATE '9999-12-31') AS n FROM ${observationsOf(source)}`,
    );
    if (Number(row?.['n']) > LONG_VINTAGE) return warehouse.run(`SET debug_window_mode = 'window'`);
  }
}

/** The decision dates, `YYYY-MM-DD`, as the relation `calendar.dates`: each is known from itself on. */
export async function loadCalendar(warehouse: Warehouse, decisionDates: readonly string[]): Promise<void> {
  await warehouse.run(
    `CREATE OR REPLACE TABLE ${observationsOf(CALENDAR)} AS
     SELECT date, date AS realtime_start, DATE '9999-12-31' AS realtime_end
     FROM (SELECT DISTINCT unnest(string_split(nullif($1, ''), ','))::DATE AS date) ORDER BY date`,
    [decisionDates.join(',')],
  );
}

export function observationsOf(source: string): string {
  return `${OBSERVATIONS}.${quoteName(source)}`;
}

export function workTable(name: string): string {
  return `${WORK}.${quoteName(name)}`;
}

/** Quoted `schema.table` of a declared relation. */
export function relationOf(name: string): string {
  return name.split('.').map(quoteName).join('.');
}
