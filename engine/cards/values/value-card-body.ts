import type {
  Contribution,
  ValueMeasures,
  ValuePrediction,
  ValueRivalScores,
  ValueSensitivity,
  ValueSpec,
} from '../../training/index.ts';
import type { CommonBody, NotMeasurable, OutcomeMonths, RefitColumns, StepId } from '../common-card-body.ts';

/** The card of a model of a continuous label. Predictions and errors are in the label's unit. */
export interface ValueCardBody extends CommonBody {
  readonly task: 'value';
  readonly method: {
    readonly spec: ValueSpec;
    readonly refits: number;
    /** Cut-offs without enough known labels: no model was fitted there. */
    readonly skipped: readonly { readonly cutoff: string; readonly rows: number; readonly reason: string }[];
    /** Which columns each refit read; absent where all read all features as they are. */
    readonly columns?: readonly RefitColumns[];
    /** The model in use: the newest refit. */
    readonly inUse: ValueModelInUse | null;
  };
  readonly performance: {
    readonly steps: readonly ValueStep[];
    /** Of step (a). */
    readonly sensitivity: readonly ValueSensitivity[];
  };
  /** The simple predictions that it declares as baselines, in step (a). */
  readonly rivals: readonly ValueRivalScores[];
  readonly stability: {
    /** Of the coefficients: `labor.unrate`, `labor.unrate^2`. */
    readonly names: readonly string[];
    readonly refits: readonly ValueRefitFigures[];
  };
  /** Step (a): one row per decision date that was predicted. */
  readonly history: readonly ValuePrediction[];
  readonly latest: ValueLatestFigures | null;
}

export interface ValueModelInUse {
  readonly cutoff: string;
  readonly rows: number;
  /** Mean label of its training rows. */
  readonly mean: number;
  /** The prediction at the training means. */
  readonly base: number;
  /** Per standard deviation of the feature in the training rows; 0: left out. */
  readonly coefficients: readonly { readonly name: string; readonly estimate: number }[];
}

export interface ValueRefitFigures {
  readonly cutoff: string;
  readonly rows: number;
  readonly mean: number;
  readonly base: number;
  /** In the order of `names`. */
  readonly coefficients: readonly number[];
}

export type ValueStep =
  | { readonly kind: 'measured'; readonly id: StepId; readonly measures: ValueMeasures }
  | { readonly kind: 'not_measurable'; readonly id: StepId; readonly reason: NotMeasurable };

export interface ValueLatestFigures {
  readonly prediction: ValuePrediction;
  readonly explanation: { readonly base: number; readonly contributions: readonly Contribution[] } | null;
  readonly outcome: OutcomeMonths;
}
