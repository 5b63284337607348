import type { Day } from '../calendar/index.ts';
import type { TextFile } from '../diagnostics/index.ts';

/** A value as it is written; numbers are finite, and exact where they are whole. */
export type UnitCell = string | number | boolean | null;

export type UnitRow = Readonly<Record<string, UnitCell>>;

/** The rows of a relation that a unit test gives: written in it, or in a CSV file beside it. */
export type GivenRelation = { readonly relation: string } & (
  | { readonly rows: readonly UnitRow[]; readonly fixture?: never }
  | { readonly fixture: TextFile; readonly rows?: never }
);

/** How far a number may be from the one that is expected: the wider of the two holds. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** What a group or label gives on some days, if its relations held these rows. */
export interface UnitTestDefinition {
  readonly name: string;
  readonly description?: string;
  /** Ascending, each once. */
  readonly asOf: readonly Day[];
  /** What variables are in it, where they are otherwise than in the project. */
  readonly vars: Readonly<Record<string, string | number | boolean>>;
  readonly given: readonly GivenRelation[];
  /** What `calendar.dates` holds, ascending; absent: the decision dates of the project. */
  readonly decisionDates?: readonly Day[];
  /** `served`: what is stored of it; `query`: the rows of the query itself. */
  readonly expects: 'served' | 'query';
  readonly expected: readonly UnitRow[];
  readonly tolerance: {
    /** Of columns of type DOUBLE or FLOAT that say nothing of their own. */
    readonly floats: Tolerance;
    readonly columns: Readonly<Record<string, Tolerance>>;
  };
}

/** The key under which the expected rows of a test are written. */
export function expectedKey({ expects }: Pick<UnitTestDefinition, 'expects'>): 'expect' | 'expect_query' {
  return expects === 'served' ? 'expect' : 'expect_query';
}
