import type { Day } from '../calendar/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { FittedModel } from './estimators/fitted-model.ts';
import type { Candidate, LabelKnowledge, Latest, Loss, PredictionRow, Refit, Rival, SkippedCutoff } from './types.ts';

/** A percentile interval from resampling episode blocks. */
export interface Interval {
  readonly level: number;
  readonly low: number;
  readonly high: number;
  /** Draws that gave a value: a draw without both classes gives none. */
  readonly draws: number;
  readonly skippedDraws: number;
  /** Blocks resampled: the size of the sample that matters. */
  readonly episodes: number;
}

/** A measure is null when the scored rows do not define it, e.g. without positives. */
export interface Measured {
  readonly value: number | null;
  readonly interval: Interval | null;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly meanProbability: number;
  readonly frequency: number;
}

export interface ProbabilityScores {
  readonly brier: number;
  readonly baselineBrier: number;
  /** 1 - brier / baselineBrier; null when the baseline is perfect. */
  readonly brierSkill: Measured;
  /** brier = reliability - resolution + uncertainty + withinBin, over the bins of `calibration`. */
  readonly decomposition: {
    readonly reliability: number;
    readonly resolution: number;
    readonly uncertainty: number;
    readonly withinBin: number;
  };
  /** Mean of -ln(probability of what happened), probabilities kept within [1e-15, 1 - 1e-15]. */
  readonly logScore: number;
  readonly baselineLogScore: number;
  /** Both scores of the same rows before calibration. */
  readonly rawBrier: number;
  readonly rawLogScore: number;
  readonly calibration: readonly CalibrationBin[];
}

export interface Usefulness {
  readonly loss: number;
  readonly absolute: number;
  readonly relative: number;
}

/** Confusion counts over rows with an alarm decision and a final label. */
export interface AlarmMeasures {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** Missed share of positives, FN/(FN+TP). */
  readonly t1: number | null;
  /** False alarms' share of negatives, FP/(FP+TN). */
  readonly t2: number | null;
  readonly noiseToSignal: number | null;
  /** The loss that set the threshold; both are computed at its preference. */
  readonly declared: Loss;
  readonly alessiDetken: Usefulness | null;
  readonly sarlin: Usefulness | null;
  /** Relative usefulness under the declared loss. */
  readonly relativeUsefulness: Measured;
  readonly falseAlarmMonths: number;
  readonly falseAlarmSpells: number;
}

export interface Measures {
  readonly scored: number;
  readonly positives: number;
  readonly unscored: { readonly noProbability: number; readonly noLabel: number; readonly excluded: number };
  readonly auroc: Measured;
  readonly pauroc: Measured;
  readonly prAuc: Measured;
  /** Pooled; about 0.36 for a base rate that drifts, so compare by Brier skill. */
  readonly baselineAuroc: number | null;
  /** null also for a rule, which states no probability. */
  readonly probability: ProbabilityScores | null;
  readonly alarms: AlarmMeasures;
}

export interface EpisodeOutcome {
  /** Of a panel. */
  readonly key?: string;
  /** First month of the event: the month after the peak. */
  readonly onset: Day;
  /** Last month of the event; null where nobody knows it. */
  readonly trough: Day | null;
  /** Where the trough is null: the last month known to be in the event, at which it counts as closed. */
  readonly lastKnown?: Day;
  /** unscored: no prediction in the lead window. */
  readonly outcome: 'warned' | 'late' | 'missed' | 'unscored';
  readonly firstAlarm: Day | null;
  /** Months from the first alarm to onset; not positive, or below the declared window, when late. */
  readonly leadMonths: number | null;
  /** Share of the predictions in the lead window that are in alarm. */
  readonly persistence: number | null;
  readonly predictionsInWindow: number;
}

/** Scores with something left out, because a few episodes carry every number. */
export interface Sensitivity {
  readonly without: string;
  readonly scored: number;
  readonly auroc: number | null;
  readonly brierSkill: number | null;
  readonly relativeUsefulness: number | null;
}

/** What the scores of a walk-forward lose when one feature is shuffled; negative where it misleads. */
export interface FeatureImportance {
  readonly feature: string;
  readonly brierIncrease: number;
  /** null without both classes. */
  readonly aurocDrop: number | null;
}

