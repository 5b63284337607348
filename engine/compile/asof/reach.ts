import type { JsonObject } from '../../warehouse/index.ts';
import {
  aliasOf,
  conjunctsOf,
  ctesOf,
  isObject,
  objectAt,
  objectsAt,
  relationName,
  selectedName,
  someNode,
  textAt,
  textsAt,
} from '../ast.ts';
import type { AsOfRelation } from './relation.ts';
import { isUngrouped, ordinalOf } from './rewrite/index.ts';

/** The days that CTEs look back, by name in lower case. */
type CteReaches = ReadonlyMap<string, number>;

/** The FROM clause of a SELECT whose relations meet on one date. */
interface DatedFrom {
  /** The relation whose dates the rows have; the others have the same one, or are NULL. */
  readonly base: string;
  readonly names: readonly string[];
  /** Whether `date` without a relation means that date. */
  readonly isPlain: boolean;
  readonly days: number;
}

const DATE_COLUMN = 'date';

/** Beyond a century nothing is spared, and the arithmetic of dates may end. */
const MOST_DAYS = 36_600;

/** Days in one of the unit at most, by the functions that DuckDB reads `INTERVAL 1 MONTH` as. */
const DAYS: ReadonlyMap<string, number> = new Map([
  ['to_days', 1],
  ['to_weeks', 7],
  ['to_months', 31],
  ['to_quarters', 92],
  ['to_years', 366],
]);

/** Windows whose value is made of the rows of their frame. */
const OF_FRAME = new Set(['WINDOW_AGGREGATE', 'WINDOW_FIRST_VALUE', 'WINDOW_LAST_VALUE', 'WINDOW_NTH_VALUE']);

/**
 * How many days back a query looks: its rows of a `date`, as of any one day, come of the rows of its sources that are
 * dated at most so many days before it, and are the same where older ones are left out. Then no two of its rows have
 * one `date` either. Undefined where the text does not show it.
 *
 * Shown it is of sources with one row a date, joined on that date, of SELECTs that take the date as it is, of their
 * dates united, and of windows over a range of dates.
 */
export function reachOf(statement: JsonObject, relations: ReadonlyMap<string, AsOfRelation>): number | undefined {
  const days = queryReach(objectAt(statement, 'node') ?? {}, relations, new Map());
  return days === undefined || days > MOST_DAYS ? undefined : days;
}

function queryReach(
  node: JsonObject,
  relations: ReadonlyMap<string, AsOfRelation>,
  outer: CteReaches,
): number | undefined {
  const ctes = new Map(outer);
  for (const cte of ctesOf(node)) {
    const reach = cte.aliases.length === 0 ? queryReach(cte.node, relations, ctes) : undefined;
    // Also of one that nobody reads: what it reads is read.
    if (reach === undefined) return undefined;
    ctes.set(cte.name.toLowerCase(), reach);
  }
  if (node['type'] === 'SET_OPERATION_NODE') return unionReach(node, relations, ctes);
  if (node['type'] !== 'SELECT_NODE' || !keepsRows(node)) return undefined;
  const from = fromReach(objectAt(node, 'from_table') ?? {}, relations, ctes);
  if (from === undefined || !keepsDate(node, from)) return undefined;
  const windows = windowsIn(node).map((window) => windowReach(window, from));
  const back = windows.every((days) => days !== undefined) ? Math.max(0, ...windows) : undefined;
  return back === undefined ? undefined : from.days + back;
}

/** `SELECT date FROM a UNION SELECT date FROM b`: each date once. */
function unionReach(
  node: JsonObject,
  relations: ReadonlyMap<string, AsOfRelation>,
  ctes: CteReaches,
): number | undefined {
  const isPlain = node['setop_type'] === 'UNION' && node['setop_all'] === false;
  if (!isPlain || objectsAt(node, 'modifiers').length > 0) return undefined;
  const sides = ['left', 'right'].map((key) => {
    const side = objectAt(node, key) ?? {};
    const isOneColumn = side['type'] === 'SET_OPERATION_NODE' || objectsAt(side, 'select_list').length === 1;
    return isOneColumn ? queryReach(side, relations, ctes) : undefined;
  });
  return sides.every((days) => days !== undefined) ? Math.max(...sides) : undefined;
}

