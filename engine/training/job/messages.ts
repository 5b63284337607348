import type { AlarmDate } from '../events/alarm-history.ts';
import type { RocBandPoint } from '../measures/roc-band.ts';
import type { BacktestResult, FeatureImportance, FitSummary, RivalScores, ScoredWalk } from '../results.ts';
import type { BacktestInput, EventMonth, ModelSpec, Rival, TrainingFrame } from '../types.ts';
import type { Validation } from '../validation/types.ts';
import type {
  ScoredValueWalk,
  ValueBacktest,
  ValueBacktestInput,
  ValueRival,
  ValueRivalScores,
} from '../values/types.ts';

export interface FitInput {
  readonly frame: TrainingFrame;
  /** One label per row. */
  readonly y: readonly (0 | 1 | null)[];
  readonly spec: ModelSpec;
  readonly events: readonly EventMonth[];
}

/** What a training process is sent, one at a time, and all of one model. */
export type TrainingJob =
  | { readonly kind: 'scored_walk'; readonly input: BacktestInput }
  | { readonly kind: 'evaluate'; readonly input: BacktestInput; readonly rivals: readonly Rival[] }
  | { readonly kind: 'scored_value_walk'; readonly input: ValueBacktestInput }
  | { readonly kind: 'value_evaluate'; readonly input: ValueBacktestInput; readonly rivals: readonly ValueRival[] }
  | { readonly kind: 'fit'; readonly input: FitInput }
  | { readonly kind: 'numerics' };

/** What each kind of job results in. */
export interface TrainingResults {
  readonly scored_walk: ScoredWalk;
  readonly evaluate: EvaluationResult;
  readonly scored_value_walk: ScoredValueWalk;
  readonly value_evaluate: ValueEvaluation;
  readonly fit: FitSummary;
  /** The digest of what each function of `Math` that training may use results in, in this process. */
  readonly numerics: Readonly<Record<string, string>>;
}

/**
 * A backtest with its alarms explained, the interval of its ROC curve, the importance of each feature in it, and the
 * rivals that walked beside it; and what it says of groups that were held out.
 */
export interface EvaluationResult {
  readonly backtest: BacktestResult;
  readonly alarms: readonly AlarmDate[];
  readonly rocBand: readonly RocBandPoint[];
  readonly importance: readonly FeatureImportance[];
  readonly rivals: readonly RivalScores[];
  /** Of a model that declares one. */
  readonly validation?: Validation;
}

/** A backtest of a value, and the rivals beside it. */
export interface ValueEvaluation {
  readonly backtest: ValueBacktest;
  readonly rivals: readonly ValueRivalScores[];
}

/** How a job ended, as its process answers; the job itself is the body of a question. */
export type TrainingAnswer =
  /** The body has the result, as JSON. */
  | { readonly kind: 'done' }
  /** The job reached for what no training may have. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The job computed a number that is none: JSON cannot hold it. */
  | { readonly kind: 'not_finite'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string };
