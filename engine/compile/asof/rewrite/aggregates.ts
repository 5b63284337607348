import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { isObject, isQueryNode, objectsAt, someNode, textAt } from '../../ast.ts';
import { AGGREGATE_FUNCTIONS } from '../functions-aggregate.ts';

const AGGREGATES = new Set(AGGREGATE_FUNCTIONS);

export function isAggregateCall(node: JsonObject): boolean {
  return node['class'] === 'FUNCTION' && AGGREGATES.has(textAt(node, 'function_name').toLowerCase());
}

/** An aggregate call of this level: not one in a subquery, nor a window's own function. */
export function hasAggregate(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasAggregate);
  if (!isObject(value) || isQueryNode(value)) return false;
  return isAggregateCall(value) || hasAggregate(Object.values(value));
}

/** Whether a SELECT makes one row of all its rows, also of none. */
export function isUngrouped(select: JsonObject): boolean {
  if (objectsAt(select, 'group_expressions').length > 0) return false;
  const sets = select['group_sets'];
  const listed = Array.isArray(sets) ? sets.length : 0;
  if (listed > 1) return false;
  // GROUP BY ALL groups by what holds a column and no aggregate; DuckDB drops constants.
  if (select['aggregate_handling'] === 'FORCE_AGGREGATES') {
    return objectsAt(select, 'select_list').every((item) => hasAggregate(item) || !hasColumn(item));
  }
  const clauses = ['select_list', 'qualify', 'modifiers'].map((key) => select[key] ?? null);
  return listed > 0 || isObject(select['having']) || hasAggregate(clauses);
}

function hasColumn(value: Json): boolean {
  return someNode(value, (node) => ['COLUMN_REF', 'STAR', 'POSITIONAL_REFERENCE'].includes(textAt(node, 'class')));
}
