import type { Day } from '../calendar/index.ts';
import type { Problem } from '../diagnostics/index.ts';
import type { AsOfPlan, FeatureContract } from '../feature-store/index.ts';
import type { GivenObservations } from '../ingest/index.ts';

/** How far a number may be from the one that is expected: the wider of the two holds. */
export interface Closeness {
  readonly relative: number;
  readonly absolute: number;
}

/** A row whose values are texts, as a file would have them; a member that is missing says nothing. */
export type TextRow = Readonly<Record<string, string | null>>;

/** What is asked of a definition, and what it must answer: plain data. */
export interface UnitCase {
  /** `labor.the_report_came_late`, for messages. */
  readonly name: string;
  readonly plan: AsOfPlan;
  /** Ascending. */
  readonly asOf: readonly Day[];
  /** What `calendar.dates` holds. */
  readonly calendar: readonly Day[];
  /** All that the plan reads. */
  readonly given: readonly GivenRelationRows[];
  /** What of the query's rows is compared: those that a group serves, a label's outcomes, or all. */
  readonly subject:
    | { readonly kind: 'group'; readonly contract: FeatureContract }
    | { readonly kind: 'label' }
    | { readonly kind: 'query' };
  readonly keys: readonly string[];
  readonly expected: readonly TextRow[];
  readonly tolerance: {
    readonly floats: Closeness;
    readonly columns: Readonly<Record<string, Closeness>>;
  };
}

/** The rows of one relation, which may be told only when they are needed: a CSV that is none is a finding too. */
export interface GivenRelationRows {
  readonly relation: string;
  readonly observations: () => GivenObservations;
}

/** Where in the test something was found: steps from its name, such as `expect`, 2. */
export type PlaceInTest = readonly (string | number)[];

/** One thing that is not as it must be. */
export interface UnitFinding {
  readonly place: PlaceInTest;
  readonly problem: Problem;
}
