import { merge, through } from './dependency.ts';
import { childAt, nameOf, nodesOf, numberOf, type PlanNode, UnknownPlan } from './plan-json.ts';
import type { Column } from './relation.ts';
import { type Relation, relation } from './relation.ts';
import type { Walk } from './walk.ts';

/** LOGICAL_UNION of two or more; DuckDB puts a LOGICAL_DISTINCT above it unless ALL is said. */
export function union(node: PlanNode, walk: Walk): Relation {
  const parts = nodesOf(node, 'children').map((child) => walk.relation(child));
  return parts.reduce((above, below) => stacked(node, above, below));
}

/** LOGICAL_EXCEPT and LOGICAL_INTERSECT: joins of whole rows, whose values are the left side's. */
export function exceptOrIntersect(node: PlanNode, walk: Walk): Relation {
  const left = walk.relation(childAt(node, 0));
  const right = walk.relation(childAt(node, 1));
  const compared = merge(...[...left.columns, ...right.columns].map((column) => column.value));
  return relation(rebound(node, left.columns), merge(left.rows, right.rows, through(compared, 'JOIN')));
}

/** Rows of both, position by position. */
export function stacked(node: PlanNode, left: Relation, right: Relation): Relation {
  if (left.columns.length !== right.columns.length) throw new UnknownPlan(nameOf(node), 'sides of different width');
  const columns = left.columns.map((column, index) => ({
    ...column,
    value: merge(column.value, right.columns[index]?.value ?? column.value),
    repeats: column.repeats === right.columns[index]?.repeats ? column.repeats : undefined,
  }));
  return relation(rebound(node, columns), merge(left.rows, right.rows));
}

export function rebound(node: PlanNode, columns: readonly Column[]): readonly Column[] {
  const table = numberOf(node, 'table_index');
  return columns.map((column, index) => ({ ...column, binding: `${table}.${index}` }));
}
