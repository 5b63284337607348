import type { Day } from '../../calendar/index.ts';
import type {
  Comparison,
  EpisodeOutcome,
  Loss,
  ModelSpec,
  Predicts,
  RivalScores,
  UsefulnessPoint,
  ValueComparison,
  ValuePrediction,
  ValueRivalScores,
} from '../../training/index.ts';
import type { ProbabilityPoint, ValuePoint } from '../charts/index.ts';
import type { LabelFigures, RealTimeBasis, Spell } from '../common-card-body.ts';
import type { LatestFigures } from '../events/event-card-body.ts';

/**
 * The computed figures of models that predict one label, side by side, in step (a) of each. It holds nothing that
 * differs between two runs on the same inputs: no time, actor, host or prose. Units are those of the cards that it is
 * made from.
 */
export type ComparisonBody = EventComparisonBody | ValueComparisonBody;

/** What every comparison has, whatever its models predict. */
interface CommonComparison {
  readonly schema: 'ews.model-comparison/1';
  readonly label: LabelFigures;
  /** Nobody looked later what became of outcomes; absent from comparisons of versions that did not tell it. */
  readonly outcomesThrough?: Day;
  /**
   * As the project declares it; null: nobody did, and the first model is no more than what the others are held against.
   */
  readonly champion: string | null;
  /** Spells of the label's event, for the shading of charts. */
  readonly events: readonly Spell[];
}

export interface EventComparisonBody extends CommonComparison {
  readonly task: 'event';
  /** The loss at which all are scored: that of the first model. */
  readonly loss: Loss;
  /** The champion first, or the first by name; then the others by name. */
  readonly models: readonly ComparedEventModel[];
  /** On the decision dates that all scored. */
  readonly measures: Comparison;
}

/** Models of a continuous label: predictions and errors are in its unit. */
export interface ValueComparisonBody extends CommonComparison {
  readonly task: 'value';
  readonly models: readonly ComparedValueModel[];
  readonly measures: ValueComparison;
}

/** What a comparison quotes of any model's card. */
export interface QuotedModel {
  readonly model: string;
  /** Fingerprint of the model object. */
  readonly version: string;
  readonly estimator: string;
  readonly features: number;
  readonly refits: number;
  readonly basis: RealTimeBasis;
  /** Newest period that any of its sources describes. */
  readonly newestDate: Day | null;
}

export interface ComparedEventModel extends QuotedModel {
  readonly predicts: Predicts;
  readonly loss: Loss;
  readonly persistence: ModelSpec['persistence'];
  /** Whether it passes the gates of its definition; null where none is declared. */
  readonly fit: boolean | null;
  /** On its own scored dates, against climatology; null of a rule, or where nothing was scored. */
  readonly brierSkill: number | null;
  readonly rivals: readonly RivalScores[];
  readonly episodes: readonly EpisodeOutcome[];
  /** On the dates that all scored, at the common loss. */
  readonly usefulness: readonly UsefulnessPoint[];
  readonly latest: LatestFigures['prediction'] | null;
  readonly history: readonly ProbabilityPoint[];
}

export interface ComparedValueModel extends QuotedModel {
  /** On its own scored dates, against the mean known then; null where nothing was scored. */
  readonly skill: number | null;
  readonly rivals: readonly ValueRivalScores[];
  readonly latest: ValuePrediction | null;
  readonly history: readonly ValuePoint[];
}
