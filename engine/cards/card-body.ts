import type {
  Calibration,
  Coefficient,
  EpisodeOutcome,
  FeatureDrift,
  FeatureImportance,
  FitStatistics,
  Latest,
  Measures,
  ModelSpec,
  PredictionRow,
  Predicts,
  RivalScores,
  RocBandPoint,
  Sensitivity,
  SkippedCutoff,
  TuningTrace,
  UsefulnessPoint,
} from '../training/index.ts';
import type { AlarmRecord } from './alarm-record.ts';
import type { EngineLimitation } from './engine-limitation.ts';
import type { Gate } from './gates.ts';
import type { PanelFigures } from './panel-figures.ts';
import type { ValueCardBody } from './value-card-body.ts';

/**
 * The computed figures of a model, written whenever the model is. It holds nothing that differs between two runs on
 * the same inputs: no time, actor, host or prose. Days are `YYYY-MM-DD`, shares and probabilities lie in [0, 1], and
 * `null` says that a figure is not defined here.
 */
export type CardBody = EventCardBody | ValueCardBody;

/** What every card has, whatever its model predicts. */
export interface CommonBody {
  readonly schema: 'ews.model-card/1';
  readonly identity: Identity;
  readonly label: LabelFigures;
  readonly data: DataFigures;
  /** In the order of the model's declaration. */
  readonly features: readonly FeatureFigures[];
  /** Spells of the label's event, for the shading of charts. */
  readonly events: readonly Spell[];
  readonly limitations: readonly EngineLimitation[];
  readonly reproduction: Reproduction;
}

/** The card of a model of an event: a probability, or a rule's alarm. */
export interface EventCardBody extends CommonBody {
  readonly task: 'event';
  readonly method: MethodFigures;
  readonly performance: Performance;
  readonly promotion: Promotion;
  readonly alarms: AlarmRecord;
  /** Permutation importance in step (a), in the order of the model's declaration; empty for a rule. */
  readonly importance: readonly FeatureImportance[];
  /** The simple models that it declares as baselines, in step (a). */
  readonly rivals: readonly RivalScores[];
  readonly stability: Stability;
  /** null where nothing was fitted, or no decision date came after the training rows. */
  readonly drift: Drift | null;
  /** Step (a): one row per decision date that was predicted. */
  readonly history: readonly PredictionRow[];
  /** Of a panel the key with the highest probability. */
  readonly latest: LatestFigures | null;
  readonly panel?: PanelFigures;
}

export interface Identity {
  readonly model: string;
  /** Fingerprint of the model object: definitions, data, seed and engine together. */
  readonly version: string;
  readonly engine: readonly { readonly name: string; readonly version: string }[];
}

export interface LabelFigures {
  readonly name: string;
  readonly kind: 'binary' | 'continuous';
  /** `group.column` of the monthly state whose runs are the episodes. */
  readonly event: string | null;
  /** Of a panel: its key columns. */
  readonly keys?: readonly string[];
  /** Outcome months counted from the decision date's month, both ends included. */
  readonly window: { readonly fromMonth: number; readonly toMonth: number };
}

/** How values became known: rows, and their shares, which add up to 1 unless there are no rows. */
export interface KnowledgeShares {
  readonly rows: number;
  readonly published: number;
  readonly observed: number;
  readonly assumed: number;
}

/**
 * `real_time`: on every predicted decision date all that the features read was published. `pseudo_real_time`: nothing ever
 * was, so nothing may be called "as known".
 */
export type RealTimeBasis = 'real_time' | 'partly_real_time' | 'pseudo_real_time';

/** For which of the features' series, and when, what was known was published. */
export interface PublishedFigures {
  /** Series that were published at some time, of all. */
  readonly series: number;
  readonly of: number;
  /** The first and the last day on which all of these were; null where they never were at once. */
  readonly from: string | null;
  readonly through: string | null;
  /** Predicted decision dates on which all of these were, of all. */
  readonly dates: number;
  readonly ofDates: number;
}

export interface DataFigures {
  readonly basis: RealTimeBasis;
  readonly decisionDates: number;
  readonly firstDecision: string | null;
  readonly lastDecision: string | null;
  /** Nobody looked later what became of outcomes; absent from cards of versions that predicted no later: `lastDecision`. */
  readonly outcomesThrough?: string;
  /** The same of the states of the event, where it is another day. */
  readonly eventThrough?: string;
  /** Newest period that any feature's source describes. */
  readonly newestDate: string | null;
  readonly published: PublishedFigures;
  /** All feature series together; all label series together. */
  readonly features: KnowledgeShares;
  readonly labels: KnowledgeShares;
  readonly sources: readonly SourceFigures[];
}

export interface SourceFigures {
  readonly name: string;
  /** Digest of the observations that were read. */
  readonly digest: string;
  readonly completeThrough: string | null;
  readonly series: readonly SeriesFigures[];
}

