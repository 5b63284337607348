import { type Dependency, merge, through } from './dependency.ts';
import { dependencyOf, keyDependency, optionalDependency, orderDependency, typeOf } from './expression.ts';
import { masks } from './masking.ts';
import { childAt, nodesUnder, operatorName, type PlanNode, textUnder, UnknownPlan } from './plan-json.ts';
import type { ExpressionType } from './plan-types.ts';
import { boundTo, type PlanColumn, type PlanRelation } from './relation.ts';
import type { Walk } from './walk.ts';

type WindowType = Extract<ExpressionType, `WINDOW_${string}`>;

/** Aggregates of a frame, functions that take their first argument from another row, and those that number the rows. */
export const WINDOW_FUNCTIONS: Readonly<Record<WindowType, 'aggregating' | 'taking' | 'numbering'>> = {
  WINDOW_AGGREGATE: 'aggregating',
  WINDOW_CUME_DIST: 'numbering',
  WINDOW_FILL: 'taking',
  WINDOW_FIRST_VALUE: 'taking',
  WINDOW_LAG: 'taking',
  WINDOW_LAST_VALUE: 'taking',
  WINDOW_LEAD: 'taking',
  WINDOW_NTH_VALUE: 'taking',
  WINDOW_NTILE: 'numbering',
  WINDOW_PERCENT_RANK: 'numbering',
  WINDOW_RANK: 'numbering',
  WINDOW_RANK_DENSE: 'numbering',
  WINDOW_ROW_NUMBER: 'numbering',
};

/** LOGICAL_WINDOW: the child's columns, then one for each window function. */
export function window(node: PlanNode, walk: Walk): PlanRelation {
  const child = walk.relation(childAt(node, 0));
  const computed = nodesUnder(node, 'expressions').map((expression) => ({
    type: typeOf(expression),
    value: windowDependency(expression, child.columns, walk),
    rowNumber: expression['type'] === 'WINDOW_ROW_NUMBER',
  }));
  return { ...child, columns: [...child.columns, ...boundTo(node, 'window_index', computed)] };
}

function windowDependency(expression: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  walk.seen.add(expression);
  const optional = (key: string): Dependency => optionalDependency(expression, key, input, walk);
  const frame = merge(
    ...nodesUnder(expression, 'partitions').map((partition) => keyDependency(partition, input, walk)),
    orderDependency(nodesUnder(expression, 'orders'), input, walk),
    optional('start_expr'),
    optional('end_expr'),
    optional('offset_expr'),
  );
  return merge(
    values(expression, input, walk),
    through(optional('default_expr'), 'TRANSFORMATION'),
    through(optional('filters'), 'FILTER'),
    through(orderDependency(nodesUnder(expression, 'arg_orders'), input, walk), 'SORT'),
    through(frame, 'WINDOW'),
  );
}

function values(expression: PlanNode, input: readonly PlanColumn[], walk: Walk): Dependency {
  const parts = nodesUnder(expression, 'children').map((argument) => dependencyOf(argument, input, walk));
  const kind = kindOf(expression);
  switch (kind) {
    case 'aggregating':
      return through(merge(...parts), 'AGGREGATION', masks(textUnder(expression, 'name')));
    case 'numbering':
      return through(merge(...parts), 'WINDOW');
    case 'taking':
      return merge(through(merge(...parts.slice(0, 1)), 'TRANSFORMATION'), through(merge(...parts.slice(1)), 'WINDOW'));
    default:
      return kind satisfies never;
  }
}

function kindOf(expression: PlanNode): (typeof WINDOW_FUNCTIONS)[WindowType] {
  const type = textUnder(expression, 'type');
  if (isWindowType(type)) return WINDOW_FUNCTIONS[type];
  throw new UnknownPlan(operatorName(expression), 'no lineage rule for this window function');
}

function isWindowType(type: string): type is WindowType {
  return Object.hasOwn(WINDOW_FUNCTIONS, type);
}
