import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { ctesOf, isObject, isQueryNode, objectAt, objectsAt, textAt, textsAt, walk } from '../../ast.ts';
import { AGGREGATE_REVIEW } from '../functions-aggregate.ts';
import { isAggregateCall } from './aggregates.ts';
import { CannotLift } from './cannot-lift.ts';
import { entryOf } from './query.ts';
import { closureOf, factOf, rowFactsOf } from './row-facts.ts';
import { distinctTargets, type SelectBlock, selectBlockOf } from './select-block.ts';
import { type CteShapes, ordersOf, type Shapes } from './shapes.ts';

/** How exactly the set-based result equals the loop's. */
export type Exactness = 'bits' | 'last bits may differ';

/**
 * Throws `CannotLift` where a result hangs on the order in which rows happen to come: both forms are right then, and
 * differ. `last bits may differ` where floats are summed in an order that nothing fixes.
 */
export function judgeChance(node: JsonObject, shapes: Shapes): Exactness {
  const judge = new ChanceJudge(shapes);
  judge.query(node, new Map());
  return judge.loose ? 'last bits may differ' : 'bits';
}

class ChanceJudge {
  loose = false;
  readonly #shapes: Shapes;

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
  }

  query(node: JsonObject, outer: CteShapes): void {
    let before = outer;
    for (const cte of ctesOf(node)) {
      const withIt = this.#shapes.within({ cte_map: { map: [entryOf(cte)] } }, before);
      // A recursive CTE sees itself.
      this.query(cte.node, cte.node['type'] === 'RECURSIVE_CTE_NODE' ? withIt : before);
      before = withIt;
    }
    const ctes = this.#shapes.within(node, outer);
    if (node['type'] === 'SELECT_NODE') {
      this.#select(node, ctes);
      return;
    }
    if (hasLimit(node)) this.#limitOfSet(node, ctes);
    for (const side of ['left', 'right']) this.query(objectAt(node, side) ?? {}, ctes);
  }

  #select(select: JsonObject, ctes: CteShapes): void {
    const block = selectBlockOf(select, (ref) => this.#shapes.ofReference(ref, ctes));
    const orders = keysOf(ordersOf(select));
    const targets = distinctTargets(select);
    if (targets.length > 0 && !block.fixesOutput([...targets, ...orders])) {
      throw new CannotLift('which row DISTINCT ON keeps is left to chance where its ORDER BY has ties');
    }
    if (hasLimit(select) && !block.fixesOutput(orders)) {
      throw new CannotLift('which rows LIMIT keeps is left to chance where its ORDER BY has ties');
    }
    const { cte_map: _, ...clauses } = select;
    this.#level(clauses, block, ctes);
  }

  #limitOfSet(node: JsonObject, ctes: CteShapes): void {
    const columns = this.#shapes.ofQuery(node, ctes).columns;
    const orders = keysOf(ordersOf(node)).map((key) => textsAt(key, 'column_names').at(-1)?.toLowerCase());
    if (columns === undefined || !columns.every((column) => orders.includes(column))) {
      throw new CannotLift('which rows LIMIT keeps is left to chance where its ORDER BY has ties');
    }
  }

  #level(value: Json, block: SelectBlock, ctes: CteShapes): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#level(item, block, ctes);
      return;
    }
    if (!isObject(value)) return;
    if (isQueryNode(value)) {
      this.query(value, ctes);
      return;
    }
    if (value['type'] === 'JOIN' && textAt(value, 'ref_type') === 'ASOF') this.#asof(value, ctes);
    if (value['class'] === 'WINDOW') this.#window(value, block);
    else if (isAggregateCall(value)) this.#aggregate(value, (keys) => block.fixesInGroup(keys));
    for (const child of Object.values(sortedList(value) ?? value)) this.#level(child, block, ctes);
  }

  /** An ASOF join takes one row of those that have the latest date. */
  #asof(join: JsonObject, ctes: CteShapes): void {
    const right = rowFactsOf({ from_table: join['right'] ?? null }, (ref) => this.#shapes.ofReference(ref, ctes));
    const compared = textsAt(join, 'using_columns').map((name) => factOf([name], right));
    walk(join['condition'] ?? null, (node) => {
      if (node['class'] !== 'COMPARISON') return;
      for (const side of ['left', 'right']) {
        const column = objectAt(node, side);
        if (column?.['class'] === 'COLUMN_REF') compared.push(factOf(textsAt(column, 'column_names'), right));
      }
    });
    const fixed = closureOf(right, new Set(compared.filter((fact) => fact !== undefined)));
    if (right.relations.every(({ name }) => fixed.has(`${name}.*`))) return;
    throw new CannotLift('which row an ASOF JOIN takes is left to chance where several have the same date');
  }

  #window(window: JsonObject, block: SelectBlock): void {
    const partitions = objectsAt(window, 'partitions');
    const orders = keysOf(objectsAt(window, 'orders'));
    const name = textAt(window, 'function_name').toLowerCase();
    const review = AGGREGATE_REVIEW.get(name);
    const total = block.fixes([...partitions, ...orders]);
    const byRow = ['start', 'end'].some((key) => textAt(window, key).endsWith('ROWS')) && orders.length > 0;
    const counts = review === undefined && !PEERS_ARE_EQUAL.has(name);
    if (!total && (counts || byRow)) {
      throw new CannotLift(`what ${name}() OVER sees is left to chance where its ORDER BY has ties`);
    }
    if (review === undefined) return;
    const ownOrder = keysOf(objectsAt(window, 'arg_orders'));
    const keys = ownOrder.length > 0 ? ownOrder : orders;
    this.#judge(window, keys, (more) => block.fixes([...partitions, ...more]));
  }

  #aggregate(call: JsonObject, fixes: (keys: readonly JsonObject[]) => boolean): void {
    const orders = objectAt(call, 'order_bys');
    this.#judge(call, keysOf(orders === undefined ? [] : objectsAt(orders, 'orders')), fixes);
  }

  #judge(call: JsonObject, orders: readonly JsonObject[], fixes: (keys: readonly JsonObject[]) => boolean): void {
    const name = textAt(call, 'function_name').toLowerCase();
    const [value, by] = objectsAt(call, 'children');
    switch (AGGREGATE_REVIEW.get(name)) {
      case 'bag':
      case undefined:
        return;
      case 'sum':
        this.loose ||= orders.length === 0 || !fixes(orders);
        return;
      case 'order':
        if (orders.length === 0) throw new CannotLift(`${name}() without ORDER BY depends on the order of the rows`);
        if (fixes(orders) || isAmong(value, orders)) return;
        throw new CannotLift(`${name}() depends on the order of the rows where its ORDER BY has ties`);
      case 'extreme':
        if (by !== undefined && (fixes([by]) || isAmong(value, [by]))) return;
        throw new CannotLift(`which row ${name}() takes is left to chance where several have the same extreme`);
      case 'loop':
        throw new CannotLift(`${name}() depends on the order of the rows in its ties or last digits`);
      default:
        throw new Error(`${name} is not reviewed`);
    }
  }
}

