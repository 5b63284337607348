import type { FittedTrees } from './trees/fitted-trees.ts';

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

/** How a column was prepared, learnt on the training rows. */
export interface Preparation {
  readonly feature: string;
  /** Winsorising bounds; null: not clipped. */
  readonly clipLow: number | null;
  readonly clipHigh: number | null;
  /** Range of the training rows before clipping. */
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** The divisor: the standard deviation (over n); 1 when not standardised; 0 for a constant column, left out. */
  readonly scale: number;
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

export interface FittedClimatology {
  readonly kind: 'climatology';
  readonly probability: number;
  readonly rows: number;
}

/** The rule as declared: it learns nothing from rows. */
export interface FittedThreshold {
  readonly kind: 'threshold';
  readonly features: readonly string[];
  readonly at: number;
  readonly above: boolean;
}

export type FittedModel = FittedGlm | FittedClimatology | FittedThreshold | FittedTrees;
