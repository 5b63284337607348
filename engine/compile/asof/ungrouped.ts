import type { Json, JsonObject } from '../../warehouse/index.ts';
import { isObject, isQueryNode, objectAt, textAt } from '../ast.ts';
import { and, countStar, isNotNull } from './ast-nodes.ts';
import { AGGREGATE_FUNCTIONS } from './functions-aggregate.ts';

const AGGREGATES = new Set(AGGREGATE_FUNCTIONS);

/**
 * An aggregate without GROUP BY yields one row over nothing. Inside LATERAL DuckDB keeps that row only if an aggregate
 * is not NULL over nothing, so an ungrouped SELECT gets `HAVING count(*) IS NOT NULL`, which is always true.
 */
export function keepRowOverNothing(select: JsonObject): JsonObject {
  const grouped = Array.isArray(select['group_expressions']) && select['group_expressions'].length > 0;
  if (grouped || !hasAggregate(['select_list', 'having', 'qualify', 'modifiers'].map((key) => select[key] ?? null))) {
    return select;
  }
  const always = isNotNull(countStar());
  const having = objectAt(select, 'having');
  return { ...select, having: having === undefined ? always : and(having, always) };
}

/** An aggregate call of this level: not one in a subquery, nor a window's own function. */
function hasAggregate(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasAggregate);
  if (!isObject(value) || isQueryNode(value)) return false;
  if (value['class'] === 'FUNCTION' && AGGREGATES.has(textAt(value, 'function_name').toLowerCase())) return true;
  return hasAggregate(Object.values(value));
}
