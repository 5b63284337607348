/** Rows to train on or to predict: columns aligned with `features`, nulls allowed. */
export interface FeatureRows {
  readonly features: readonly string[];
  /** Column-major: one array per feature. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly rows: number;
}

export interface LabelledRows extends FeatureRows {
  /** The key of each row of a panel; the rows of a key are in the order of time. */
  readonly keys?: readonly string[];
  /** One label per row; null rows are dropped. */
  readonly y: readonly (0 | 1 | null)[];
}
