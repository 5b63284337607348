import { type Dependency, merge, NOTHING, through } from './dependency.ts';
import {
  dependencyOf,
  keyDependency,
  optionalDependency,
  orderDependency,
  referredColumn,
  typeOf,
} from './expression.ts';
import { masks } from './masking.ts';
import {
  childAt,
  listUnder,
  nodeAt,
  nodesUnder,
  operatorName,
  type PlanNode,
  textUnder,
  UnknownPlan,
} from './plan-json.ts';
import { boundTo, type PlanColumn, type PlanRelation, relation } from './relation.ts';
import type { Walk } from './walk.ts';

/** LOGICAL_AGGREGATE_AND_GROUP_BY: groups, then aggregates, then grouping functions. */
export function aggregation(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const groups = nodesUnder(node, 'groups');
  const keyColumns = groups.map((group, index) => {
    const column = groupColumn(group, child.columns, walk);
    return isInEverySet(node, index) ? column : { ...column, repeats: undefined };
  });
  const aggregates = nodesUnder(node, 'expressions').map((expression) =>
    aggregateColumn(expression, child.columns, walk),
  );
  // Which grouping set a row belongs to is written in the query.
  const sets = listUnder(node, 'grouping_functions').map(() => ({ type: 'BIGINT', value: NOTHING }));
  const columns = [
    ...boundTo(node, 'group_index', keyColumns),
    ...boundTo(node, 'aggregate_index', aggregates),
    ...boundTo(node, 'groupings_index', sets),
  ];
  const keys = groups.map((group) => through(keyDependency(group, child.columns, walk), 'GROUP_BY'));
  return relation(columns, merge(child.rows, ...keys), groups.length === 0);
}

/** The dependency of the value of a BOUND_AGGREGATE. */
function aggregateDependency(expression: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  walk.seen.add(expression);
  if (expression['expression_class'] !== 'BOUND_AGGREGATE') {
    throw new UnknownPlan(operatorName(expression), 'not an aggregate');
  }
  const values = nodesUnder(expression, 'children').map((argument) => dependencyOf(argument, input, walk));
  const modifier = nodeAt(expression, 'order_bys');
  const orders = modifier === undefined ? [] : nodesUnder(modifier, 'orders');
  return merge(
    through(merge(...values), 'AGGREGATION', masks(textUnder(expression, 'name'))),
    through(optionalDependency(expression, 'filter', input, walk), 'FILTER'),
    through(orderDependency(orders, input, walk), 'SORT'),
  );
}

function groupColumn(group: PlanNode, input: readonly PlanColumn[], walk: Walk): Omit<PlanColumn, 'binding'> {
  return {
    type: typeOf(group),
    value: dependencyOf(group, input, walk),
    repeats: referredColumn(group, input)?.repeats,
  };
}

/** A key is NULL in the rows of a grouping set that it is not in. */
function isInEverySet(node: PlanNode, index: number): boolean {
  return listUnder(node, 'grouping_sets').every((set) => Array.isArray(set) && set.includes(index));
}

function aggregateColumn(expression: PlanNode, input: readonly PlanColumn[], walk: Walk): Omit<PlanColumn, 'binding'> {
  return {
    type: typeOf(expression),
    value: aggregateDependency(expression, input, walk),
    counts: textUnder(expression, 'name').startsWith('count'),
  };
}
