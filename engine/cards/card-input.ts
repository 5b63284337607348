import type { Day } from '../calendar/index.ts';
import type {
  AlarmDate,
  BacktestResult,
  EventMonth,
  FeatureImportance,
  ModelSpec,
  RivalScores,
  RocBandPoint,
  TrainingFrame,
  Validation,
  ValueBacktest,
  ValueRivalScores,
  ValueSpec,
} from '../training/index.ts';
import type { Identity, LabelFigures, Reproduction } from './common-card-body.ts';
import type { Gate } from './events/gate.ts';
import type { Gap } from './gap.ts';

/** Everything that a card's body is computed from: plain data, gathered by the run. */
export type CardInput = EventCardInput | ValueCardInput;

export type EventCardInput = CommonInput & EventTask;
export type ValueCardInput = CommonInput & ValueTask;

/** What differs by what the model predicts. */
export type CardTask = EventTask | ValueTask;

interface EventTask {
  readonly task: 'event';
  readonly spec: ModelSpec;
  readonly steps: StepInputs<BacktestResult>;
  /** The alarm history of step (a), one entry a prediction. */
  readonly alarms: readonly AlarmDate[];
  readonly rocBand: readonly RocBandPoint[];
  /** Measured in step (a), as are the rivals. */
  readonly importance: readonly FeatureImportance[];
  readonly rivals: readonly RivalScores[];
  /** Of a model that declares one. */
  readonly validation?: Validation;
  /** In the order of the definition; empty: none declared. */
  readonly gates: readonly Gate[];
}

interface ValueTask {
  readonly task: 'value';
  readonly spec: ValueSpec;
  readonly steps: StepInputs<ValueBacktest>;
  /** Scored in step (a). */
  readonly rivals: readonly ValueRivalScores[];
}

interface CommonInput {
  readonly identity: Identity;
  readonly label: Omit<LabelFigures, 'window'>;
  /** The frame that the model was trained and evaluated on. */
  readonly frame: TrainingFrame;
  /** One per feature of the model. */
  readonly features: readonly FeatureInput[];
  readonly sources: readonly SourceInput[];
  readonly events: readonly EventMonth[];
  /** Whether the label's window was compared with its SQL, and found to be so. */
  readonly windowCompared: boolean;
  /** The last decision date on which it was asked what became of outcomes, and the same of the states of the event. */
  readonly outcomesThrough: Day;
  readonly eventThrough?: Day;
  /** Columns of the features, the label and the event that are not finite throughout. */
  readonly notFinite: readonly NotFinite[];
  /** What is missing of its predictions, its inputs and their rows. */
  readonly gaps: readonly Gap[];
  readonly reproduction: Reproduction;
}

/** Values of a column that are NaN or infinite, and so count as missing. */
export interface NotFinite {
  /** `features.labor.unrate`, `labels.recession_12m.y`. */
  readonly column: string;
  readonly count: number;
  /** The first decision date, of an event the first month. */
  readonly first: Day;
}

export interface FeatureInput {
  /** As in `frame.features`. */
  readonly name: string;
  /** Series it derives from by lineage, `fred.unrate`. */
  readonly series: readonly string[];
  /** Date of the value at each decision date of the frame; null where it is missing. */
  readonly dates?: readonly (Day | null)[];
}

export interface SourceInput {
  readonly name: string;
  readonly digest: string;
  readonly completeThrough: Day | null;
  readonly series: readonly SeriesInput[];
}

export interface SeriesInput {
  readonly name: string;
  readonly usedFor: 'features' | 'label';
  /** Number of rows by the way they became known. */
  readonly rows: { readonly published: number; readonly observed: number; readonly assumed: number };
  /** Days on which what was known of it was published, both included, in their order. */
  readonly published: readonly { readonly from: Day; readonly through: Day }[];
  readonly publicationLagDays: number | null;
  readonly firstDate: Day | null;
  readonly newestDate: Day | null;
  readonly breaks: readonly { readonly date: Day; readonly reason: string }[];
}

/** The backtests of real time against revised; a step left out was not run and is not shown. */
export interface StepInputs<R extends { readonly measures: unknown }> {
  readonly realTime: R;
  readonly labelsFinal?: Pick<R, 'measures'>;
  readonly valuesFinal?: Pick<R, 'measures'> | 'no_vintages';
  readonly lagRemoved?: Pick<R, 'measures'> | 'no_vintages';
}