export interface SeriesFigures {
  /** `fred.unrate`. */
  readonly name: string;
  readonly usedFor: 'features' | 'label';
  readonly knowledge: KnowledgeShares;
  /** Days on which what was known of it was published, both included. */
  readonly published: readonly { readonly from: string; readonly through: string }[];
  readonly publicationLagDays: number | null;
  readonly firstDate: string | null;
  readonly newestDate: string | null;
  readonly breaks: readonly { readonly date: string; readonly reason: string }[];
}

export interface FeatureFigures {
  /** `labor.unrate`. */
  readonly name: string;
  /** Series it derives from, `fred.unrate`. */
  readonly series: readonly string[];
  /** Over all decision dates of the frame. */
  readonly missingShare: number | null;
  /** Decision date minus the date of the value, in days. */
  readonly medianAgeDays: number | null;
  readonly maximumAgeDays: number | null;
  readonly minimum: number | null;
  readonly median: number | null;
  readonly maximum: number | null;
}

export interface MethodFigures {
  readonly spec: ModelSpec;
  readonly predicts: Predicts;
  readonly refits: number;
  /** Cut-offs without enough known episodes: no model was fitted there. */
  readonly skipped: readonly SkippedCutoff[];
  /** Every search over the parameters; empty for a model that is not tuned. */
  readonly tuning: readonly TuningTrace[];
  /** The model in use: the newest refit. null when nothing was fitted. */
  readonly inUse: ModelInUse | null;
}

export interface ModelInUse {
  readonly cutoff: string;
  readonly rows: number;
  readonly positives: number;
  readonly episodes: number;
  readonly baseRate: number;
  readonly threshold: number;
  readonly calibration: Calibration;
  /** The intercept first; empty when the estimator has none. */
  readonly coefficients: readonly Coefficient[];
  readonly statistics: FitStatistics | null;
}

/** The gates of the model's definition. */
export interface Promotion {
  /** null where no gate is declared. */
  readonly fit: boolean | null;
  readonly gates: readonly GateResult[];
}

export interface GateResult extends Gate {
  /** null where the figure is not defined; that passes no gate. */
  readonly found: number | null;
  readonly passed: boolean;
}

/** (a) to (d) of real time against revised. */
export type StepId = 'real_time' | 'labels_final' | 'values_final' | 'lag_removed';

export type Step =
  | { readonly kind: 'measured'; readonly id: StepId; readonly measures: Measures }
  | { readonly kind: 'not_measurable'; readonly id: StepId; readonly reason: NotMeasurable };

/** `no_vintages`: without them nobody can tell what a revision changed. `nothing_predicted`: no cut-off had enough episodes. */
export type NotMeasurable = 'no_vintages' | 'nothing_predicted';

export interface Performance {
  readonly steps: readonly Step[];
  /** Of step (a), as are the next two. */
  readonly episodes: readonly EpisodeOutcome[];
  readonly sensitivity: readonly Sensitivity[];
  /** ROC curve from (0, 0) to (1, 1); empty without both classes. */
  readonly roc: readonly RocPoint[];
  /** Pointwise interval of the curve by episode, by rising share of false alarms; empty with too few episodes. */
  readonly rocBand: readonly RocBandPoint[];
  /** The same probabilities at every preference. */
  readonly usefulness: readonly UsefulnessPoint[];
}

/** Recent inputs against those of training. Days, both included. */
export interface Drift {
  readonly recent: { readonly from: string; readonly to: string };
  readonly training: { readonly from: string; readonly to: string };
  readonly features: readonly FeatureDrift[];
}

export interface RocPoint {
  readonly fpr: number;
  readonly tpr: number;
}

export interface Stability {
  /** Of the coefficients, the intercept first. */
  readonly names: readonly string[];
  /** Those that predictions are explained by; empty where nothing explains one. */
  readonly features: readonly string[];
  readonly refits: readonly RefitFigures[];
}

export interface RefitFigures {
  readonly cutoff: string;
  readonly rows: number;
  readonly positives: number;
  readonly episodes: number;
  readonly baseRate: number;
  readonly threshold: number;
  readonly calibration: Calibration['method'];
  /** In the order of `names`. */
  readonly coefficients: readonly number[];
  /**
   * What each of `features` mattered: the mean size of its contributions on the decision dates that this refit predicted,
   * in units of the margin; null where it predicted none.
   */
  readonly sizes: readonly (number | null)[];
}

export interface Spell {
  /** Of a panel. */
  readonly key?: string;
  /** First day of its first and of its last month, both in the event. */
  readonly from: string;
  readonly to: string;
}

export interface LatestFigures extends Latest {
  readonly outcome: OutcomeMonths;
}

/** First day of the first and of the last outcome month. */
export interface OutcomeMonths {
  readonly from: string;
  readonly to: string;
}

export interface Reproduction {
  /** The command that builds this model again. */
  readonly command: string;
  /** Fingerprints of what went in, by node. */
  readonly inputs: readonly { readonly node: string; readonly fingerprint: string }[];
}
