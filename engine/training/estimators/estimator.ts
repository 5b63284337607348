import type { Problem } from '../../diagnostics/index.ts';
import type { EstimatorParameters } from '../types.ts';
import type { FeatureRows, LabelledRows } from './feature-rows.ts';
import type { FittedModel } from './fitted-model.ts';

/** How one row got its margin: the base margin and the parts add up to it. */
export interface Attribution {
  /** The unit of the margin. */
  readonly scale: 'log_odds' | 'probit' | 'probability';
  readonly baseMargin: number;
  /** One per feature of the model, with the range of its training rows; null where all were missing. */
  readonly parts: readonly {
    readonly contribution: number;
    readonly low: number | null;
    readonly high: number | null;
  }[];
}

/** Attributes one row, aligned with the model's features; null where it has no margin, or is not read. */
export type Attribute = (row: readonly (number | null)[]) => Attribution | null;

export interface FitResult {
  /** null when there is nothing to fit; the problems say why. */
  readonly model: FittedModel | null;
  readonly problems: readonly Problem[];
}

export interface FitOptions {
  readonly parameters: EstimatorParameters;
  readonly seed: number;
  /**
   * The lag of the Newey-West errors in rows of a key: at least the horizon, since overlapping outcomes correlate that
   * far.
   */
  readonly neweyWestLag: number;
  /** Leaves standard errors out, where nobody reads them: they change no prediction. */
  readonly standardErrors?: false;
}

/** A way to learn probabilities from labelled rows. `M` is what it fits, and all that it has to predict with. */
export interface Estimator<M extends FittedModel = FittedModel> {
  /**
   * Which rows it trains on and predicts. complete_rows: those without a null; any_feature: those that are not all
   * null; no_features: all.
   */
  readonly reads: 'complete_rows' | 'any_feature' | 'no_features';
  /** Deterministic for a seed. With one class only it may fit the base rate instead. */
  fit(rows: LabelledRows, options: FitOptions): FitResult;
  /** One probability per row, null for a row that the estimator does not read. */
  predict(model: M, rows: FeatureRows): readonly (number | null)[];
  /** Why rows get their margin, one at a time: what the rows of a model share is worked out once, when it is named. */
  attribute(model: M): Attribute;
}
