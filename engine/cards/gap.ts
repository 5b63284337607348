import type { Day, Frequency } from '../calendar/index.ts';

/**
 * What is missing where a reader would take it to be there. The engine finds it when a model is built; the card lists
 * it, and every run that shows the card warns of it.
 */
export type Gap = NotPredicted | LateInput | KeysWithoutRows | LostOutcomes | LostRows | UnusedRows;

/** Decision dates from the first cut-off on for which the model says nothing; in a panel, of its keys. */
export interface NotPredicted {
  readonly kind: 'not_predicted';
  /** Decision dates on which a row has no prediction, of all from the first cut-off on. */
  readonly dates: number;
  readonly ofDates: number;
  /** The same in rows: as many in a model without keys, and of a panel one for each date and key. */
  readonly rows: number;
  readonly ofRows: number;
  /** The first and the last of these dates. */
  readonly from: Day;
  readonly through: Day;
  /** Each row has one reason. */
  readonly reasons: readonly NoPrediction[];
}

/** In the order in which they are looked for. */
export type NoPrediction = {
  readonly rows: number;
  readonly from: Day;
  readonly through: Day;
} & (
  | { readonly why: 'no_row' }
  /** No cut-off up to then could be trained; `found` says of the last one what it lacked. */
  | { readonly why: 'not_trained'; readonly found: string }
  /** These features are missing in such rows. */
  | { readonly why: 'missing'; readonly features: readonly string[] }
  | { readonly why: 'not_computed' }
);

/** A column of a source that has ended, or is later than what is declared of it allows. */
export interface LateInput {
  readonly kind: 'late_input';
  /** The relation and the column that is read: `fred.unrate.value`. */
  readonly relation: string;
  readonly column: string;
  readonly usedFor: 'features' | 'label';
  readonly frequency: Frequency;
  /** The last decision date, on which it was asked for. */
  readonly on: Day;
  /** The newest period that has a value on that day; null where none has. Of several keys that of the first one. */
  readonly newest: Day | null;
  /** When the next one should have been known; null without a newest. */
  readonly due: Day | null;
  /** Days from `due` to `on`. */
  readonly lateDays: number | null;
  /** Decision dates on which it was too late already. */
  readonly dates: number;
  /** Where rows are of keys: those that are late, first the one that is late longest, which the days above are of. */
  readonly keys?: SomeKeys;
}

/** Keys that a panel has, and one of its relations never. */
export interface KeysWithoutRows {
  readonly kind: 'keys_without_rows';
  /** The group, the label, or the group of the event, that lacks them. */
  readonly relation: string;
  readonly keys: SomeKeys;
}

/** Outcomes that are known, and that no refit learns from. */
export interface LostOutcomes {
  readonly kind: 'lost_outcomes';
  /** The label. */
  readonly relation: string;
  readonly rows: number;
  readonly of: number;
  /** The features have no row for its date and key, or the estimator does not read the row. */
  readonly reasons: readonly LostOutcome[];
}

export type LostOutcome = { readonly rows: number } & (
  | { readonly why: 'no_row' }
  | { readonly why: 'missing'; readonly features: readonly string[] }
);

/** Rows whose key is none of those that read them. */
export interface LostRows {
  readonly kind: 'lost_rows';
  /** Where they are: a relation of a source, or a group. */
  readonly relation: string;
  /** Where they never arrive: a group, or the frame of the model. */
  readonly into: string;
  readonly rows: number;
  readonly of: number;
  /** Of these rows so many have no key; the others have these. */
  readonly withoutKey: number;
  readonly keys: SomeKeys;
}

/** Rows of a source that became known after the last decision date, though it is complete for later ones. */
export interface UnusedRows {
  readonly kind: 'unused_rows';
  readonly source: string;
  readonly rows: number;
  /** The last decision date, and the day through which the source is complete. */
  readonly after: Day;
  readonly through: Day;
  /** Decision dates that it would be complete for. */
  readonly dates: number;
}

/** Some keys of many: the first ones, and how many there are. */
export interface SomeKeys {
  readonly shown: readonly string[];
  readonly count: number;
  /** All that could be meant. */
  readonly of: number;
}

const SHOWN = 5;

export function someKeys(keys: readonly string[], of: number): SomeKeys {
  return { shown: keys.slice(0, SHOWN), count: keys.length, of };
}
