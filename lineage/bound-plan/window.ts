import { type Dependency, merge, through } from './dependency.ts';
import { dependencyOf, keyDependency, optionalDependency, orderDependency, typeOf } from './expression.ts';
import { masks } from './masking.ts';
import { childAt, nameOf, nodesOf, numberOf, type PlanNode, textOf, UnknownPlan } from './plan-json.ts';
import type { Column, Relation } from './relation.ts';
import type { Walk } from './walk.ts';

// Functions that take their first argument from another row, and functions that only number the rows.
const TAKING = new Set([
  'WINDOW_FILL',
  'WINDOW_FIRST_VALUE',
  'WINDOW_LAG',
  'WINDOW_LAST_VALUE',
  'WINDOW_LEAD',
  'WINDOW_NTH_VALUE',
]);
const NUMBERING = new Set([
  'WINDOW_CUME_DIST',
  'WINDOW_NTILE',
  'WINDOW_PERCENT_RANK',
  'WINDOW_RANK',
  'WINDOW_RANK_DENSE',
  'WINDOW_ROW_NUMBER',
]);

/** LOGICAL_WINDOW: the child's columns, then one for each window function. */
export function window(node: PlanNode, walk: Walk): Relation {
  const child = walk.relation(childAt(node, 0));
  const table = numberOf(node, 'window_index');
  const computed = nodesOf(node, 'expressions').map(
    (expression, index): Column => ({
      type: typeOf(expression),
      value: windowDependency(expression, child.columns, walk),
      binding: `${table}.${index}`,
      rowNumber: expression['type'] === 'WINDOW_ROW_NUMBER',
    }),
  );
  return { ...child, columns: [...child.columns, ...computed] };
}

function windowDependency(expression: PlanNode, input: readonly Column[], walk: Walk): Dependency {
  walk.seen.add(expression);
  const optional = (key: string): Dependency => optionalDependency(expression, key, input, walk);
  const frame = merge(
    ...nodesOf(expression, 'partitions').map((partition) => keyDependency(partition, input, walk)),
    orderDependency(nodesOf(expression, 'orders'), input, walk),
    optional('start_expr'),
    optional('end_expr'),
    optional('offset_expr'),
  );
  return merge(
    values(expression, input, walk),
    through(optional('default_expr'), 'TRANSFORMATION'),
    through(optional('filters'), 'FILTER'),
    through(orderDependency(nodesOf(expression, 'arg_orders'), input, walk), 'SORT'),
    through(frame, 'WINDOW'),
  );
}

function values(expression: PlanNode, input: readonly Column[], walk: Walk): Dependency {
  const type = textOf(expression, 'type');
  const parts = nodesOf(expression, 'children').map((argument) => dependencyOf(argument, input, walk));
  if (type === 'WINDOW_AGGREGATE') {
    return through(merge(...parts), 'AGGREGATION', masks(textOf(expression, 'name')));
  }
  if (NUMBERING.has(type)) return through(merge(...parts), 'WINDOW');
  if (!TAKING.has(type)) throw new UnknownPlan(nameOf(expression), 'no lineage rule for this window function');
  return merge(through(merge(...parts.slice(0, 1)), 'TRANSFORMATION'), through(merge(...parts.slice(1)), 'WINDOW'));
}
