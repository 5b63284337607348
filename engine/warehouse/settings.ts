/** The release that this version of ews is made for: a process that opens an instance refuses every other. */
export const DUCKDB_VERSION = 'v1.5.5';

/**
 * DuckDB's optimizers that are off in every instance, so that no caller can forget them. Each changes results (DuckDB
 * 1.5.5; the tests beside this file hold both):
 * - `top_n_window_elimination` turns "the newest n rows before each date" into an aggregate over the values that a
 *   filter above lets through: where the newest is missing it takes an older one, in the loop over decision dates as
 *   well.
 * - `join_filter_pushdown` pushes what a join will keep below DISTINCT ON, which then keeps other rows.
 */
export const DISABLED_OPTIMIZERS = 'join_filter_pushdown,top_n_window_elimination';

/** All of DuckDB's settings that can change a result. */
export const ENGINE_SETTINGS = {
  engine: `duckdb ${DUCKDB_VERSION}`,
  /** One thread makes every result repeatable to the byte. */
  threads: 1,
  timeZone: 'UTC',
  calendar: 'gregorian',
  disabledOptimizers: DISABLED_OPTIMIZERS,
} as const;

/** The settings in words, which are part of every fingerprint. */
export const ENGINE_SESSION = [
  ENGINE_SETTINGS.engine,
  `${ENGINE_SETTINGS.threads} thread`,
  ENGINE_SETTINGS.timeZone,
  `${ENGINE_SETTINGS.calendar} calendar`,
  `without ${DISABLED_OPTIMIZERS.replaceAll(',', ', ')}`,
].join(', ');
