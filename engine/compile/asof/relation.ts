import type { JsonObject } from '../../warehouse/index.ts';

export interface ColumnType {
  readonly name: string;
  /** DuckDB's name of the type, e.g. `DOUBLE`. */
  readonly type: string;
}

/**
 * What a query may read, under its full name: `fred.unrate` is a source; `features.labor` a group with its own bound
 * statement (variables already replaced, CTEs and references as its author wrote them); `calendar.dates` the decision
 * dates, one column `date DATE`.
 */
export type AsOfRelation =
  | {
      readonly kind: 'source';
      readonly name: string;
      readonly columns: readonly ColumnType[];
      /** Columns that, as of any one day, tell its rows apart; absent where nothing says so. */
      readonly key?: readonly string[];
    }
  | { readonly kind: 'group'; readonly name: string; readonly statement: JsonObject; readonly sql: string }
  | { readonly kind: 'calendar' };

/** What a query reads, groups not opened. */
export interface Reads {
  /** `schema.table` names as declared (lower case), own CTEs excluded, sorted. */
  readonly relations: readonly string[];
  /** Calls `as_of()`. */
  readonly usesAsOf: boolean;
  readonly usesCalendar: boolean;
}
