/**
 * Columns of the alarm history of an event, with DuckDB's types: one row a predicted decision date, of a panel and key.
 * The contributions of its features lie in its own row, so that none can be without the alarm that it explains; one
 * `unnest` makes a row of each. Empty where nothing explains a date.
 */
export const ALARM_COLUMNS = {
  as_of: 'DATE',
  cutoff: 'DATE',
  probability: 'DOUBLE',
  threshold: 'DOUBLE',
  exceeded: 'BOOLEAN',
  alarm: 'BOOLEAN',
  exceedances: 'INTEGER',
  required: 'INTEGER',
  of_last: 'INTEGER',
  spell: 'INTEGER',
  spell_outcome: 'VARCHAR',
  scale: 'VARCHAR',
  base_margin: 'DOUBLE',
  margin: 'DOUBLE',
  contributions: 'STRUCT(feature VARCHAR, value DOUBLE, contribution DOUBLE, outside_training BOOLEAN)[]',
} as const;
