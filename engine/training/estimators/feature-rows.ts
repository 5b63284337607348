/** Rows to train on or to predict: columns aligned with `features`, nulls allowed. */
export interface FeatureRows {
  readonly features: readonly string[];
  /** Column-major: one array per feature. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly rows: number;
}

export interface LabelledRows extends FeatureRows {
  /** Of a panel: one key per row, in the order of time within each. */
  readonly keys?: readonly string[];
  /** One label per row; null rows are dropped. */
  readonly y: readonly (0 | 1 | null)[];
}
