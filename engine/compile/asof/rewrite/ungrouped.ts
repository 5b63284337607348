import type { Json, JsonObject } from '../../../warehouse/index.ts';
import { isObject, isQueryNode, objectAt, objectsAt, textAt, walk } from '../../ast.ts';
import { isAggregateCall } from './aggregates.ts';
import { CannotLift } from './cannot-lift.ts';
import { everyDate } from './dates.ts';
import {
  booleanConstant,
  callOf,
  columnRef,
  crossJoin,
  equals,
  isNull,
  leftJoin,
  selectNode,
  subqueryRef,
  whenThenElse,
} from './nodes.ts';
import { type BlockCtes, type Ctes, DATE, type Rewriter, type RewriteScope } from './scope.ts';
import { distinctTargets } from './select-block.ts';

/**
 * An aggregate without GROUP BY yields a row on every date, also on one that has no rows: the dates, joined to the
 * aggregates by date and to the same aggregates over nothing. What an aggregate is over nothing DuckDB itself says, so
 * that no list of functions can be wrong. HAVING becomes a condition above it.
 */
export function rewriteUngrouped(rewriter: Rewriter, select: JsonObject, ctes: Ctes, block: BlockCtes): JsonObject {
  if (distinctTargets(select).length > 0)
    throw new CannotLift('DISTINCT ON of an aggregate without GROUP BY is not lifted');
  const [dates, found, nothing] = [rewriter.fresh('d'), rewriter.fresh('g'), rewriter.fresh('e')];
  const calls = new Calls(found, nothing);
  const items = objectsAt(select, 'select_list').map((item) => calls.replaceIn(item));
  const having = calls.replaceIn(objectAt(select, 'having') ?? null);
  const qualify = calls.replaceIn(objectAt(select, 'qualify') ?? null);

  const listOver = (scope: RewriteScope): JsonObject[] =>
    calls.all().map((call, index) => ({ ...rewriter.expression(call, scope), alias: `__a${index}` }));
  const rowsOf = () => {
    const from = rewriter.from(objectAt(select, 'from_table'), ctes, block);
    return { from, scope: { ctes, seen: from.seen, date: from.date, block } };
  };
  const rows = rowsOf();
  const where = objectAt(select, 'where_clause');
  const condition = where === undefined ? null : rewriter.expression(where, rows.scope);
  const byDate = {
    ...selectNode([{ ...rows.from.date, alias: DATE }, ...listOver(rows.scope)], rows.from.ref, condition),
    group_expressions: [rows.from.date],
    group_sets: [[0]],
  };
  const none = rowsOf();
  const overNothing = selectNode(listOver(none.scope), none.from.ref, booleanConstant(false));

  const date = columnRef([dates, DATE]);
  const onDate = equals(date, columnRef([found, DATE]));
  const matched = leftJoin(everyDate(dates, DATE), subqueryRef(byDate, found), onDate);
  const scope: RewriteScope = { ctes, seen: [], date, block };
  const above = (expression: Json): JsonObject | null =>
    isObject(expression) ? rewriter.expression(expression, scope) : null;
  const list = items.map(above).filter((item) => item !== null);
  return {
    ...selectNode(
      [{ ...date, alias: DATE }, ...list],
      crossJoin(matched, subqueryRef(overNothing, nothing)),
      above(having),
    ),
    qualify: above(qualify),
    modifiers: objectsAt(select, 'modifiers').filter(({ type }) => type === 'DISTINCT_MODIFIER'),
  };
}

/** The aggregate calls of a block, each once, and what stands for them above. */
class Calls {
  readonly #found: string;
  readonly #nothing: string;
  readonly #calls = new Map<string, JsonObject>();

  constructor(found: string, nothing: string) {
    this.#found = found;
    this.#nothing = nothing;
  }

  /** At least one call, so that there is something to group. */
  all(): readonly JsonObject[] {
    return this.#calls.size === 0 ? [callOf('count_star', [])] : [...this.#calls.values()];
  }

  replaceIn(value: Json): Json {
    if (Array.isArray(value)) return value.map((item: Json) => this.replaceIn(item));
    if (!isObject(value) || isQueryNode(value)) return value;
    if (isAggregateCall(value)) return this.#standIn(value);
    if (value['class'] === 'STAR') throw new CannotLift('* beside an aggregate without GROUP BY is not lifted');
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, this.replaceIn(child)]));
  }

  #standIn(call: JsonObject): JsonObject {
    walk(call, (node) => {
      if (node['class'] === 'STAR') throw new CannotLift('COLUMNS() in an aggregate without GROUP BY is not lifted');
    });
    const bare = { ...call, alias: '' };
    const key = JSON.stringify(bare, (name, value) => (name === 'query_location' ? 0 : value));
    if (!this.#calls.has(key)) this.#calls.set(key, bare);
    const column = `__a${[...this.#calls.keys()].indexOf(key)}`;
    const absent = isNull(columnRef([this.#found, DATE]));
    const chosen = whenThenElse(absent, columnRef([this.#nothing, column]), columnRef([this.#found, column]));
    return { ...chosen, alias: textAt(call, 'alias') };
  }
}
