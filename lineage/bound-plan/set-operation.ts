import { merge, through } from './dependency.ts';
import { childAt, nodesUnder, operatorName, type PlanNode, UnknownPlan } from './plan-json.ts';
import { boundTo, columnAt, type PlanRelation, relation } from './relation.ts';
import type { Walk } from './walk.ts';

/** LOGICAL_UNION of two or more; DuckDB puts a LOGICAL_DISTINCT above it unless ALL is said. */
export function union(node: PlanNode, walk: Walk): PlanRelation {
  const parts = nodesUnder(node, 'children').map((child) => walk.relation(child));
  return parts.reduce((above, below) => stacked(node, above, below));
}

/** LOGICAL_EXCEPT and LOGICAL_INTERSECT: joins of whole rows, whose values are the left side's. */
export function exceptOrIntersect(node: PlanNode, walk: Walk): PlanRelation {
  const left = walk.relation(childAt(node, 0));
  const right = walk.relation(childAt(node, 1));
  const compared = merge(...[...left.columns, ...right.columns].map((column) => column.value));
  return relation(boundTo(node, 'table_index', left.columns), merge(left.rows, right.rows, through(compared, 'JOIN')));
}

/** Rows of both, position by position. */
export function stacked(node: PlanNode, left: PlanRelation, right: PlanRelation): PlanRelation {
  if (left.columns.length !== right.columns.length)
    throw new UnknownPlan(operatorName(node), 'sides of different width');
  const columns = left.columns.map((above, index) => {
    const below = columnAt(node, right.columns, index);
    const repeats = above.repeats === below.repeats ? above.repeats : undefined;
    return { ...above, value: merge(above.value, below.value), repeats };
  });
  return relation(boundTo(node, 'table_index', columns), merge(left.rows, right.rows));
}
