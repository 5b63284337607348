import { planParts } from './completeness.ts';
import { dependencyOf, referredColumn, typeOf } from './expression.ts';
import { childAt, nodeAt, nodesUnder, type PlanNode } from './plan-json.ts';
import { boundTo, type PlanRelation } from './relation.ts';
import type { Walk } from './walk.ts';

/** LOGICAL_PROJECTION. */
export function projection(node: PlanNode, walk: Walk): PlanRelation {
  const guarded = guardedScalar(node);
  if (guarded !== undefined) return unguarded(node, guarded, walk);
  const child = walk.relation(childAt(node, 0));
  const columns = nodesUnder(node, 'expressions').map((expression) => ({
    type: typeOf(expression),
    value: dependencyOf(expression, child.columns, walk),
    repeats: referredColumn(expression, child.columns)?.repeats,
  }));
  return { ...child, columns: boundTo(node, 'table_index', columns) };
}

/**
 * DuckDB guards an uncorrelated scalar subquery against a second row: CASE WHEN count_star() > 1 THEN error(...) ELSE
 * first(value) END over an ungrouped aggregate. Answers with that aggregate.
 */
function guardedScalar(node: PlanNode): PlanNode | undefined {
  const aggregate = childAt(node, 0);
  const [guard] = nodesUnder(node, 'expressions');
  if (guard?.['expression_class'] !== 'BOUND_CASE' || aggregate['type'] !== 'LOGICAL_AGGREGATE_AND_GROUP_BY') {
    return undefined;
  }
  const raises = nodesUnder(guard, 'case_checks').map((check) => nodeAt(check, 'then_expr')?.['name']);
  const computes = nodesUnder(aggregate, 'expressions').map((expression) => expression['name']);
  const matches = raises.join() === 'error' && computes.join() === 'first,count_star';
  return matches && nodesUnder(aggregate, 'groups').length === 0 ? aggregate : undefined;
}

/** The guarded value passes through unchanged: its own edges count, not those of the guard. */
function unguarded(node: PlanNode, aggregate: PlanNode, walk: Walk): PlanRelation {
  for (const part of planParts([node['expressions'], aggregate['expressions']])) walk.seen.add(part);
  walk.seen.add(aggregate);
  const inner = walk.relation(childAt(aggregate, 0));
  const columns = nodesUnder(node, 'expressions').flatMap((expression) =>
    inner.columns.slice(0, 1).map((column) => ({ ...column, type: typeOf(expression), repeats: undefined })),
  );
  return { columns: boundTo(node, 'table_index', columns), rows: inner.rows, single: true };
}