/** Functions that put a list in an order of its own; DuckDB makes one of `list(x ORDER BY x)`. */
const SORTING = new Set(['list_sort', 'array_sort', 'list_reverse_sort', 'array_reverse_sort']);

/** The parts of a list that is sorted as soon as it is made, in whatever order that was. */
function sortedList(call: JsonObject): JsonObject | undefined {
  const [list, ...rest] = objectsAt(call, 'children');
  const made = list?.['class'] === 'FUNCTION' && ['list', 'array_agg'].includes(textAt(list, 'function_name'));
  if (!made || !SORTING.has(textAt(call, 'function_name').toLowerCase())) return undefined;
  return { parts: Object.values(list), rest };
}

/** Window functions that give rows which ORDER BY does not tell apart the same value. */
const PEERS_ARE_EQUAL = new Set(['rank', 'dense_rank', 'rank_dense', 'percent_rank', 'cume_dist']);

function keysOf(orders: readonly JsonObject[]): readonly JsonObject[] {
  return orders.map((order) => objectAt(order, 'expression')).filter((key) => key !== undefined);
}

function isAmong(value: JsonObject | undefined, keys: readonly JsonObject[]): boolean {
  const text = (node: JsonObject): string =>
    JSON.stringify(node, (key, child) => (key === 'query_location' || key === 'alias' ? undefined : child));
  return value !== undefined && keys.some((key) => text(key) === text(value));
}

function hasLimit(node: JsonObject): boolean {
  return objectsAt(node, 'modifiers').some((modifier) => textAt(modifier, 'type').startsWith('LIMIT'));
}
