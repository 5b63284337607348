import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { isObject, objectAt, objectsAt, someNode } from '../../ast.ts';
import { isAsOf } from '../replace-as-of.ts';
import { hasAggregate, isUngrouped } from './aggregates.ts';
import { CannotLift } from './cannot-lift.ts';
import { constant, ordinalOf } from './nodes.ts';
import { type BlockCtes, type Ctes, DATE, type Rewriter, type RewriteScope } from './scope.ts';
import { rewriteUngrouped } from './ungrouped.ts';

/**
 * Rewrites one SELECT without its LIMIT: each clause sees the rows of all dates beside each other, and none mixes
 * them.
 */
export function rewriteSelect(rewriter: Rewriter, select: JsonObject, ctes: Ctes, block: BlockCtes): JsonObject {
  if (isObject(select['sample'])) throw new CannotLift('SAMPLE is not lifted');
  refuseDoubtfulGroups(select);
  if (isUngrouped(select)) return rewriteUngrouped(rewriter, select, ctes, block);
  const from = rewriter.from(objectAt(select, 'from_table'), ctes, block);
  const scope: RewriteScope = { ctes, seen: from.seen, date: from.date, block };
  const clause = (key: string): Json => {
    const expression = objectAt(select, key);
    return expression === undefined ? null : rewriter.expression(expression, scope);
  };
  const shifted = (expression: JsonObject): JsonObject => afterDate(rewriter, expression, scope);
  const groups = objectsAt(select, 'group_expressions');
  const sets = Array.isArray(select['group_sets']) ? select['group_sets'] : [];
  const grouped = groups.length > 0;
  return {
    ...select,
    cte_map: { map: [] },
    modifiers: objectsAt(select, 'modifiers').map((modifier) => withDate(modifier, from.date, shifted)),
    select_list: [
      { ...from.date, alias: DATE },
      ...objectsAt(select, 'select_list').map((item) => rewriter.expression(item, scope)),
    ],
    from_table: from.ref,
    where_clause: clause('where_clause'),
    having: clause('having'),
    qualify: clause('qualify'),
    group_expressions: grouped ? [...groups.map(shifted), from.date] : [],
    group_sets: grouped ? sets.map((set) => (Array.isArray(set) ? [...set, groups.length] : set)) : sets,
  };
}

/** Over nothing each `()` yields a row of its own; and DuckDB's GROUP BY ALL drops what it takes for constant. */
function refuseDoubtfulGroups(select: JsonObject): void {
  const sets = Array.isArray(select['group_sets']) ? select['group_sets'] : [];
  if (sets.length > 1 && sets.some((set) => Array.isArray(set) && set.length === 0)) {
    throw new CannotLift('grouping sets that include () are not lifted');
  }
  if (select['aggregate_handling'] !== 'FORCE_AGGREGATES') return;
  for (const item of objectsAt(select, 'select_list')) {
    const hasColumn = someNode(item, (node) => node['class'] === 'COLUMN_REF' || node['class'] === 'STAR');
    if (hasColumn || hasAggregate(item) || !someNode(item, isAsOf)) continue;
    throw new CannotLift('GROUP BY ALL with a bare as_of() is not lifted');
  }
}

/** Positions count one more: the date is the first column. */
function afterDate(rewriter: Rewriter, expression: JsonObject, scope: RewriteScope): JsonObject {
  const position = ordinalOf(expression);
  return position === undefined ? rewriter.expression(expression, scope) : constant(position + 1);
}

function withDate(modifier: JsonObject, date: JsonObject, shifted: (expression: JsonObject) => JsonObject): JsonObject {
  const targets = objectsAt(modifier, 'distinct_on_targets');
  if (targets.length > 0) return { ...modifier, distinct_on_targets: [date, ...targets.map(shifted)] };
  if (modifier['type'] !== 'ORDER_MODIFIER') return modifier;
  const orders = objectsAt(modifier, 'orders');
  return {
    ...modifier,
    orders: orders.map((order) => ({ ...order, expression: shifted(objectAt(order, 'expression') ?? {}) })),
  };
}