/** Whether each row that a SELECT gives is one of its FROM clause, of which other rows decide nothing but windows. */
function keepsRows(select: JsonObject): boolean {
  const sets = select['group_sets'];
  const isGrouped =
    objectsAt(select, 'group_expressions').length > 0 ||
    (Array.isArray(sets) && sets.length > 0) ||
    select['aggregate_handling'] !== 'STANDARD_HANDLING' ||
    isUngrouped(select);
  if (isGrouped || isObject(select['having']) || isObject(select['qualify']) || isObject(select['sample']))
    return false;
  if (objectsAt(select, 'modifiers').some((modifier) => modifier['type'] !== 'ORDER_MODIFIER')) return false;
  return !someNode(expressionsOf(select), seesOtherRows);
}

function expressionsOf(select: JsonObject): readonly JsonObject[] {
  const where = objectAt(select, 'where_clause');
  return [...objectsAt(select, 'select_list'), ...(where === undefined ? [] : [where])];
}

/** What may look at other rows than windows do, or make several of one. */
function seesOtherRows(node: JsonObject): boolean {
  if (['SUBQUERY', 'STAR', 'POSITIONAL_REFERENCE'].includes(textAt(node, 'class'))) return true;
  return ['unnest', 'generate_subscripts'].includes(textAt(node, 'function_name').toLowerCase());
}

function keepsDate(select: JsonObject, from: DatedFrom): boolean {
  const dates = objectsAt(select, 'select_list').filter((item) => selectedName(item)?.toLowerCase() === DATE_COLUMN);
  const [only, second] = dates;
  return only !== undefined && second === undefined && isDateOf(only, from);
}

/** Whether an expression is the date of the row. */
function isDateOf(expression: JsonObject, { base, isPlain }: DatedFrom): boolean {
  const names = textsAt(expression, 'column_names').map((name) => name.toLowerCase());
  if (expression['class'] !== 'COLUMN_REF' || names.at(-1) !== DATE_COLUMN) return false;
  return names.length === 1 ? isPlain : names.length === 2 && names[0] === base;
}

function fromReach(
  ref: JsonObject,
  relations: ReadonlyMap<string, AsOfRelation>,
  ctes: CteReaches,
): DatedFrom | undefined {
  if (ref['type'] === 'JOIN') return joinReach(ref, relations, ctes);
  const plain = ref['type'] === 'BASE_TABLE' && !isObject(ref['sample']) && !isObject(ref['at_clause']);
  if (!plain || textsAt(ref, 'column_name_alias').length > 0) return undefined;
  const base = aliasOf(ref).toLowerCase();
  const days = relationReach(ref, relations, ctes);
  return days === undefined ? undefined : { base, names: [base], isPlain: true, days };
}

function relationReach(
  ref: JsonObject,
  relations: ReadonlyMap<string, AsOfRelation>,
  ctes: CteReaches,
): number | undefined {
  const name = relationName(ref);
  if (textAt(ref, 'schema_name') === '' && ctes.has(name)) return ctes.get(name);
  const relation = relations.get(name);
  if (relation?.kind !== 'source') return undefined;
  const { key = [], columns } = relation;
  const isDated = columns.some((column) => column.name === DATE_COLUMN && column.type === 'DATE');
  return isDated && key.length === 1 && key[0] === DATE_COLUMN ? 0 : undefined;
}

