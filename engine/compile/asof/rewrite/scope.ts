import type { JsonObject } from '../../../warehouse/index.ts';
import type { AsOfRelation } from '../relation.ts';
import type { RowShape, Shapes } from './shapes.ts';

/** A CTE in reach. */
export interface Cte {
  /** Its rows depend on the decision date, so that its first column is `__t`. */
  readonly dated: boolean;
  readonly shape: RowShape;
}

export type Ctes = ReadonlyMap<string, Cte>;

/** A relation as a block sees it, in lower case where the user named it. */
export interface Seen {
  readonly name: string;
  readonly columns: readonly string[] | undefined;
  /** The `schema.table` by which an unaliased table may also be called. */
  readonly fullName: string | undefined;
  /** The name of its column that holds the decision date; undefined where its rows do not depend on the date. */
  readonly date: string | undefined;
}

/** A rewritten FROM clause: one row a date and row of the user's. */
export interface RewrittenFrom {
  readonly ref: JsonObject;
  /** The decision date of a row. */
  readonly date: JsonObject;
  /** The date's column where it has one bare name, which USING needs. */
  readonly dateName: string | undefined;
  readonly seen: readonly Seen[];
}

/** What names and dates mean at a place in a query. */
export interface RewriteScope {
  readonly ctes: Ctes;
  readonly seen: readonly Seen[];
  /** The decision date of the row at hand. */
  readonly date: JsonObject;
  /** Undefined where there is no place for them. */
  readonly block: BlockCtes | undefined;
}

/** Subqueries that a block computes once for all dates, before its own rows: the text of each, and its CTE. */
export type BlockCtes = Map<string, { readonly name: string; readonly entry: JsonObject }>;

/**
 * The rules call each other through this: a query holds blocks, a block relations and expressions, and these hold
 * queries. Where Q(t) is what a query yields as of t, each rule makes of the union over all dates of {t} x its inputs
 * the union of {t} x its output; `__t`, the date, is the first column of every query that depends on it.
 */
export interface Rewriter {
  readonly relations: ReadonlyMap<string, AsOfRelation>;
  readonly shapes: Shapes;
  /** A name that nothing else in the statement has. */
  fresh(prefix: string): string;
  /** A query that sees nothing around it but CTEs, over all dates; first column `__t`. */
  query(node: JsonObject, ctes: Ctes): JsonObject;
  expression(node: JsonObject, scope: RewriteScope): JsonObject;
  /** The FROM clause over all dates; without one, a row a date. */
  from(tree: JsonObject | undefined, ctes: Ctes, block: BlockCtes | undefined): RewrittenFrom;
  /** The CTE that holds a group's query over all dates. */
  group(name: string): string;
}

export const DATE = '__t';

export function shapesOf(ctes: Ctes): ReadonlyMap<string, RowShape> {
  return new Map([...ctes].map(([name, { shape }]) => [name, shape]));
}
