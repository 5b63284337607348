import type { JsonObject } from '../../../warehouse/index.ts';
import { objectAt, objectsAt, textAt, textsAt } from '../../ast.ts';
import { CannotLift } from './cannot-lift.ts';
import { and, columnRef, compared, constant, ordinalOf, rowNumber, selectNode, star, subqueryRef } from './nodes.ts';
import { type BlockCtes, type Ctes, DATE, type Rewriter } from './scope.ts';
import { rewriteSelect } from './select.ts';
import { distinctTargets } from './select-block.ts';
import { ordersOf } from './shapes.ts';

/** LIMIT and OFFSET as written: all rows where there is no count, from the first on where there is no offset. */
interface Limit {
  readonly count: number | undefined;
  readonly offset: number | undefined;
}

interface Cut {
  /** The name of the rows that are cut, for `keys`. */
  readonly name: string;
  readonly keys: readonly JsonObject[];
  /** Columns that only the order needs. */
  readonly hidden: readonly string[];
  readonly limit: Limit;
}

export function limitOf(node: JsonObject): Limit | undefined {
  const limit = objectsAt(node, 'modifiers').find((modifier) => textAt(modifier, 'type').startsWith('LIMIT'));
  if (limit === undefined) return undefined;
  if (limit['type'] !== 'LIMIT_MODIFIER') throw new CannotLift('LIMIT in per cent is not lifted');
  const whole = (key: 'limit' | 'offset'): number | undefined => {
    const expression = objectAt(limit, key);
    if (expression === undefined) return undefined;
    const value = ordinalOf(expression);
    if (value === undefined || value < 0)
      throw new CannotLift('only a LIMIT and OFFSET that are written out as numbers are lifted');
    return value;
  };
  return { count: whole('limit'), offset: whole('offset') };
}

/**
 * ORDER BY .. LIMIT keeps the rows of each date that row_number() counts into its range. The numbering stands in a
 * query of its own, so that no later condition can move below it.
 */
export function limited(rows: JsonObject, { name, keys, hidden, limit }: Cut): JsonObject {
  const numbered = (type: string, bound: number): JsonObject =>
    compared(type, rowNumber(columnRef([name, DATE]), keys), constant(bound));
  const { count, offset = 0 } = limit;
  const after = offset === 0 ? [] : [numbered('COMPARE_GREATERTHAN', offset)];
  const upTo = count === undefined ? [] : [numbered('COMPARE_LESSTHANOREQUALTO', offset + count)];
  const [first, second] = [...after, ...upTo];
  const kept = first !== undefined && second !== undefined ? and(first, second) : (first ?? null);
  return { ...selectNode([star(name, hidden)], subqueryRef(rows, name), null), qualify: kept };
}

/** A SELECT, its LIMIT apart. The keys of the order become columns that are dropped again. */
export function rewriteLimitedSelect(rewriter: Rewriter, select: JsonObject, ctes: Ctes, block: BlockCtes): JsonObject {
  const limit = limitOf(select);
  const ordered = distinctTargets(select).length > 0;
  const kept = objectsAt(select, 'modifiers').filter(
    ({ type }) => type === 'DISTINCT_MODIFIER' || (type === 'ORDER_MODIFIER' && ordered),
  );
  if (limit === undefined) return rewriteSelect(rewriter, { ...select, modifiers: kept }, ctes, block);
  const name = rewriter.fresh('z');
  const items = objectsAt(select, 'select_list');
  const keys = ordersOf(select).map((order) => {
    const expression = keyOf(objectAt(order, 'expression') ?? {}, select);
    const column = rewriter.fresh('o');
    return {
      item: { ...expression, alias: column },
      column,
      order: { ...order, expression: columnRef([name, column]) },
    };
  });
  const list = [...items, ...keys.map(({ item }) => item)];
  const rows = rewriteSelect(rewriter, { ...select, select_list: list, modifiers: kept }, ctes, block);
  const hidden = keys.map(({ column }) => column);
  return limited(rows, { name, keys: keys.map(({ order }) => order), hidden, limit });
}

/** What an ORDER BY key means: a selected column by position or name, else an expression over the block's rows. */
function keyOf(expression: JsonObject, select: JsonObject): JsonObject {
  if (expression['class'] === 'STAR') throw new CannotLift('LIMIT with ORDER BY ALL is not lifted');
  const items = objectsAt(select, 'select_list');
  const stars = items.some((item) => item['class'] === 'STAR');
  const position = ordinalOf(expression);
  const item = position === undefined ? undefined : items[position - 1];
  if (position !== undefined) {
    if (stars || item === undefined) throw new CannotLift('LIMIT with ORDER BY a position beside * is not lifted');
    return item;
  }
  const [name, ...rest] = textsAt(expression, 'column_names').map((part) => part.toLowerCase());
  const bare = expression['class'] === 'COLUMN_REF' && name !== undefined && rest.length === 0;
  const named = bare ? items.find((candidate) => textAt(candidate, 'alias').toLowerCase() === name) : undefined;
  if (named !== undefined) return named;
  const selected =
    bare && (stars || items.some((candidate) => textsAt(candidate, 'column_names').at(-1)?.toLowerCase() === name));
  const plain = objectsAt(select, 'modifiers').some(({ type }) => type === 'DISTINCT_MODIFIER');
  const distinct = plain && distinctTargets(select).length === 0;
  if (!selected && (distinct || select['aggregate_handling'] === 'FORCE_AGGREGATES')) {
    throw new CannotLift('LIMIT by what is not selected, with DISTINCT or GROUP BY ALL, is not lifted');
  }
  return expression;
}
