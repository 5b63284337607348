import type { Day } from '../../calendar/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import type { Preparation } from '../estimators/preparation.ts';
import type { ValueParameters } from '../estimators/regressions/types.ts';
import type { FittedInputs, InputRules } from '../inputs/types.ts';
import type { Measured } from '../results.ts';
import type { Contribution, LabelKnowledge, ModelSpec, Protocol, WalkInput } from '../types.ts';

export type { ValueParameters } from '../estimators/regressions/types.ts';

/** A model of a continuous label, after validation. */
export interface ValueSpec extends Pick<ModelSpec, 'features' | 'window' | 'bootstrap' | 'seed'>, InputRules {
  readonly estimator: ValueParameters;
  readonly protocol: Omit<Protocol, 'minimumEpisodes'> & {
    /** Cut-offs with fewer known labels are skipped, and listed. */
    readonly minimumRows: number;
  };
}

/** A sum over terms of coefficient times prepared column to a power, on top of the value at the training means. */
export interface FittedRegression {
  readonly kind: ValueParameters['kind'];
  readonly features: readonly string[];
  /** The prediction where every prepared column is 0. */
  readonly base: number;
  readonly terms: readonly Term[];
  readonly preparation: readonly Preparation[];
  readonly rows: number;
  /** How the columns that it reads are made; absent: they are the model's features as they are. */
  readonly inputs?: FittedInputs;
}

export interface Term {
  /** Position in the features. */
  readonly column: number;
  readonly power: number;
  /** Per unit of the prepared column. */
  readonly coefficient: number;
}

export type ValueBacktestInput = WalkInput<ValueSpec>;

export interface ValueRefit {
  readonly cutoff: Day;
  /** Rows trained on: label known, features complete. */
  readonly rows: number;
  /** Mean label of those rows. */
  readonly mean: number;
  readonly firstRow: Day;
  readonly lastRow: Day;
  readonly model: FittedRegression;
  readonly notes: readonly Problem[];
}

export interface ValuePrediction {
  readonly asOf: Day;
  readonly cutoff: Day;
  /** In the unit of the label; null when a feature is missing. */
  readonly prediction: number | null;
  /** Climatology: the mean of the labels known at the cut-off. */
  readonly baseline: number;
  /** Final label: as known on the last decision date. */
  readonly y: number | null;
  readonly excluded: boolean;
}

/** Errors out of sample, in the unit of the label. An error is prediction less outcome. */
export interface ValueMeasures {
  readonly scored: number;
  readonly unscored: { readonly noPrediction: number; readonly noLabel: number; readonly excluded: number };
  readonly rmse: Measured;
  readonly mae: Measured;
  readonly bias: number;
  readonly baselineRmse: number;
  readonly baselineMae: number;
  /** 1 - MSE / variance of the scored outcomes, whose mean nobody knew: may be negative. */
  readonly r2: Measured;
  /** 1 - MSE / MSE of climatology (Campbell & Thompson 2008): above 0 is better than the mean known then. */
  readonly skill: Measured;
}

/** What a model of a value has to stand beside: that things stay as the feature has them on the decision date. */
export interface ValueRival {
  readonly kind: 'persistence';
  /** Its value as known on the decision date is the prediction, in the unit of the label: a random walk's best one. */
  readonly feature: string;
}

/** A rival's errors on the decision dates that the model scores too, and what the model gains over it there. */
export interface ValueRivalScores extends ValueRival {
  readonly scored: number;
  /** null where no date is scored by both. */
  readonly rmse: number | null;
  readonly mae: number | null;
  /** The model's on the same dates. */
  readonly ownRmse: number | null;
  /** 1 - the model's MSE / the rival's: above 0 the model is better. */
  readonly skill: Measured;
}

/** Scores with something left out. */
export interface ValueSensitivity {
  readonly without: string;
  readonly scored: number;
  readonly rmse: number | null;
  readonly skill: number | null;
}

export interface ValueLatest {
  readonly prediction: ValuePrediction;
  /** null when a feature is missing. The base and the contributions add up to the prediction. */
  readonly explanation: { readonly base: number; readonly contributions: readonly Contribution[] } | null;
}

export interface ValueBacktest {
  readonly labelKnowledge: LabelKnowledge;
  readonly refits: readonly ValueRefit[];
  readonly skipped: readonly { readonly cutoff: Day; readonly rows: number; readonly reason: string }[];
  readonly predictions: readonly ValuePrediction[];
  /** null when nothing was scored. */
  readonly measures: ValueMeasures | null;
  readonly sensitivity: readonly ValueSensitivity[];
  readonly latest: ValueLatest | null;
  readonly problems: readonly Problem[];
}

/** What is kept of a walk over revised values or labels, to be compared: its predictions and their scores. */
export type ScoredValueWalk = Pick<ValueBacktest, 'predictions' | 'measures'>;
