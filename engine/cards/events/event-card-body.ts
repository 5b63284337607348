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
  Validation,
} from '../../training/index.ts';
import type { CommonBody, NotMeasurable, OutcomeMonths, RefitColumns, StepId } from '../common-card-body.ts';
import type { AlarmRecord } from './alarm-record.ts';
import type { PanelFigures } from './collect-panel.ts';
import type { Gate } from './gate.ts';

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
  /** What it says of groups of rows that were held out; absent where none is declared. */
  readonly validation?: ValidationFigures;
  readonly stability: Stability;
  /** null where nothing was fitted, or no decision date came after the training rows. */
  readonly drift: Drift | null;
  /** Step (a): one row per decision date that was predicted. */
  readonly history: readonly PredictionRow[];
  /** Of a panel the key with the highest probability. */
  readonly latest: LatestFigures | null;
  readonly panel?: PanelFigures;
}

/** A validation but for its rows, which are an object of their own. */
export type ValidationFigures = Omit<Validation, 'predictions'>;

export interface MethodFigures {
  readonly spec: ModelSpec;
  readonly predicts: Predicts;
  readonly refits: number;
  /** Cut-offs without enough known episodes: no model was fitted there. */
  readonly skipped: readonly SkippedCutoff[];
  /** Every search over the parameters; empty for a model that is not tuned. */
  readonly tuning: readonly TuningTrace[];
  /** Which columns each refit read; absent where all read all features as they are. */
  readonly columns?: readonly RefitColumns[];
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

export type Step =
  | { readonly kind: 'measured'; readonly id: StepId; readonly measures: Measures }
  | { readonly kind: 'not_measurable'; readonly id: StepId; readonly reason: NotMeasurable };

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
   * What each of `features` mattered: the mean size of its contributions on the decision dates that this refit
   * predicted, in units of the margin; null where it predicted none.
   */
  readonly sizes: readonly (number | null)[];
}

export interface LatestFigures extends Latest {
  readonly outcome: OutcomeMonths;
}
