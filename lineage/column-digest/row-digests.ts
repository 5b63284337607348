import { childAt, listUnder, nodesUnder, type PlanNode } from '../bound-plan/plan-json.ts';
import { BY_NOTHING, boundTo, type Digested, type DigestWalk, keptAt, rulesOf } from './digested.ts';
import { digestOfAll, expressionDigest, partDigest } from './expression-digest.ts';

/** LOGICAL_PROJECTION. */
export function digestProjection(node: PlanNode, walk: DigestWalk): Digested {
  const child = walk.digested(childAt(node, 0));
  const values = nodesUnder(node, 'expressions').map((expression) => expressionDigest(expression, child.columns, walk));
  return { ...child, columns: boundTo(node, 'table_index', values) };
}

/** LOGICAL_FILTER. */
export function digestFilter(node: PlanNode, walk: DigestWalk): Digested {
  const child = walk.digested(childAt(node, 0));
  const conditions = nodesUnder(node, 'expressions').map((condition) =>
    expressionDigest(condition, child.columns, walk),
  );
  const rows = walk.hash(JSON.stringify(['filter', child.rows, digestOfAll(conditions)]));
  return { ...child, columns: keptAt(node, 'projection_map', child.columns), rows, single: false };
}

/** Operators that keep their columns and decide about rows or their order: LIMIT, DISTINCT, ORDER BY and their like. */
export function deciding(node: PlanNode, walk: DigestWalk): Digested {
  const child = walk.digested(childAt(node, 0));
  const rows = walk.hash(JSON.stringify([child.rows, partDigest(rulesOf(node), child.columns, walk)]));
  return { ...child, columns: keptAt(node, 'projections', child.columns), rows, single: false };
}

/**
 * LOGICAL_AGGREGATE_AND_GROUP_BY: groups, then aggregates, then grouping functions. An aggregate is also the rows that
 * it is computed from: what filters them later is another thing.
 */
export function digestAggregation(node: PlanNode, walk: DigestWalk): Digested {
  const child = walk.digested(childAt(node, 0));
  const groups = nodesUnder(node, 'groups').map((group) => expressionDigest(group, child.columns, walk));
  // An aggregate without groups is one row whatever it is computed from; its sets are positions among the groups.
  const rows = walk.hash(JSON.stringify(['group', child.rows, groups, node['grouping_sets'] ?? []]));
  const aggregates = nodesUnder(node, 'expressions').map((expression) =>
    walk.hash(JSON.stringify([partDigest(expression, child.columns, walk), rows])),
  );
  const groupings = listUnder(node, 'grouping_functions').map((sets) => walk.hash(JSON.stringify([sets, rows])));
  const columns = [
    ...boundTo(node, 'group_index', groups),
    ...boundTo(node, 'aggregate_index', aggregates),
    ...boundTo(node, 'groupings_index', groupings),
  ];
  const isKeyed = groups.length > 0 && listUnder(node, 'grouping_sets').length < 2;
  const single = groups.length === 0;
  return { columns, rows: single ? BY_NOTHING : rows, single, key: isKeyed ? groups : undefined };
}

/** LOGICAL_WINDOW: the child's columns, then one for each function, which sees the rows as they are here. */
export function digestWindow(node: PlanNode, walk: DigestWalk): Digested {
  const child = walk.digested(childAt(node, 0));
  const computed = nodesUnder(node, 'expressions').map((expression) =>
    walk.hash(JSON.stringify([partDigest(expression, child.columns, walk), child.rows])),
  );
  return { ...child, columns: [...child.columns, ...boundTo(node, 'window_index', computed)] };
}
