import type { Problem } from '../../diagnostics/index.ts';
import type { EstimatorParameters } from '../types.ts';
import type { FittedTrees } from './trees/fitted-trees.ts';

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
  /** The divisor: the standard deviation (over n), 1 when not standardised, 0 for a constant column, which is left out. */
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

/** How one row got its margin: the base margin and the parts add up to it. */
export interface Attribution {
  /** What the margin is in. */
  readonly scale: 'log_odds' | 'probit' | 'probability';
  readonly baseMargin: number;
  /** One per feature of the model, with the range of its training rows; null where all were missing. */
  readonly parts: readonly {
    readonly contribution: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
}

/** Of one row, aligned with the model's features; null where there is no margin, or the row is not read. */
export type Attribute = (row: readonly (number | null)[]) => Attribution | null;

export interface FitResult {
  /** null when there is nothing to fit; the problems say why. */
  readonly model: FittedModel | null;
  readonly problems: readonly Problem[];
}

export interface FitOptions {
  readonly parameters: EstimatorParameters;
  readonly seed: number;
  /** Lag of the Newey-West errors in rows of a key: at least the horizon, since overlapping outcomes correlate that far. */
  readonly neweyWestLag: number;
  /** Leaves standard errors out, where nobody reads them: they change no prediction. */
  readonly errors?: false;
}

/** `M` is what it fits, and all that it has to predict with. */
export interface Estimator<M extends FittedModel = FittedModel> {
  /** Which rows it trains on and predicts. complete_rows: without a null; any_feature: not all null; no_features: all. */
  readonly reads: 'complete_rows' | 'any_feature' | 'no_features';
  /** Deterministic for a seed. With one class only it may fit the base rate instead. */
  fit(rows: LabelledRows, options: FitOptions): FitResult;
  /** One probability per row, null for a row that the estimator does not read. */
  predict(model: M, rows: FeatureRows): readonly (number | null)[];
  /** Why rows get their margin, one at a time: what the rows of a model share is worked out once, when it is named. */
  attribute(model: M): Attribute;
}
