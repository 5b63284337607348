import { childAt, isNode, nameOf, numberOf, type PlanNode, textOf, UnknownPlan } from '../bound-plan/plan-json.ts';
import { boundTo, combined, type Digest, type Digested, type DigestWalk, type Hash } from './digested.ts';
import { delimJoin, exceptOrIntersect, join, product, recursion, union } from './join-digests.ts';
import { aggregation, deciding, filter, projection, window } from './row-digests.ts';
import { delimGet, dummyScan, expressionGet, get, unnest } from './scan-digests.ts';

/**
 * How each output column of a SELECT is computed, as digests over DuckDB's bound, unoptimised plan: two queries give a
 * column the same digest when they compute it by the same expressions over the same columns and rows, whatever things
 * are called, where they stand and what other columns there are. Digests err to one side: the same digest means the same
 * computation, but the same computation written in another way may have another one. A plan with an operator that no
 * rule knows has one digest for all columns: that of the whole plan.
 */
export function columnDigests(plan: unknown, outputNames: readonly string[], hash: Hash): ReadonlyMap<string, Digest> {
  const whole = (): ReadonlyMap<string, Digest> => {
    const digest = hash(JSON.stringify(plan, (key, value: unknown) => (WHERE.has(key) ? undefined : value)));
    return new Map(outputNames.map((name) => [name, hash(JSON.stringify([digest, name]))]));
  };
  try {
    if (!isNode(plan)) return whole();
    const walk = newWalk(hash);
    const { columns, rows } = walk.digested(plan);
    if (columns.length !== outputNames.length) return whole();
    return new Map(
      columns.map(({ value }, index) => [outputNames[index] ?? '', combined(walk, 'in rows', value, rows)]),
    );
  } catch (error) {
    if (error instanceof UnknownPlan) return whole();
    throw error;
  }
}

/** What says where a thing stood or how it was called, not what it is. */
const WHERE = new Set(['alias', 'query_location', 'ctename']);

function newWalk(hash: Hash): DigestWalk {
  const walk: DigestWalk = { hash, digested: (node) => digested(node, walk), ctes: new Map(), outer: [] };
  return walk;
}

function digested(node: PlanNode, walk: DigestWalk): Digested {
  const type = textOf(node, 'type');
  switch (type) {
    case 'LOGICAL_GET':
      return get(node, walk);
    case 'LOGICAL_DELIM_GET':
      return delimGet(node, walk);
    case 'LOGICAL_DUMMY_SCAN':
      return dummyScan(node, walk);
    case 'LOGICAL_EXPRESSION_GET':
      return expressionGet(node, walk);
    case 'LOGICAL_UNNEST':
      return unnest(node, walk);
    case 'LOGICAL_PROJECTION':
      return projection(node, walk);
    case 'LOGICAL_FILTER':
      return filter(node, walk);
    case 'LOGICAL_ORDER_BY':
    case 'LOGICAL_TOP_N':
    case 'LOGICAL_LIMIT':
    case 'LOGICAL_DISTINCT':
    case 'LOGICAL_SAMPLE':
      return deciding(node, walk);
    case 'LOGICAL_AGGREGATE_AND_GROUP_BY':
      return aggregation(node, walk);
    case 'LOGICAL_WINDOW':
      return window(node, walk);
    case 'LOGICAL_COMPARISON_JOIN':
    case 'LOGICAL_ASOF_JOIN':
    case 'LOGICAL_ANY_JOIN':
      return join(node, walk);
    case 'LOGICAL_DELIM_JOIN':
      return delimJoin(node, walk);
    case 'LOGICAL_CROSS_PRODUCT':
    case 'LOGICAL_POSITIONAL_JOIN':
      return product(node, walk);
    case 'LOGICAL_EXCEPT':
    case 'LOGICAL_INTERSECT':
      return exceptOrIntersect(node, walk);
    case 'LOGICAL_UNION':
      return union(node, walk);
    case 'LOGICAL_RECURSIVE_CTE':
      return recursion(node, walk);
    case 'LOGICAL_MATERIALIZED_CTE':
      walk.ctes.set(numberOf(node, 'table_index'), walk.digested(childAt(node, 0)));
      return walk.digested(childAt(node, 1));
    case 'LOGICAL_CTE_REF':
      return commonTableRef(node, walk);
    default:
      throw new UnknownPlan(nameOf(node), 'no digest rule for this operator');
  }
}

function commonTableRef(node: PlanNode, walk: DigestWalk): Digested {
  const source = walk.ctes.get(numberOf(node, 'cte_index'));
  if (source === undefined) throw new UnknownPlan(nameOf(node), 'no such common table in scope');
  return {
    ...source,
    columns: boundTo(
      node,
      'table_index',
      source.columns.map(({ value }) => value),
    ),
  };
}