/** A rival's scores on the decision dates that the model scores too, and the model's lead over it. */
export type RivalScores = Rival & {
  readonly scored: number;
  readonly auroc: number | null;
  readonly relativeUsefulness: number | null;
  /** The model's less the rival's. */
  readonly aurocLead: Measured;
  readonly usefulnessLead: Measured;
  /** 1 - the model's Brier score / the rival's; null unless both give probabilities. */
  readonly brierSkill: Measured;
};

/** A search at one cut-off. */
export interface TuningTrace {
  readonly cutoff: Day;
  readonly folds: readonly TuningFold[];
  readonly candidates: readonly CandidateScore[];
  /** Position of the best candidate; null: none could be scored, and the declared estimator stands. */
  readonly chosen: number | null;
}

/** Days, both included. */
export interface TuningFold {
  readonly train: { readonly from: Day; readonly to: Day };
  readonly validate: { readonly from: Day; readonly to: Day };
  readonly rows: number;
}

export interface CandidateScore {
  /** As the definition names its parameters. */
  readonly set: Candidate['set'];
  /** One per fold; null where nothing could be fitted or predicted. */
  readonly scores: readonly (number | null)[];
  /** Over all validated rows; null where any fold could not be scored. */
  readonly mean: number | null;
}

export interface BacktestResult {
  readonly labelKnowledge: LabelKnowledge;
  readonly refits: readonly Refit[];
  readonly skipped: readonly SkippedCutoff[];
  /** Every search, in order; empty for a model that is not tuned. */
  readonly tuning: readonly TuningTrace[];
  readonly predictions: readonly PredictionRow[];
  /** null when nothing was predicted. */
  readonly measures: Measures | null;
  readonly episodes: readonly EpisodeOutcome[];
  readonly sensitivity: readonly Sensitivity[];
  /** By rising preference; empty when nothing was predicted. */
  readonly usefulness: readonly UsefulnessPoint[];
  /** Of a panel the key with the highest probability, the first of equals. */
  readonly latest: Latest | null;
  /** Every key of a panel on the last decision date, by key. */
  readonly latestByKey?: readonly Latest[];
  readonly problems: readonly Problem[];
}

/** A walk over revised values or labels is there to be compared: its predictions and their scores are kept. */
export type ScoredWalk = Pick<BacktestResult, 'predictions' | 'measures'>;

/** What the same probabilities are worth at another preference. Shares and usefulness are null without both classes. */
export interface UsefulnessPoint {
  readonly preference: number;
  readonly relative: number | null;
  readonly t1: number | null;
  readonly t2: number | null;
}

/** The recent values of a feature against those of its training rows. */
export interface FeatureDrift {
  readonly feature: string;
  /** Values present. */
  readonly trainingRows: number;
  readonly recentRows: number;
  /** null where one side has no value. */
  readonly psi: number | null;
  /** What `psi` is on average without any shift, for so many values. */
  readonly psiByChance: number;
  readonly ks: number | null;
  /** Recent values below the smallest or above the largest of training. */
  readonly outsideRange: number;
}

/** The champion, first, and its challengers on the decision dates that all of them scored. */
export interface Comparison {
  readonly models: readonly string[];
  readonly scored: number;
  readonly positives: number;
  /** Blocks resampled. */
  readonly episodes: number;
  readonly first: Day | null;
  readonly last: Day | null;
  /** The level of the intervals. */
  readonly level: number;
  readonly measures: readonly ComparedMeasure[];
}

/** A comparison of models of a value, which have no positives to count. */
export interface ValueComparison extends Omit<Comparison, 'positives' | 'measures'> {
  readonly measures: readonly ComparedMeasure<'rmse' | 'mae' | 'r2'>[];
}

export type EventMeasure = 'auroc' | 'pauroc' | 'brier' | 'log_score' | 'relative_usefulness';

export interface ComparedMeasure<Measure = EventMeasure> {
  /** Of `brier`, `log_score`, `rmse` and `mae` less is better, of the others more. */
  readonly measure: Measure;
  /** One per model; null where the rows do not define it. */
  readonly values: readonly (number | null)[];
  /** One per challenger: its value less the champion's. */
  readonly differences: readonly Measured[];
}

/** One in-sample fit, for `ews model fit` and for reference tables. */
export interface FitSummary {
  readonly rows: number;
  readonly positives: number;
  readonly droppedRows: number;
  readonly model: FittedModel | null;
  readonly auroc: Measured;
  readonly pauroc: Measured;
  readonly problems: readonly Problem[];
}
