import { keyedColumns } from './panel-key.ts';

/**
 * Columns of the predictions of an event, with DuckDB's types: one row a predicted decision date, of a panel and key.
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

/** The same with a panel's keys, as text, after the decision date. */
export function predictionColumns(keys: readonly string[]): Readonly<Record<string, string>> {
  return keyedColumns(PREDICTION_COLUMNS, keys);
}

/** The same of a value. */
export const VALUE_PREDICTION_COLUMNS = {
  as_of: 'DATE',
  cutoff: 'DATE',
  prediction: 'DOUBLE',
  baseline: 'DOUBLE',
  y: 'DOUBLE',
  excluded: 'BOOLEAN',
} as const;
