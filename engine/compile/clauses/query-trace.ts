import { first, last } from '../../presence/index.ts';
import type { Json, JsonObject } from '../../warehouse/index.ts';
import { ctesOf, isObject, objectAt, objectsAt, textAt, textsAt } from '../ast.ts';
import { type ClauseSite, type ColumnSites, mergeSites, NOTHING, throughSite } from './clause-site.ts';
import { multiplied } from './expression-trace.ts';
import { tracedFrom } from './from-trace.ts';
import type { ClauseScope, TracedColumn, TracedQuery } from './scope.ts';
import { selectedColumns, selectList, selectsOf } from './select-list.ts';
import type { Keyword, Stretch } from './token-list.ts';
import { type ClauseTracer, firstPlace } from './tracer.ts';

/** What a query's columns and rows depend on, and through which of its clauses. */
export function tracedQuery(node: JsonObject, outer: ClauseScope, tracer: ClauseTracer): TracedQuery {
  const scope = withCtes(node, outer, tracer);
  switch (node['type']) {
    case 'SELECT_NODE':
      return select(node, scope, tracer);
    case 'SET_OPERATION_NODE':
      return setOperation(node, scope, tracer);
    case 'RECURSIVE_CTE_NODE':
      return recursion(node, scope, tracer);
    default:
      return { columns: [], rows: NOTHING, single: false };
  }
}

/** A common table sees those before it. */
function withCtes(node: JsonObject, outer: ClauseScope, tracer: ClauseTracer): ClauseScope {
  const ctes = new Map(outer.ctes);
  for (const { name, node: query, aliases } of ctesOf(node)) {
    const { columns, rows, single } = tracer.query(query, { ...outer, ctes });
    const named = columns.map((column, index) => ({ ...column, name: aliases[index]?.toLowerCase() ?? column.name }));
    // Where a common table of one row is read, its row is settled.
    const settled = single ? named.map((column) => ({ ...column, trace: mergeSites(column.trace, rows) })) : named;
    ctes.set(name.toLowerCase(), { columns: settled, rows: single ? NOTHING : rows, single });
  }
  return { ...outer, ctes };
}

