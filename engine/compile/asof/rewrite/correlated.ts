import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { conjunctsOf, isObject, isQueryNode, objectAt, objectsAt, textAt, textsAt, walk } from '../../ast.ts';
import { hasAggregate, isAggregateCall } from './aggregates.ts';
import { CannotLift } from './cannot-lift.ts';
import { and, equals } from './nodes.ts';
import type { Rewriter, RewriteScope } from './scope.ts';
import { queryOf } from './shapes.ts';

const REASON =
  'a subquery that reads the row around it is lifted only over one relation, compared by =, ' +
  'as an aggregate, a single value or EXISTS';

/** Aggregates that are functions of the bag and, over nothing, NULL or a count: others lose their value in DuckDB. */
const ORDER_FREE = new Set(
  `count count_star min max sum avg bool_and bool_or median stddev stddev_samp stddev_pop variance
  var_samp var_pop`.split(/\s+/),
);

/**
 * The reviewed form of a correlated subquery: one relation, compared with the row around it by equality only, and an
 * aggregate, a single value or EXISTS. It stays what it is, with the date as one more equality. Others run in the loop:
 * taking them apart is DuckDB's, which does not always do it right.
 */
export function rewriteCorrelated(rewriter: Rewriter, node: JsonObject, scope: RewriteScope): JsonObject {
  const select = queryOf(node);
  refuseOtherForms(node, select);
  const from = rewriter.from(objectAt(select, 'from_table'), scope.ctes, scope.block);
  const [relation, second] = from.seen;
  if (relation === undefined || second !== undefined || relation.columns === undefined) throw new CannotLift(REASON);
  const { columns, name } = relation;
  // A name that stands for a relation around the subquery must not come to mean the one inside it.
  if (scope.seen.some((outer) => outer.name === name)) throw new CannotLift(REASON);
  const sideOf = (value: Json): Side => sideOfNames(namesIn(value), { name, columns, fullName: relation.fullName });

  const items = objectsAt(select, 'select_list');
  if (items.some((item) => sideOf(item) === 'outer' || sideOf(item) === 'both')) throw new CannotLift(REASON);
  const inside: RewriteScope = { ...scope, seen: from.seen, date: from.date };
  const condition = conjunctsOf(objectAt(select, 'where_clause')).map((conjunct) => {
    const side = sideOf(conjunct);
    if (side === 'inner' || side === 'none') return rewriter.expression(conjunct, inside);
    const [left, right] = [objectAt(conjunct, 'left'), objectAt(conjunct, 'right')];
    if (conjunct['type'] !== 'COMPARE_EQUAL' || left === undefined || right === undefined) throw new CannotLift(REASON);
    const rewritten = [left, right].map((part) => {
      const partSide = sideOf(part);
      if (partSide === 'both') throw new CannotLift(REASON);
      return rewriter.expression(part, partSide === 'outer' ? scope : inside);
    });
    return { ...conjunct, left: rewritten[0] ?? null, right: rewritten[1] ?? null };
  });
  return {
    ...select,
    select_list: items.map((item) => rewriter.expression(item, inside)),
    from_table: from.ref,
    where_clause: condition.reduce(and, equals(from.date, scope.date)),
  };
}

type Side = 'inner' | 'outer' | 'both' | 'none';

function refuseOtherForms(node: JsonObject, select: JsonObject): void {
  const kind = textAt(node, 'subquery_type');
  const plain =
    select['type'] === 'SELECT_NODE' &&
    objectAt(select, 'from_table')?.['type'] === 'BASE_TABLE' &&
    (kind === 'SCALAR' || kind === 'EXISTS') &&
    objectsAt(select, 'modifiers').length === 0 &&
    objectsAt(objectAt(select, 'cte_map') ?? {}, 'map').length === 0 &&
    objectsAt(select, 'group_expressions').length === 0 &&
    !(Array.isArray(select['group_sets']) && select['group_sets'].length > 0) &&
    select['aggregate_handling'] === 'STANDARD_HANDLING' &&
    !isObject(select['having']) &&
    !isObject(select['qualify']) &&
    !isObject(select['sample']);
  const items = objectsAt(select, 'select_list');
  const aggregates = hasAggregate(items);
  if (!plain || (kind === 'EXISTS' && aggregates) || (kind === 'SCALAR' && items.length !== 1)) {
    throw new CannotLift(REASON);
  }
  walk([items, objectAt(select, 'where_clause') ?? null], (part) => {
    const strange = ['WINDOW', 'SUBQUERY', 'LAMBDA'].includes(textAt(part, 'class')) || isQueryNode(part);
    const ordered = isAggregateCall(part) && !ORDER_FREE.has(textAt(part, 'function_name').toLowerCase());
    const rows = textAt(part, 'function_name').toLowerCase() === 'unnest';
    const star = part['class'] === 'STAR' && kind !== 'EXISTS';
    if (strange || ordered || rows || star) throw new CannotLift(REASON);
  });
}

function namesIn(value: Json): readonly (readonly string[])[] {
  const names: (readonly string[])[] = [];
  walk(value, (node) => {
    if (node['class'] === 'COLUMN_REF') names.push(textsAt(node, 'column_names').map((name) => name.toLowerCase()));
  });
  return names;
}

function sideOfNames(
  names: readonly (readonly string[])[],
  relation: { readonly name: string; readonly columns: readonly string[]; readonly fullName: string | undefined },
): Side {
  const isInner = ([first = '', second, third]: readonly string[]): boolean => {
    if (second === undefined) return relation.columns.includes(first);
    if (third === undefined) return first === relation.name || relation.columns.includes(first);
    return `${first}.${second}` === relation.fullName || first === relation.name || relation.columns.includes(first);
  };
  const inner = names.filter(isInner).length;
  if (names.length === 0) return 'none';
  if (inner === names.length) return 'inner';
  return inner === 0 ? 'outer' : 'both';
}
