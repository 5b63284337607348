/** What a test found in a dataset: attached where the dataset is read by the test. */
export interface DataQualityAssertions {
  readonly assertions: readonly Assertion[];
}

export interface Assertion {
  /** The kind of test: `not_null`, `range`, `custom_sql`. */
  readonly assertion: string;
  /** No row breaks the rule, whatever the severity. */
  readonly success: boolean;
  /** Absent for a test of the dataset as a whole. */
  readonly column?: string;
  readonly severity: 'error' | 'warn';
  /** The test's id. */
  readonly name: string;
  /** How many rows break the rule. */
  readonly actual: string;
  readonly content?: string;
  readonly contentType?: 'sql';
  /** The bounds or values of a column test. */
  readonly params?: Readonly<Record<string, unknown>>;
}

export interface DataQualityMetrics {
  readonly rowCount?: number;
  readonly columnMetrics: Readonly<Record<string, { readonly nullCount?: number }>>;
}
