import type { Day } from '../calendar/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { Calibration, CalibrationChoice } from './calibration/types.ts';
import type { EstimatorParameters, FittedModel } from './estimators/kinds.ts';
import type { InputRules } from './inputs/types.ts';
import type { ValidationRule } from './validation/rule.ts';

export type { EstimatorParameters } from './estimators/kinds.ts';

/** One row per decision date, of a panel one per decision date and key; columns stored one after another. */
export interface TrainingFrame {
  /** Decision dates, ascending, each once; of a panel once for each key that it has. */
  readonly asOf: readonly Day[];
  /** Qualified names, e.g. 'yield_curve.slope_10y_3m'. */
  readonly features: readonly string[];
  /** One array per feature, each as long as `asOf`; null is missing. */
  readonly values: readonly (readonly (number | null)[])[];
  /** The key of each row of a panel, each once a date; of several key columns their values as a JSON array. */
  readonly keys?: readonly string[];
}

/** What was known about the label of one decision date (and key), for T with knownFrom <= T < knownTo. */
export interface LabelVersion {
  readonly date: Day;
  /** Names the key in a panel. */
  readonly key?: string;
  /** null: not yet knowable. Probability models take 0 and 1 only. */
  readonly y: 0 | 1 | null | number;
  readonly knownFrom: Day;
  /** '9999-12-31': still so. */
  readonly knownTo: Day;
}

/** The final in-event indicator of a calendar month. */
export interface EventMonth {
  /** First day of the month. */
  readonly month: Day;
  /** Names the key in a panel. */
  readonly key?: string;
  readonly state: 0 | 1 | null;
}

export interface Protocol {
  /** The first cut-off is the first decision date not before this day. */
  readonly firstCutoff: Day;
  readonly refitMonths: number;
  /** Cut-offs with fewer known episodes (runs of positive labels) are skipped, and listed. */
  readonly minimumEpisodes: number;
  /** whole_window: a label counts only once its outcome window has ended, so positives are not known early. */
  readonly maturity: 'as_known' | 'whole_window';
  readonly excludeInEvent: boolean;
  /** Months after an event whose decision dates are neither trained on nor scored; absent: none. */
  readonly excludeAfterEventMonths?: number;
}

export interface Loss {
  readonly kind: 'alessi_detken' | 'sarlin';
  /** theta or mu in (0, 1): the weight of a missed event against a false alarm. */
  readonly preference: number;
}

/** A search over parameters inside each cut-off. */
export interface Tuning {
  /** In the order in which they are tried; an equal score goes to the earlier one. */
  readonly candidates: readonly Candidate[];
  readonly folds: number;
  /** random leaks on time series, and is for showing how much. */
  readonly split: 'forward' | 'random';
  /** Searched at the first cut-off and whenever so many months have passed; between, the last choice stands. */
  readonly everyMonths: number;
  /** What is minimised over the validated rows. */
  readonly score: 'brier' | 'log_score';
}

export interface Candidate {
  readonly parameters: EstimatorParameters;
  /** What it sets beside the declared estimator, under the names of the definition. */
  readonly set: Readonly<Record<string, number | string | boolean>>;
}

/** A model's declaration after validation. */
export interface ModelSpec extends InputRules {
  readonly estimator: EstimatorParameters;
  readonly tuning?: Tuning;
  /** Held-out groups, beside the walk-forward; absent: none. */
  readonly validate?: ValidationRule;
  readonly features: readonly string[];
  readonly protocol: Protocol;
  /** Outcome window in calendar months after the decision month, both ends included. */
  readonly window: { readonly fromMonth: number; readonly toMonth: number };
  /** Default none. */
  readonly calibration?: CalibrationChoice;
  readonly loss: Loss;
  /** Months before onset in which an alarm counts as a warning; default 1..18. */
  readonly leadWindow: { readonly minMonths: number; readonly maxMonths: number };
  /** An alarm needs k of the last n decision dates at or above the threshold; default 1 of 1. */
  readonly persistence: { readonly k: number; readonly n: number };
  readonly bootstrap: { readonly draws: number; readonly level: number };
  /** A non-negative integer. */
  readonly seed: number;
}

