export type EstimatorDefinition =
  | {
      readonly kind: 'probit' | 'logit';
      readonly ridge: number;
      readonly lasso: number;
      readonly classWeight: 'balanced' | 'none';
      readonly standardize: boolean;
      readonly winsorize: number;
    }
  | { readonly kind: 'climatology' }
  /** Its feature is the model's only one. */
  | { readonly kind: 'threshold'; readonly at: number; readonly above: boolean }
  | (TreeDefinition & { readonly kind: 'random_forest' | 'extra_trees' })
  | (Pick<TreeDefinition, 'trees' | 'maxDepth'> & {
      readonly kind: 'ml_random_forest';
      readonly featuresPerTree: 'sqrt' | 'all' | number;
      readonly minRowsSplit: number;
    })
  | (TreeDefinition & { readonly kind: 'gradient_boosting'; readonly learningRate: number; readonly l2: number });

/** Estimators of a continuous label. */
export type ValueEstimatorDefinition = { readonly winsorize: number } & (
  | { readonly kind: 'linear' | 'theil_sen' }
  | { readonly kind: 'polynomial'; readonly degree: number }
);

interface TreeDefinition {
  readonly trees: number;
  /** null: no limit. */
  readonly maxDepth: number | null;
  readonly minRowsLeaf: number;
  readonly featuresPerSplit: 'sqrt' | 'all' | number;
  readonly classWeight: 'balanced' | 'none';
}
