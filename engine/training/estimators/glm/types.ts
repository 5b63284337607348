import type { Preparation } from '../preparation.ts';

export interface GlmParameters {
  readonly kind: 'probit' | 'logit';
  /** Penalty ridge/2 * |b|^2 on the log likelihood (a sum over rows), intercept free; default 0. */
  readonly ridge?: number;
  /** Penalty lasso * |b|_1 on the same; it sets coefficients to 0, and leaves them without errors; default 0. */
  readonly lasso?: number;
  /** balanced: both classes weigh the same in sum, so probabilities are not base rates any more; default none. */
  readonly classWeight?: 'balanced' | 'none';
  /** Divide each column by its standard deviation in the training rows; default true. */
  readonly standardize?: boolean;
  /** Share of each tail clipped to its quantile in the training rows, in [0, 0.5); default 0. */
  readonly winsorize?: number;
}

export interface FittedGlm {
  readonly kind: 'probit' | 'logit';
  readonly features: readonly string[];
  /** Margin at the training means: margin = base + sum of weight * (clip(x) - mean) / scale. */
  readonly baseMargin: number;
  readonly weights: readonly number[];
  readonly preparation: readonly Preparation[];
  /** '(intercept)' first, then one per feature. */
  readonly coefficients: readonly Coefficient[];
  readonly statistics: FitStatistics;
}

/** A coefficient per unit of the original feature. Errors and z are null where the fit does not define them. */
export interface Coefficient {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number | null;
  readonly z: number | null;
  readonly neweyWestError: number | null;
  readonly neweyWestZ: number | null;
  /** Constant, or a combination of earlier columns: left out, estimate 0. */
  readonly dropped: boolean;
}

export interface FitStatistics {
  readonly rows: number;
  readonly positives: number;
  readonly logLikelihood: number;
  /** Of the model with an intercept only. */
  readonly nullLogLikelihood: number;
  readonly mcFadden: number | null;
  readonly estrella: number | null;
  readonly iterations: number;
  readonly converged: boolean;
  readonly separated: boolean;
  readonly neweyWestLag: number;
}