/** A relation that is joined on the date: of a row on the left it has the one of the same date, or none. */
function joinReach(
  join: JsonObject,
  relations: ReadonlyMap<string, AsOfRelation>,
  ctes: CteReaches,
): DatedFrom | undefined {
  const right = objectAt(join, 'right') ?? {};
  if (right['type'] === 'JOIN' || join['ref_type'] !== 'REGULAR' || isObject(join['sample'])) return undefined;
  if (!['LEFT', 'INNER'].includes(textAt(join, 'join_type'))) return undefined;
  const before = fromReach(objectAt(join, 'left') ?? {}, relations, ctes);
  const added = fromReach(right, relations, ctes);
  if (before === undefined || added === undefined || before.names.includes(added.base)) return undefined;
  const joined = { ...before, names: [...before.names, added.base], days: Math.max(before.days, added.days) };
  const using = textsAt(join, 'using_columns');
  if (using.length > 0) {
    // After a join with ON the left side has several columns of that name.
    return using.length === 1 && using[0]?.toLowerCase() === DATE_COLUMN && before.isPlain ? joined : undefined;
  }
  const conditions = conjunctsOf(objectAt(join, 'condition'));
  if (someNode(conditions, seesOtherRows)) return undefined;
  return conditions.some((each) => joinsDates(each, before, added)) ? { ...joined, isPlain: false } : undefined;
}

function joinsDates(condition: JsonObject, before: DatedFrom, added: DatedFrom): boolean {
  if (condition['type'] !== 'COMPARE_EQUAL') return false;
  const owners = ['left', 'right'].map((side) => dateOwner(objectAt(condition, side) ?? {}));
  const isOld = (owner: string | undefined): boolean => owner !== undefined && before.names.includes(owner);
  return owners.includes(added.base) && owners.some(isOld);
}

/** The relation of `relation.date`. */
function dateOwner(expression: JsonObject): string | undefined {
  const [owner, column, third] = textsAt(expression, 'column_names').map((name) => name.toLowerCase());
  return expression['class'] === 'COLUMN_REF' && column === DATE_COLUMN && third === undefined ? owner : undefined;
}

function windowsIn(select: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = [];
  someNode(expressionsOf(select), (node) => {
    if (node['class'] === 'WINDOW') found.push(node);
    return false;
  });
  return found;
}

/** How many days before a row's date its window begins. */
function windowReach(window: JsonObject, from: DatedFrom): number | undefined {
  const [order, second] = objectsAt(window, 'orders');
  const isByDate =
    second === undefined &&
    order !== undefined &&
    ['ORDER_DEFAULT', 'ASCENDING'].includes(textAt(order, 'type')) &&
    isDateOf(objectAt(order, 'expression') ?? {}, from);
  if (!isByDate || !OF_FRAME.has(textAt(window, 'type'))) return undefined;
  if (objectsAt(window, 'partitions').length > 0 || objectsAt(window, 'arg_orders').length > 0) return undefined;
  const bounds = [boundReach(window, 'start'), boundReach(window, 'end')];
  return bounds.every((days) => days !== undefined) ? Math.max(...bounds) : undefined;
}

function boundReach(window: JsonObject, side: 'start' | 'end'): number | undefined {
  switch (window[side]) {
    case 'CURRENT_ROW_RANGE':
      return 0;
    case 'EXPR_PRECEDING_RANGE':
      return intervalDays(objectAt(window, `${side}_expr`) ?? {});
    default:
      return undefined;
  }
}

/** `INTERVAL 3 MONTHS`, as DuckDB reads it: a function of a whole number that is cast to and fro. */
function intervalDays(expression: JsonObject): number | undefined {
  const unit = DAYS.get(textAt(expression, 'function_name'));
  let inner = objectsAt(expression, 'children')[0];
  while (inner !== undefined && (inner['class'] === 'CAST' || textAt(inner, 'function_name') === 'trunc')) {
    inner = inner['class'] === 'CAST' ? objectAt(inner, 'child') : objectsAt(inner, 'children')[0];
  }
  const count = inner === undefined ? undefined : ordinalOf(inner);
  return unit === undefined || count === undefined || count < 0 ? undefined : unit * count;
}
