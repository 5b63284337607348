/** Columns of the predictions of an event, with DuckDB's types: one row a predicted decision date. */
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

/** The same of a value. */
export const VALUE_PREDICTION_COLUMNS = {
  as_of: 'DATE',
  cutoff: 'DATE',
  prediction: 'DOUBLE',
  baseline: 'DOUBLE',
  y: 'DOUBLE',
  excluded: 'BOOLEAN',
} as const;
