import { type Dependency, merge, through } from './dependency.ts';
import { dependencyOf, keyDependency, optionalDependency, orderDependency, referredColumn } from './expression.ts';
import { childAt, nodeAt, nodesUnder, type PlanNode, requiredNode } from './plan-json.ts';
import { kept, type PlanColumn, type PlanRelation, relation } from './relation.ts';
import type { Walk } from './walk.ts';

/** LOGICAL_FILTER. */
export function filter(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const conditions = nodesUnder(node, 'expressions').map((condition) => filtered(condition, child.columns, walk));
  return relation(kept(node, 'projection_map', child.columns), merge(child.rows, ...conditions));
}

function filtered(condition: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  const dependency = dependencyOf(condition, input, walk);
  // A LIMIT inside a correlated subquery becomes a filter on a row number: what it took from is the order.
  const left = condition['expression_class'] === 'BOUND_COMPARISON' ? nodeAt(condition, 'left') : undefined;
  const numbered = left?.['alias'] === 'limit_rownum' && referredColumn(left, input)?.rowNumber === true;
  return through(dependency, numbered ? 'SORT' : 'FILTER');
}

/** LOGICAL_ORDER_BY and LOGICAL_TOP_N. */
export function order(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const keys = orderDependency(nodesUnder(node, 'orders'), child.columns, walk);
  return {
    ...child,
    columns: kept(node, 'projections', child.columns),
    rows: merge(child.rows, through(keys, 'SORT')),
  };
}

/** LOGICAL_LIMIT: which rows remain is up to the order below, and to computed bounds. */
export function limit(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const bounds = ['limit_val', 'offset_val'].map((key) =>
    optionalDependency(requiredNode(node, key), 'expression', child.columns, walk),
  );
  return relation(child.columns, merge(child.rows, through(merge(...bounds), 'FILTER')));
}

/** LOGICAL_DISTINCT, with or without ON. */
export function distinct(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const targets = nodesUnder(node, 'distinct_targets').map((target) =>
    through(keyDependency(target, child.columns, walk), 'GROUP_BY'),
  );
  const modifier = nodeAt(node, 'order_by');
  const orders = modifier === undefined ? [] : nodesUnder(modifier, 'orders');
  const sort = through(orderDependency(orders, child.columns, walk), 'SORT');
  return { ...child, rows: merge(child.rows, ...targets, sort) };
}

/** LOGICAL_SAMPLE: chance, not data, picks the rows. */
export function sample(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  return relation(child.columns, child.rows);
}
