/** What becomes of a feature that is missing. */
export type MissingRule = 'native' | 'drop' | 'impute_median' | 'indicator';

/** What a model declares of the columns that its estimator gets. */
export interface InputRules {
  /** Absent: as the estimator does by itself, `native` or `drop`. */
  readonly missing?: MissingRule;
  /** Of each refit, the features that have a value in at least this share of its labelled rows; absent: all. */
  readonly chooseColumns?: { readonly minShare: number };
}

/** How the columns that an estimator reads are made of a row's features: learnt at a refit, on its own rows. */
export interface FittedInputs {
  readonly missing: MissingRule;
  /** Labelled rows that `share` is of. */
  readonly rows: number;
  /** One per feature of the model, in its order. */
  readonly columns: readonly InputColumn[];
}

export interface InputColumn {
  readonly feature: string;
  /** The share of the labelled rows in which it has a value. */
  readonly share: number;
  /** Why the refit does not read it; null: it does. */
  readonly leftOut: 'no_value' | 'below_min_share' | null;
  /** What stands in for a missing value: the median of the rows trained on; null where nothing does. */
  readonly median: number | null;
  /** Whether a 0/1 column of its own says where the value is missing. */
  readonly indicator: boolean;
}
