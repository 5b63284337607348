import type {
  Comparison,
  EpisodeOutcome,
  Loss,
  ModelSpec,
  Predicts,
  RivalScores,
  UsefulnessPoint,
} from '../../training/index.ts';
import type { LabelFigures, LatestFigures, RealTimeBasis, Spell } from '../card-body.ts';
import type { ProbabilityPoint } from '../charts/index.ts';

/**
 * The computed figures of models that predict one label, side by side, in step (a) of each. It holds nothing that differs
 * between two runs on the same inputs: no time, actor, host or prose. Units are those of the cards that it is made from.
 */
export type ComparisonBody = EventComparisonBody;

/** What every comparison has, whatever its models predict. */
interface CommonComparison {
  readonly schema: 'ews.model-comparison/1';
  readonly label: LabelFigures;
  /** As the project declares it; null: nobody did, and the first model is no more than what the others are held against. */
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
  readonly newestDate: string | null;
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
