import { keyedColumns } from './panel-key.ts';

/**
 * Columns of the predictions of an event, with DuckDB's types: a row for each predicted decision date, in a
 * panel for each key too.
 */
export const PREDICTION_COLUMNS = {
  as_of: 'DATE',
  cutoff: 'DATE',
  probability: 'DOUBLE',
  raw_probability: 'DOUBLE',
  baseline: 'DOUBLE',
  threshold: 'DOUBLE',
  alarm: 'BOOLEAN',
  y: 'DOUBLE',
  excluded: 'BOOLEAN',
} as const;

/** Columns of the predictions of an event with a panel's keys, as text, after the decision date. */
export function predictionColumns(keys: readonly string[]): Readonly<Record<string, string>> {
  return keyedColumns(PREDICTION_COLUMNS, keys);
}

/** Columns of the predictions of a value, which has no panels. */
export const VALUE_PREDICTION_COLUMNS = {
  as_of: 'DATE',
  cutoff: 'DATE',
  prediction: 'DOUBLE',
  baseline: 'DOUBLE',
  y: 'DOUBLE',
  excluded: 'BOOLEAN',
} as const;
