/** Regressions of a continuous label, by npm's ml-regression packages. */
export type ValueParameters = {
  /** Share of each tail clipped to its quantile in the training rows, in [0, 0.5). */
  readonly winsorize: number;
} & (
  | { readonly kind: 'linear' }
  /** Median of the slopes between all pairs of rows (Theil 1950, Sen 1968); one feature. */
  | { readonly kind: 'theil_sen' }
  /** One feature. */
  | { readonly kind: 'polynomial'; readonly degree: number }
);
