import { END_OF_TIME_SQL, SNAPSHOT_SCHEMA } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { quoteName, readCount, readText, type Warehouse } from '../warehouse/index.ts';

/** Sources' observations: one table per source, named by its full name. */
const OBSERVATIONS = 'obs';
export const CALENDAR = 'calendar.dates';

/**
 * Settings, schemas and the macro `as_of()`, which the loop calls and a lifted query has replaced already
 * (engine/compile/asof/replace-as-of.ts). Call it once on a fresh warehouse, before `sandbox()` locks the settings.
 *
 * The loader then creates for every source read a table
 * `obs."<schema.table>"(<declared columns>, realtime_start DATE, realtime_end DATE[, knowledge])`: both days not null,
 * half-open `[realtime_start, realtime_end)`, open intervals to 9999-12-31, rows sorted by keys, date and
 * realtime_start (results do not depend on the order, their speed does), and calls `loadCalendar` when a plan
 * `usesAsOf`.
 *
 * Every frame of a window is summed by itself, row by row (`debug_window_mode = separate`). By default sums are shared
 * in a tree whose nodes depend on where a partition begins, so that the same frame has other last bits in other
 * company.
 */
export async function prepareSession(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`
    SET debug_window_mode = 'separate';
    CREATE SCHEMA IF NOT EXISTS ${OBSERVATIONS};
    CREATE SCHEMA IF NOT EXISTS ${SNAPSHOT_SCHEMA};
    CREATE OR REPLACE MACRO as_of() AS getvariable('as_of')::DATE`);
}

/**
 * Beyond so many rows of one key in one vintage (daily series), summing each frame by itself costs more than it gives.
 */
const LONG_HISTORY = 2_000;

/** A source, and the columns beside the date by which its rows are told apart. */
export interface KeyedSource {
  readonly name: string;
  readonly keys: readonly string[];
}

/** How frames of windows are summed: each by itself, or in a tree that they share. */
export type WindowMode = 'separate' | 'shared';

/**
 * Call it when the observations are loaded, before `sandbox()`: whether the windows of a definition that reads these
 * sources are summed separately, which the longest history of one key in one vintage decides, so that the lifted form,
 * the loop and the check do it alike. Shared sums (13,000 daily rows summed from the first on: 3 ms a date against
 * 290 ms) differ in their last bits, lifted from looped.
 */
export async function fitWindows(warehouse: Warehouse, sources: readonly KeyedSource[]): Promise<WindowMode> {
  await setWindows(warehouse, 'shared');
  for (const source of sources) {
    if ((await longestHistory(warehouse, source)) > LONG_HISTORY) return 'shared';
  }
  await setWindows(warehouse, 'separate');
  return 'separate';
}

export async function windowsOf(warehouse: Warehouse): Promise<WindowMode> {
  const [row] = await warehouse.rows(`SELECT current_setting('debug_window_mode') AS mode`);
  return readText(row, 'mode').toLowerCase() === 'separate' ? 'separate' : 'shared';
}

async function setWindows(warehouse: Warehouse, mode: WindowMode): Promise<void> {
  await warehouse.run(`SET debug_window_mode = '${mode === 'separate' ? 'separate' : 'window'}'`);
}

/** The most rows that one key has on any day: rows come on the day on which they begin, and go when they end. */
async function longestHistory(warehouse: Warehouse, { name, keys }: KeyedSource): Promise<number> {
  const by = keys.map(quoteName);
  const changes = (day: Day, change: number): string =>
    `SELECT ${[...by, `${day} AS __day`, `${change} AS __change`].join(', ')} FROM ${tableOfSource(name)}`;
  const [row] = await warehouse.rows(
    `SELECT coalesce(max(n), 0) AS n FROM (
       SELECT sum(__change) OVER (${by.length === 0 ? '' : `PARTITION BY ${by.join(', ')} `}ORDER BY __day) AS n
       FROM (SELECT ${[...by, '__day', 'sum(__change) AS __change'].join(', ')}
             FROM (${changes('realtime_start', 1)} UNION ALL ${changes('realtime_end', -1)}) GROUP BY ALL))`,
  );
  return readCount(row);
}

/** The decision dates, `YYYY-MM-DD`, as the relation `calendar.dates`: each is known from itself on. */
export async function loadCalendar(warehouse: Warehouse, decisionDates: readonly Day[]): Promise<void> {
  await warehouse.run(
    `CREATE OR REPLACE TABLE ${tableOfSource(CALENDAR)} AS
     SELECT date, date AS realtime_start, ${END_OF_TIME_SQL} AS realtime_end
     FROM (SELECT DISTINCT unnest(string_split(nullif($1, ''), ','))::DATE AS date) ORDER BY date`,
    [decisionDates.join(',')],
  );
}

export function tableOfSource(source: string): string {
  return `${OBSERVATIONS}.${quoteName(source)}`;
}

export function workTable(name: string): string {
  return `${SNAPSHOT_SCHEMA}.${quoteName(name)}`;
}

/** Quoted `schema.table` of a declared relation. */
export function relationOf(name: string): string {
  return name.split('.').map(quoteName).join('.');
}
