import type { FittedInputs } from '../training/index.ts';
import type { EngineLimitation } from './engine-limitation.ts';

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

/** Which columns a refit read, by its own rows. */
export interface RefitColumns extends FittedInputs {
  readonly cutoff: string;
}

/** How values became known: rows, and their shares, which add up to 1 unless there are no rows. */
export interface KnowledgeShares {
  readonly rows: number;
  readonly published: number;
  readonly observed: number;
  readonly assumed: number;
}

/**
 * `real_time`: on every predicted decision date all that the features read was published. `pseudo_real_time`: nothing
 * ever was, so nothing may be called "as known".
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
  /**
   * Nobody looked later what became of outcomes; absent from cards of versions that predicted no later: `lastDecision`.
   */
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

/** (a) to (d) of real time against revised. */
export type StepId = 'real_time' | 'labels_final' | 'values_final' | 'lag_removed';

/**
 * `no_vintages`: without them nobody can tell what a revision changed. `nothing_predicted`: no cut-off had enough
 * episodes.
 */
export type NotMeasurable = 'no_vintages' | 'nothing_predicted';

export interface Spell {
  /** Of a panel. */
  readonly key?: string;
  /** First day of its first and of its last month, both in the event. */
  readonly from: string;
  readonly to: string;
}

/** First day of the first and of the last outcome month. */
export interface OutcomeMonths {
  readonly from: string;
  readonly to: string;
}

export interface Reproduction {
  /** The command that builds this model again. */
  readonly command: string;
  /**
   * Fingerprints of what went in, by node. Of a group or label that is read, what `node` names is its rows,
   * `features.labor`, or one of its columns, `features.labor.sahm_gap`, and `fingerprint` the digest of what they hold.
   */
  readonly inputs: readonly { readonly node: string; readonly fingerprint: string }[];
}
