import type { JsonObject } from '../../../warehouse/index.ts';
import {
  type CteEntry,
  ctesOf,
  objectAt,
  objectsAt,
  relationName,
  someNode,
  textAt,
  textsAt,
  walk,
} from '../../ast.ts';
import { isUngrouped } from './aggregates.ts';
import { CannotLift } from './cannot-lift.ts';
import { limited, limitOf, rewriteLimitedSelect } from './limits.ts';
import { columnRef, ordinalOf, plainJoins } from './nodes.ts';
import { hasSubquery, isDated } from './references.ts';
import { type BlockCtes, type Cte, type Ctes, DATE, type Rewriter, shapesOf } from './scope.ts';
import { ordersOf } from './shapes.ts';

/** A query over all dates: its CTEs, then what its subqueries need once, then its rows, first column `__t`. */
export function rewriteQuery(rewriter: Rewriter, node: JsonObject, outer: Ctes): JsonObject {
  const { map, ctes } = rewriteCtes(rewriter, node, outer);
  const block: BlockCtes = new Map();
  const body = rewriteBody(rewriter, node, ctes, block);
  return { ...body, cte_map: { map: [...map, ...[...block.values()].map(({ entry }) => entry)] } };
}

function rewriteBody(rewriter: Rewriter, node: JsonObject, ctes: Ctes, block: BlockCtes): JsonObject {
  switch (node['type']) {
    case 'SELECT_NODE':
      return rewriteLimitedSelect(rewriter, node, ctes, block);
    case 'SET_OPERATION_NODE':
      return rewriteSetOperation(rewriter, node, ctes);
    default:
      throw new CannotLift(`${textAt(node, 'type')} is not lifted here`);
  }
}

/** Rows are equal only when their dates are: so each date's rows are united, intersected, subtracted by themselves. */
function rewriteSetOperation(rewriter: Rewriter, node: JsonObject, ctes: Ctes): JsonObject {
  const modifiers = objectsAt(node, 'modifiers');
  if (modifiers.some((modifier) => modifier['type'] === 'DISTINCT_MODIFIER')) {
    throw new CannotLift('DISTINCT on a set operation is not lifted');
  }
  const side = (key: 'left' | 'right'): JsonObject => rewriter.query(objectAt(node, key) ?? {}, ctes);
  const united = { ...node, cte_map: { map: [] }, modifiers: [], left: side('left'), right: side('right') };
  const limit = limitOf(node);
  if (limit === undefined) return united;
  const columns = rewriter.shapes.ofQuery(node, shapesOf(ctes)).columns;
  const name = rewriter.fresh('z');
  const keys = ordersOf(node).map((order) => {
    const expression = objectAt(order, 'expression') ?? {};
    const position = ordinalOf(expression);
    const column = position === undefined ? textsAt(expression, 'column_names').at(-1) : columns?.[position - 1];
    if (column === undefined || column.startsWith('?')) {
      throw new CannotLift('LIMIT of a set operation is lifted only where ORDER BY names its columns');
    }
    return { ...order, expression: columnRef([name, column]) };
  });
  return limited(united, { name, keys, hidden: [], limit });
}

interface OwnCtes {
  readonly map: readonly JsonObject[];
  readonly ctes: Ctes;
}

/** Each CTE stays under its name, over all dates; one that does not depend on the date stays as it is. */
function rewriteCtes(rewriter: Rewriter, node: JsonObject, outer: Ctes): OwnCtes {
  const ctes = new Map(outer);
  const map: JsonObject[] = [];
  for (const cte of ctesOf(node)) {
    const shape = rewriter.shapes
      .within({ cte_map: { map: [entryOf(cte)] } }, shapesOf(ctes))
      .get(cte.name.toLowerCase());
    if (shape === undefined) throw new Error(`the CTE ${cte.name} has no shape`);
    const dated = isDated(cte.node, ctes);
    const recursive = cte.node['type'] === 'RECURSIVE_CTE_NODE';
    const binding: Cte = { dated, shape };
    if (!dated) map.push(withBody(cte, plainJoins(cte.node), cte.aliases));
    else if (recursive) map.push(rewriteRecursion(rewriter, cte, ctes, binding));
    else map.push(withBody(cte, rewriter.query(cte.node, ctes), dateAnd(cte.aliases)));
    ctes.set(cte.name.toLowerCase(), binding);
  }
  return { map, ctes };
}

/**
 * The seed and each step carry the date, and a step joins on it, so that the dates' recursions run side by side and
 * never meet. An aggregate without GROUP BY would add a row for every date in every round.
 */
function rewriteRecursion(rewriter: Rewriter, cte: CteEntry, ctes: Ctes, binding: Cte): JsonObject {
  const { node, name } = cte;
  const step = objectAt(node, 'right') ?? {};
  if (objectsAt(node, 'key_targets').length > 0) throw new CannotLift('a recursion USING KEY is not lifted');
  let reads = 0;
  walk(step, (part) => {
    if (part['type'] === 'BASE_TABLE' && relationName(part) === name.toLowerCase()) reads += 1;
  });
  if (someNode(step, (part) => part['type'] === 'SELECT_NODE' && isUngrouped(part))) {
    throw new CannotLift(`the recursive CTE "${name}" aggregates without GROUP BY in its step`);
  }
  if (reads !== 1 || hasSubquery(step) || someNode(step, (part) => ctesOf(part).length > 0)) {
    throw new CannotLift(`the step of the recursive CTE "${name}" has CTEs or subqueries, or reads it more than once`);
  }
  const left = rewriter.query(objectAt(node, 'left') ?? {}, ctes);
  const right = rewriter.query(step, new Map(ctes).set(name.toLowerCase(), binding));
  const aliases = dateAnd(cte.aliases);
  return withBody(cte, { ...node, left, right, aliases }, aliases);
}

function dateAnd(aliases: readonly string[]): readonly string[] {
  return aliases.length === 0 ? [] : [DATE, ...aliases];
}

/** An entry of a list of CTEs. */
export function entryOf({ name, entry }: CteEntry): JsonObject {
  return { key: name, value: entry };
}

function withBody({ name, entry }: CteEntry, body: JsonObject, aliases: readonly string[]): JsonObject {
  const query = objectAt(entry, 'query') ?? {};
  return { key: name, value: { ...entry, aliases, query: { ...query, node: body } } };
}
