import type { Day } from '../../calendar/index.ts';
import type { Problem } from '../../diagnostics/index.ts';
import type { valuesAsKnown } from '../labels.ts';

/**
 * What a walk-forward of an event does otherwise than one of a value; the walk is the same. `Y` is what a label may be,
 * `Fit` what is kept of a refit, and `Said` what a refit says of a row.
 */
export interface WalkTask<Y extends number, Fit extends FitAtCutoff, Said> {
  /** Faults of a frame that only this task finds. */
  readonly faults: readonly Problem[];
  /** The label of each row as known on a day; throws for labels that are none of this task. */
  readonly labelsAsKnown: (...asked: Parameters<typeof valuesAsKnown>) => readonly (Y | null)[];
  /** What has to be known at a cut-off for it to be fitted. */
  readonly minimum: Minimum;
  /** Fits at a cut-off. Cut-offs come in order, so that what a refit learns may build on those before it. */
  readonly refit: (known: KnownAtCutoff<Y>) => RefitAttempt<Fit>;
  /** What a refit says of the rows in [from, to), one element a row. Asked once all refits are done, in their order. */
  readonly predict: (fit: Fit, from: number, to: number) => readonly Said[];
}

export interface Minimum {
  readonly count: number;
  /** What is counted: 'known episodes'. */
  readonly of: string;
  /** The key of the definition that says so: 'minimum_episodes'. */
  readonly setting: string;
}

/** What a refit may learn from. */
export interface KnownAtCutoff<Y extends number> {
  /** The first row of the cut-off's date. */
  readonly position: number;
  readonly cutoff: Day;
  /** Known and mature; one element a row of the frame, null elsewhere and after the cut-off. */
  readonly mature: readonly (Y | null)[];
  /** Rows that the protocol leaves out by what was known of the event. */
  readonly excluded: readonly boolean[];
}

export interface FitAtCutoff {
  readonly cutoff: Day;
}

export type RefitAttempt<Fit> =
  | {
      readonly kind: 'fitted';
      readonly fit: Fit;
      /** Climatology: the mean of the labels known at the cut-off. */
      readonly baseline: number;
    }
  /** Fewer were known than `minimum` demands. */
  | { readonly kind: 'too_few'; readonly found: number }
  /** No row can be read, whatever is known of its label. */
  | { readonly kind: 'unreadable'; readonly found: 0; readonly reason: string }
  /** Enough was known, and the estimator could not be fitted. */
  | { readonly kind: 'unfitted'; readonly found: number; readonly problems: readonly Problem[] };

/** A cut-off that was passed over, with how many of what `minimum` counts were known. */
export interface PassedCutoff {
  readonly cutoff: Day;
  readonly found: number;
  readonly reason: string;
}

/** What every prediction of a walk-forward says beside what its refit does. */
export interface WalkedRow<Y extends number> {
  readonly asOf: Day;
  /** Whose row it is, in a panel. */
  readonly key?: string;
  readonly cutoff: Day;
  readonly baseline: number;
  /** Final label: as known on the last decision date. */
  readonly y: Y | null;
  /** In the event, or soon after it, where the protocol excludes that: predicted, not scored. */
  readonly excluded: boolean;
}

/** A walk from its first cut-off to the last decision date. Without refits its problems say why there are none. */
export interface WalkedTask<Y extends number, Fit, Said> {
  readonly refits: readonly Fit[];
  readonly passed: readonly PassedCutoff[];
  readonly predictions: readonly (WalkedRow<Y> & Said)[];
  readonly problems: readonly Problem[];
}
