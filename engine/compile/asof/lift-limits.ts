import type { Json, JsonObject } from '../../warehouse/index.ts';
import { isObject, isQueryNode, objectsAt, textAt, walk } from '../ast.ts';
import { AS_OF } from './allowed-functions.ts';
import { ORDERED_AGGREGATES } from './functions-aggregate.ts';
import { CannotLift } from './scope.ts';

/** Join kinds that DuckDB cannot run inside LATERAL. */
const JOINS = new Set(['FULL', 'OUTER', 'SEMI', 'ANTI']);

/** Throws `CannotLift` for a node that fails or loses rows inside LATERAL in DuckDB 1.5. */
export function refuseUnliftable(node: JsonObject): void {
  if (isObject(node['sample'])) throw new CannotLift('SAMPLE cannot be lifted');
  if (node['class'] === 'WINDOW') refuseAsOf(Object.values(node), 'inside a window function');
  switch (node['type']) {
    case 'JOIN':
      refuseJoin(node);
      break;
    case 'LIMIT_PERCENT_MODIFIER':
      throw new CannotLift('LIMIT in per cent cannot be lifted');
    case 'LIMIT_MODIFIER':
      if (isConstant(node['limit']) && isConstant(node['offset'])) break;
      throw new CannotLift('a LIMIT or OFFSET that is not a constant cannot be lifted');
    case 'SELECT_NODE':
      refuseGroupingSets(node);
      break;
    case 'FUNCTION':
      refuseUnordered(node);
      break;
    case 'LAMBDA':
      refuseAsOf(node['expr'], 'inside a lambda');
      break;
    default:
  }
}

/** The result is the order of the rows, which no rewriting preserves. */
function refuseUnordered(call: JsonObject): void {
  const name = textAt(call, 'function_name').toLowerCase();
  const orders = isObject(call['order_bys']) ? objectsAt(call['order_bys'], 'orders') : [];
  if (ORDERED_AGGREGATES.has(name) && orders.length === 0) {
    throw new CannotLift(`${name}() without ORDER BY depends on the order of the rows`);
  }
}

/** DuckDB binds no outer column in these places; a subquery there has its own. */
function refuseAsOf(value: Json | undefined, where: string): void {
  if (Array.isArray(value)) for (const item of value) refuseAsOf(item, where);
  if (!isObject(value) || isQueryNode(value)) return;
  if (textAt(value, 'function_name').toLowerCase() === AS_OF) throw new CannotLift(`as_of() ${where} cannot be lifted`);
  refuseAsOf(Object.values(value), where);
}

function refuseJoin(join: JsonObject): void {
  const kind = textAt(join, 'join_type');
  if (textAt(join, 'ref_type') === 'POSITIONAL') throw new CannotLift('POSITIONAL JOIN cannot be lifted');
  if (JOINS.has(kind)) throw new CannotLift(`${kind} JOIN cannot be lifted`);
  if (kind === 'INNER') return;
  refuseAsOf(join['condition'], 'in the condition of an outer join');
  walk(join['condition'] ?? null, (node) => {
    if (node['class'] === 'SUBQUERY')
      throw new CannotLift('a subquery in the condition of an outer join cannot be lifted');
  });
}

/** Over empty input each `()` must yield its own row; inside LATERAL DuckDB returns one for all of them. */
function refuseGroupingSets(select: JsonObject): void {
  const sets = select['group_sets'];
  if (!Array.isArray(sets) || sets.length < 2) return;
  const empty = sets.filter((set) => Array.isArray(set) && set.length === 0);
  if (empty.length > 0) throw new CannotLift('grouping sets that include () cannot be lifted');
}

function isConstant(value: Json | undefined): boolean {
  return value === undefined || value === null || (isObject(value) && value['class'] === 'CONSTANT');
}
