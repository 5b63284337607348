/** Columns of a prediction object, with DuckDB's types: one row a predicted decision date. */
export const PREDICTION_COLUMNS = {
  as_of: 'DATE',
  cutoff: 'DATE',
  probability: 'DOUBLE',
  baseline: 'DOUBLE',
  threshold: 'DOUBLE',
  alarm: 'BOOLEAN',
  y: 'DOUBLE',
  excluded: 'BOOLEAN',
} as const;