/** Step (a) trains on labels as known at each cut-off, step (b) on final ones. Other steps pass another frame. */
export type LabelKnowledge = 'as_known' | 'final';

/** A simple model of one feature that a model has to stand beside. */
export type Rival =
  /** An unpenalised probit of the feature as it is, as of the term spread (Estrella & Mishkin 1998). */
  | { readonly kind: 'spread_probit'; readonly feature: string }
  | { readonly kind: 'threshold'; readonly feature: string; readonly at: number; readonly above: boolean };

/** What every walk-forward has to know of a model, be it of an event or of a value. */
export interface WalkSpec extends Pick<ModelSpec, 'features' | 'window'>, InputRules {
  readonly protocol: Omit<Protocol, 'minimumEpisodes'>;
}

/** What a walk-forward goes over, by whose declaration, and with how much hindsight. */
export interface WalkInput<Spec extends WalkSpec> {
  readonly frame: TrainingFrame;
  readonly labels: readonly LabelVersion[];
  readonly events: readonly EventMonth[];
  readonly spec: Spec;
  readonly labelKnowledge: LabelKnowledge;
  /** The last day on which anybody looked what became of labels; absent: the last decision date. */
  readonly outcomesThrough?: Day;
  /**
   * States of calendar months as known over time (date = a day of the month), for what the protocol excludes.
   * Without them the exclusion uses final states; a model of an event then warns that it does.
   */
  readonly eventVersions?: readonly LabelVersion[];
}

export type BacktestInput = WalkInput<ModelSpec>;

export interface Refit {
  readonly cutoff: Day;
  /** Rows trained on: label known, and read by the estimator. */
  readonly rows: number;
  readonly positives: number;
  /** Runs of positive labels known at the cut-off with at least one row trained on. */
  readonly episodes: number;
  readonly baseRate: number;
  /** Fitted with these: of a tuned model the choice that stood at the cut-off. */
  readonly parameters: EstimatorParameters;
  readonly firstRow: Day;
  readonly lastRow: Day;
  readonly model: FittedModel;
  /** How the model's raw probabilities become those that are predicted. */
  readonly calibration: Calibration;
  /** Calibrated probability at or above which a decision date exceeds. */
  readonly threshold: number;
  readonly notes: readonly Problem[];
}

export interface SkippedCutoff {
  readonly cutoff: Day;
  readonly episodes: number;
  readonly reason: string;
}

export interface PredictionRow {
  readonly asOf: Day;
  /** Of a panel. */
  readonly key?: string;
  readonly cutoff: Day;
  /** null when nothing can be predicted from what is missing. A rule gives 1 for alarm and 0 for none. */
  readonly probability: number | null;
  /** The probability before calibration. */
  readonly raw: number | null;
  /** Climatology: the base rate of the labels known at the cut-off. */
  readonly baseline: number;
  readonly threshold: number;
  readonly alarm: boolean | null;
  /** Final label: as known on the last decision date. */
  readonly y: 0 | 1 | null;
  /** In the event, or soon after it, where the protocol excludes that: predicted, not scored. */
  readonly excluded: boolean;
}

export interface Contribution {
  readonly feature: string;
  readonly value: number | null;
  /** In units of the margin; contributions and the base margin add up to the margin. */
  readonly contribution: number;
  /** Outside the range of the training rows. */
  readonly outsideTraining: boolean;
  /** The median of the training rows, which stood in for a missing value. */
  readonly imputed?: number;
  /** The fit does not read the column: it moves nothing. */
  readonly unread?: true;
}

export interface Latest {
  readonly prediction: PredictionRow;
  /** null when the estimator has no margin or a feature is missing. */
  readonly explanation: {
    /** What margins are in. */
    readonly scale: 'log_odds' | 'probit' | 'probability';
    readonly margin: number;
    readonly baseMargin: number;
    readonly contributions: readonly Contribution[];
  } | null;
}
