import type { Latest, SpellOutcome } from '../../training/index.ts';

/**
 * What was behind the alarms of step (a), as far as the card shows it: every contribution on every decision date lies
 * in the model's `alarms` object.
 */
export interface AlarmRecord {
  /** In order. */
  readonly spells: readonly SpellFigures[];
  /** null where nothing explains a prediction, as of a rule. */
  readonly contributions: ContributionRecord | null;
}

/** A run of predicted decision dates in alarm, of a panel those of one key. */
export interface SpellFigures {
  readonly key?: string;
  readonly from: string;
  readonly to: string;
  readonly dates: number;
  /** Its scored dates that the event followed, by final labels, and its outcome, which is true if there are any. */
  readonly followed: number;
  readonly outcome: SpellOutcome;
  /** On its first date: the contributions of all features, added up. null where nothing explains it. */
  readonly together: number | null;
  /** On its first date, those that raised the margin most, the largest first. */
  readonly behind: readonly { readonly feature: string; readonly contribution: number }[];
}

export interface ContributionRecord {
  /** What margins and contributions are in. */
  readonly scale: NonNullable<Latest['explanation']>['scale'];
  /** Every feature, that of the largest mean size first. */
  readonly features: readonly ContributionSummary[];
  /** Every decision date that can be explained; empty of several keys, which the object has one by one. */
  readonly dates: readonly ContributionDate[];
}

/** A feature's contributions over all dates. */
export interface ContributionSummary {
  readonly feature: string;
  /** Of the contributions without their sign. */
  readonly meanSize: number;
  readonly mean: number;
  readonly lowest: DatedContribution;
  readonly highest: DatedContribution;
}

export interface DatedContribution {
  readonly asOf: string;
  /** Of a panel. */
  readonly key?: string;
  readonly contribution: number;
}

export interface ContributionDate {
  readonly asOf: string;
  /** Of the first of `features`, in their order. */
  readonly largest: readonly number[];
  /** Of all others together; 0 where there are none. */
  readonly rest: number;
}
