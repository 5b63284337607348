import {
  childAt,
  isNode,
  numberUnder,
  operatorName,
  type PlanNode,
  textUnder,
  UnknownPlan,
} from '../bound-plan/plan-json.ts';
import {
  BY_NOTHING,
  boundTo,
  columnAt,
  type Digest,
  type Digested,
  type DigestWalk,
  type Hash,
  type RelationKeys,
} from './digested.ts';
import {
  digestDelimJoin,
  digestExceptOrIntersect,
  digestProduct,
  digestRecursion,
  digestUnion,
  join,
} from './join-digests.ts';
import { deciding, digestAggregation, digestFilter, digestProjection, digestWindow } from './row-digests.ts';
import { digestDelimGet, digestDummyScan, digestExpressionGet, digestGet, digestUnnest } from './scan-digests.ts';

/** Raise it when the same plan would give other digests: those of two revisions are not compared. */
export const DIGEST_REVISION = 1;

/** What defines one column: two queries give a column the same digests when they compute it in the same way. */
export interface ColumnDigest {
  /** How the value is computed from the columns that its row has. */
  readonly formula: Digest;
  /** The formula, and which rows the windows, aggregates and subqueries in it see. */
  readonly definition: Digest;
}

export interface QueryDigests {
  readonly columns: Readonly<Record<string, ColumnDigest>>;
  /** What decides which rows there are, and their order; `BY_NOTHING` where nothing does. */
  readonly rows: Digest;
}

/**
 * How a SELECT computes its columns and chooses its rows, as digests over DuckDB's bound, unoptimised plan: equal
 * expressions over the same columns and rows have one digest, whatever things are called, where they stand and which
 * other columns there are. Digests err to one side: one digest means one computation, but the same computation
 * written in another way may have another digest. A plan with an operator that no rule knows has one digest for
 * everything: that of the whole plan.
 */
export function queryDigests(
  plan: unknown,
  outputNames: readonly string[],
  hash: Hash,
  keys: RelationKeys = new Map(),
): QueryDigests {
  try {
    if (!isNode(plan)) return wholePlan(plan, outputNames, hash);
    const full = newWalk(hash, keys, true).digested(plan);
    const formulas = newWalk(hash, keys, false).digested(plan).columns;
    if (full.columns.length !== outputNames.length) return wholePlan(plan, outputNames, hash);
    const columns = outputNames.map((name, index): [string, ColumnDigest] => [
      name,
      { formula: columnAt(plan, formulas, index).value, definition: columnAt(plan, full.columns, index).value },
    ]);
    return { columns: Object.fromEntries(columns), rows: full.rows };
  } catch (error) {
    if (error instanceof UnknownPlan) return wholePlan(plan, outputNames, hash);
    throw error;
  }
}

function wholePlan(plan: unknown, outputNames: readonly string[], hash: Hash): QueryDigests {
  const rows = hash(JSON.stringify(plan, (key, value: unknown) => (WHERE.has(key) ? undefined : value)));
  const columns = outputNames.map((name): [string, ColumnDigest] => {
    const digest = hash(JSON.stringify([rows, name]));
    return [name, { formula: digest, definition: digest }];
  });
  return { columns: Object.fromEntries(columns), rows };
}

/** Fields that say where a thing stood or how it was called, not what it is. */
const WHERE = new Set(['alias', 'query_location', 'ctename']);

/** A walk that forgets about rows finds formulas alone. */
function newWalk(hash: Hash, keys: RelationKeys, minded: boolean): DigestWalk {
  const walk: DigestWalk = {
    hash,
    keys,
    digested: (node) => (minded ? digested(node, walk) : { ...digested(node, walk), rows: BY_NOTHING }),
    ctes: new Map(),
    outer: [],
  };
  return walk;
}

function digested(node: PlanNode, walk: DigestWalk): Digested {
  const type = textUnder(node, 'type');
  switch (type) {
    case 'LOGICAL_GET':
      return digestGet(node, walk);
    case 'LOGICAL_DELIM_GET':
      return digestDelimGet(node, walk);
    case 'LOGICAL_DUMMY_SCAN':
      return digestDummyScan(node, walk);
    case 'LOGICAL_EXPRESSION_GET':
      return digestExpressionGet(node, walk);
    case 'LOGICAL_UNNEST':
      return digestUnnest(node, walk);
    case 'LOGICAL_PROJECTION':
      return digestProjection(node, walk);
    case 'LOGICAL_FILTER':
      return digestFilter(node, walk);
    case 'LOGICAL_ORDER_BY':
    case 'LOGICAL_TOP_N':
    case 'LOGICAL_LIMIT':
    case 'LOGICAL_DISTINCT':
    case 'LOGICAL_SAMPLE':
      return deciding(node, walk);
    case 'LOGICAL_AGGREGATE_AND_GROUP_BY':
      return digestAggregation(node, walk);
    case 'LOGICAL_WINDOW':
      return digestWindow(node, walk);
    case 'LOGICAL_COMPARISON_JOIN':
    case 'LOGICAL_ASOF_JOIN':
    case 'LOGICAL_ANY_JOIN':
      return join(node, walk);
    case 'LOGICAL_DELIM_JOIN':
      return digestDelimJoin(node, walk);
    case 'LOGICAL_CROSS_PRODUCT':
    case 'LOGICAL_POSITIONAL_JOIN':
      return digestProduct(node, walk);
    case 'LOGICAL_EXCEPT':
    case 'LOGICAL_INTERSECT':
      return digestExceptOrIntersect(node, walk);
    case 'LOGICAL_UNION':
      return digestUnion(node, walk);
    case 'LOGICAL_RECURSIVE_CTE':
      return digestRecursion(node, walk);
    case 'LOGICAL_MATERIALIZED_CTE':
      walk.ctes.set(numberUnder(node, 'table_index'), walk.digested(childAt(node, 0)));
      return walk.digested(childAt(node, 1));
    case 'LOGICAL_CTE_REF':
      return commonTableRef(node, walk);
    default:
      throw new UnknownPlan(operatorName(node), 'no digest rule for this operator');
  }
}

function commonTableRef(node: PlanNode, walk: DigestWalk): Digested {
  const source = walk.ctes.get(numberUnder(node, 'cte_index'));
  if (source === undefined) throw new UnknownPlan(operatorName(node), 'no such common table in scope');
  return {
    ...source,
    columns: boundTo(
      node,
      'table_index',
      source.columns.map(({ value }) => value),
    ),
  };
}
