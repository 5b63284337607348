import type { ColumnEdge } from '../edge.ts';

export interface OutputLineage {
  readonly column: string;
  /** DuckDB's name of the type, e.g. `DOUBLE`, `DECIMAL(5,2)`; a keyword that names a struct's field is not quoted. */
  readonly type: string;
  /** Sorted and free of duplicates; several ways from one column to another are several edges. */
  readonly edges: readonly ColumnEdge[];
  /** The column depends on no input column: said explicitly, so that "complete" can be checked. */
  readonly constant: boolean;
}

/** What a SELECT's result depends on. `rows` decides which rows exist (and their order, where it is observable). */
export interface QueryLineage {
  readonly columns: readonly OutputLineage[];
  readonly rows: readonly ColumnEdge[];
  /** Every relation read, sorted: `count(*)` depends on one without depending on any of its columns. */
  readonly reads: readonly string[];
}

/** A refusal names the plan operator or expression that the walker does not know: never a silent gap. */
export type WalkOutcome =
  | { readonly ok: true; readonly lineage: QueryLineage }
  | {
      readonly ok: false;
      readonly node: string;
      readonly reason: string;
      /** UTF-8 bytes from the query's start to where it is written, as far as the plan tells. */
      readonly offset?: number;
    };