function select(node: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedQuery {
  const from = tracedFrom(objectAt(node, 'from_table') ?? {}, { ...scope, named: new Map() }, tracer);
  const inside: ClauseScope = { ...scope, fromClauses: [from.relations, ...scope.fromClauses], named: new Map() };
  const columns = selectedColumns(node, inside, tracer);
  const named: ClauseScope = { ...inside, named: new Map(columns.map(({ name, trace }) => [name, trace])) };
  const place = firstPlace(selectList(node), tracer);
  const rows = mergeSites(
    from.rows,
    ...multiplying(selectList(node)).map((call) => multiplied(call, tracer.value(call, inside), tracer)),
    filtered(node['where_clause'], 'WHERE', named, tracer),
    grouped(node, columns, named, tracer),
    filtered(node['having'], 'HAVING', named, tracer),
    filtered(node['qualify'], 'QUALIFY', named, tracer),
    modifiers({ node, columns, place }, named, tracer),
  );
  return { columns, rows, single: isOneRow(node, tracer) };
}

function filtered(
  condition: Json | undefined,
  keyword: Keyword,
  scope: ClauseScope,
  tracer: ClauseTracer,
): ColumnSites {
  if (!isObject(condition)) return NOTHING;
  const place = firstPlace(condition, tracer);
  const stretch = place === undefined ? undefined : tracer.outline.clause(place, [keyword]);
  return throughSite(tracer.value(condition, scope), { subtypes: ['FILTER'], stretch });
}

function grouped(
  node: JsonObject,
  columns: readonly TracedColumn[],
  scope: ClauseScope,
  tracer: ClauseTracer,
): ColumnSites {
  const groups = objectsAt(node, 'group_expressions');
  const isAll = node['aggregate_handling'] === 'FORCE_AGGREGATES';
  if (groups.length === 0 && !isAll) return NOTHING;
  const keys = isAll ? columns.map(({ trace }) => trace) : groups.map((group) => keyOf(group, columns, scope, tracer));
  return throughSite(mergeSites(...keys), { subtypes: ['GROUP_BY'], stretch: clauseOf(groups, 'GROUP', node, tracer) });
}

/** `2` means the second column. */
function keyOf(
  key: JsonObject,
  columns: readonly TracedColumn[],
  scope: ClauseScope,
  tracer: ClauseTracer,
): ColumnSites {
  const position = key['class'] === 'CONSTANT' ? Number(objectAt(key, 'value')?.['value']) : Number.NaN;
  return columns[position - 1]?.trace ?? tracer.value(key, scope);
}

/** The clause around expressions of it, or the one of the SELECT where it has none of its own: GROUP BY ALL. */
function clauseOf(
  expressions: readonly JsonObject[],
  keyword: Keyword,
  node: JsonObject,
  tracer: ClauseTracer,
): Stretch | undefined {
  const written = firstPlace(expressions, tracer);
  const around = written === undefined ? undefined : tracer.outline.clause(written, [keyword]);
  const place = firstPlace(selectList(node), tracer);
  return around ?? (place === undefined ? undefined : tracer.outline.clauseBeside(place, keyword));
}

/** A SELECT or a set operation, and what its modifiers see of it. */
interface Modified {
  readonly node: JsonObject;
  readonly columns: readonly TracedColumn[];
  /** Where its select list begins, of a set operation the last one. */
  readonly place: number | undefined;
}

/** What DISTINCT, ORDER BY and LIMIT decide. */
function modifiers(query: Modified, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  return mergeSites(
    ...objectsAt(query.node, 'modifiers').map((modifier) => modifierTrace(modifier, query, scope, tracer)),
  );
}

function modifierTrace(modifier: JsonObject, query: Modified, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  switch (modifier['type']) {
    case 'ORDER_MODIFIER':
      return ordered(modifier, query, scope, tracer);
    case 'DISTINCT_MODIFIER':
      return distinct(modifier, query, scope, tracer);
    default:
      return limited(modifier, query, scope, tracer);
  }
}

function ordered(
  modifier: JsonObject,
  { node, columns }: Modified,
  scope: ClauseScope,
  tracer: ClauseTracer,
): ColumnSites {
  const orders = objectsAt(modifier, 'orders')
    .map((order) => objectAt(order, 'expression'))
    .filter((expression) => expression !== undefined);
  const keys = orders.map((key) =>
    key['class'] === 'STAR' ? mergeSites(...columns.map(({ trace }) => trace)) : orderKey(key, columns, scope, tracer),
  );
  return throughSite(mergeSites(...keys), { subtypes: ['SORT'], stretch: clauseOf(orders, 'ORDER', node, tracer) });
}

function distinct(
  modifier: JsonObject,
  { columns, place }: Modified,
  scope: ClauseScope,
  tracer: ClauseTracer,
): ColumnSites {
  const targets = objectsAt(modifier, 'distinct_on_targets');
  const keys =
    targets.length === 0
      ? columns.map(({ trace }) => trace)
      : targets.map((target) => keyOf(target, columns, scope, tracer));
  const stretch = place === undefined ? undefined : tracer.outline.distinct(place);
  return throughSite(mergeSites(...keys), { subtypes: ['GROUP_BY'], stretch });
}

function limited(modifier: JsonObject, { node }: Modified, scope: ClauseScope, tracer: ClauseTracer): ColumnSites {
  const bounds = ['limit', 'offset'].map((key) => objectAt(modifier, key)).filter((bound) => bound !== undefined);
  const stretch = clauseOf(bounds, 'LIMIT', node, tracer);
  return throughSite(mergeSites(...bounds.map((bound) => tracer.value(bound, scope))), {
    subtypes: ['FILTER'],
    stretch,
  });
}

/** In ORDER BY a name given in the select list goes before a column. */
function orderKey(
  key: JsonObject,
  columns: readonly TracedColumn[],
  scope: ClauseScope,
  tracer: ClauseTracer,
): ColumnSites {
  const [name, ...more] = textsAt(key, 'column_names');
  const given = more.length === 0 && name !== undefined ? scope.named.get(name.toLowerCase()) : undefined;
  return given ?? keyOf(key, columns, scope, tracer);
}

/** The calls of a select list that make several rows of one. */
function multiplying(list: readonly JsonObject[]): readonly JsonObject[] {
  const calls: JsonObject[] = [];
  walkOwn(list, (part) => {
    if (part['class'] === 'FUNCTION' && MULTIPLYING.has(textAt(part, 'function_name').toLowerCase())) calls.push(part);
  });
  return calls;
}

const MULTIPLYING = new Set(['unnest', 'unlist', 'generate_subscripts']);

/**
 * Whether a SELECT is one row: an aggregate over all rows, or no relation at all, and nothing that takes the one row
 * away or makes several of it.
 */
function isOneRow(node: JsonObject, tracer: ClauseTracer): boolean {
  const list = selectList(node);
  if (isGrouped(node) || isChosenFrom(node) || multiplying(list).length > 0) return false;
  if (objectAt(node, 'from_table')?.['type'] === 'EMPTY') return !isObject(node['where_clause']);
  let aggregates = false;
  walkOwn(list, (part) => {
    aggregates ||= part['class'] === 'FUNCTION' && tracer.isAggregate(textAt(part, 'function_name').toLowerCase());
  });
  return aggregates;
}

/** By columns, or by nothing several times: GROUPING SETS ((), ()) gives a row for each. */
function isGrouped(node: JsonObject): boolean {
  const sets = node['group_sets'];
  if (node['aggregate_handling'] === 'FORCE_AGGREGATES' || (Array.isArray(sets) && sets.length > 1)) return true;
  return objectsAt(node, 'group_expressions').length > 0;
}

/** HAVING, QUALIFY and LIMIT may leave nothing of one row. */
function isChosenFrom(node: JsonObject): boolean {
  const isLimited = objectsAt(node, 'modifiers').some(
    ({ type }) => type !== 'ORDER_MODIFIER' && type !== 'DISTINCT_MODIFIER',
  );
  return isLimited || isObject(node['having']) || isObject(node['qualify']);
}

/** Calls `visit` for every node of an expression that is not in a subquery of it. */
function walkOwn(value: Json, visit: (node: JsonObject) => void): void {
  if (Array.isArray(value)) for (const item of value) walkOwn(item, visit);
  if (!isObject(value) || value['class'] === 'SUBQUERY') return;
  visit(value);
  for (const part of Object.values(value)) if (typeof part === 'object') walkOwn(part, visit);
}

function setOperation(node: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedQuery {
  const [left, right] = [objectAt(node, 'left') ?? {}, objectAt(node, 'right') ?? {}];
  const [above, below] = [tracer.query(left, scope), tracer.query(right, scope)];
  const type = textAt(node, 'setop_type');
  const columns = type === 'UNION_BY_NAME' ? byName(above, below) : byPosition(above, below);
  const before = firstPlace(selectList(first(selectsOf(left))), tracer);
  const operation: ClauseSite = {
    subtypes: ['GROUP_BY', 'JOIN'],
    stretch: before === undefined ? undefined : tracer.outline.setOperation(before),
  };
  const isPlain = node['setop_all'] === true && type.startsWith('UNION');
  const compared = isPlain ? NOTHING : throughSite(mergeSites(...columns.map(({ trace }) => trace)), operation);
  const named: ClauseScope = { ...scope, named: new Map(columns.map(({ name, trace }) => [name, trace])) };
  const place = firstPlace(selectList(last(selectsOf(right))), tracer);
  return {
    columns: type.startsWith('UNION') ? columns : above.columns,
    rows: mergeSites(above.rows, below.rows, compared, modifiers({ node, columns, place }, named, tracer)),
    single: false,
  };
}

function byPosition(above: TracedQuery, below: TracedQuery): readonly TracedColumn[] {
  return above.columns.map(({ name, trace }, index) => ({
    name,
    trace: mergeSites(trace, below.columns[index]?.trace ?? NOTHING),
  }));
}

function byName(above: TracedQuery, below: TracedQuery): readonly TracedColumn[] {
  const names = new Set([...above.columns, ...below.columns].map(({ name }) => name));
  const traceOf = (side: TracedQuery, wanted: string): ColumnSites =>
    side.columns.find(({ name }) => name === wanted)?.trace ?? NOTHING;
  return [...names].map((name) => ({ name, trace: mergeSites(traceOf(above, name), traceOf(below, name)) }));
}

/** Follows a recursive query in rounds: each meets a column more, so that as many as it has columns meet all. */
function recursion(node: JsonObject, scope: ClauseScope, tracer: ClauseTracer): TracedQuery {
  const name = textAt(node, 'cte_name').toLowerCase();
  const aliases = textsAt(node, 'aliases');
  const anchor = tracer.query(objectAt(node, 'left') ?? {}, scope);
  let traced: TracedQuery = {
    ...anchor,
    single: false,
    columns: anchor.columns.map((column, index) => ({ ...column, name: aliases[index]?.toLowerCase() ?? column.name })),
  };
  const place = firstPlace(selectList(first(selectsOf(node))), tracer);
  const union: ClauseSite = {
    subtypes: ['GROUP_BY'],
    stretch: place === undefined ? undefined : tracer.outline.setOperation(place),
  };
  for (let round = 0; round < anchor.columns.length + 1; round += 1) {
    const ctes = new Map([...scope.ctes, [name, traced] as const]);
    const step = tracer.query(objectAt(node, 'right') ?? {}, { ...scope, ctes });
    traced = { single: false, columns: byPosition(traced, step), rows: mergeSites(traced.rows, step.rows) };
  }
  const once =
    node['union_all'] === true ? NOTHING : throughSite(mergeSites(...traced.columns.map(({ trace }) => trace)), union);
  return { ...traced, rows: mergeSites(traced.rows, once) };
}
