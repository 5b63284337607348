import { TABLES } from './catalogue.ts';
import type { Dice } from './dice.ts';

export type Kind = 'integer' | 'text' | 'date' | 'list' | 'struct';

/** A column in scope, as an expression may write it, e.g. `t1.value`. */
export interface Field {
  readonly name: string;
  readonly kind: Kind;
}

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['INTEGER', 'integer'],
  ['VARCHAR', 'text'],
  ['DATE', 'date'],
  ['INTEGER[]', 'list'],
  ['STRUCT(p INTEGER, q INTEGER)', 'struct'],
]);

export const BASE_TABLES = TABLES.map(({ name, columns }) => ({
  name,
  fields: Object.entries(columns).map(
    ([column, { type }]): Field => ({ name: column, kind: KINDS.get(type) ?? 'text' }),
  ),
}));

export function fieldNames(kind: Kind, scope: readonly Field[]): readonly string[] {
  return scope.flatMap((field) => (field.kind === kind ? [field.name] : []));
}

/** An expression of `kind` over `scope`; `depth` bounds its nesting. */
export function expression(kind: Kind, scope: readonly Field[], depth: number, dice: Dice): string {
  switch (kind) {
    case 'integer':
      return integer(scope, depth, dice);
    case 'text':
      return text(scope, depth, dice);
    case 'date':
      return date(scope, depth, dice);
    case 'list':
      return list(scope, depth, dice);
    case 'struct':
      return leaf('struct', scope, `{'p': ${dice.below(6)}, 'q': ${dice.below(6)}}`, dice);
    default:
      return kind satisfies never;
  }
}

/** A column, or `constant` where there is none of the kind. */
function leaf(kind: Kind, scope: readonly Field[], constant: string, dice: Dice): string {
  const [first, ...more] = fieldNames(kind, scope);
  return first === undefined ? constant : dice.pick([first, ...more]);
}

function integer(scope: readonly Field[], depth: number, dice: Dice): string {
  const constant = String(dice.below(6));
  if (depth === 0) return dice.once(20) ? constant : leaf('integer', scope, constant, dice);
  const some = (): string => integer(scope, depth - 1, dice);
  const tags = (): string => list(scope, depth - 1, dice);
  const make = dice.pick<() => string>([
    () => leaf('integer', scope, constant, dice),
    () => `(${some()} + ${some()})`,
    () => `(${some()} - ${constant})`,
    () => `CASE WHEN ${condition(scope, depth - 1, dice)} THEN ${some()} ELSE ${some()} END`,
    () => `coalesce(${some()}, ${some()})`,
    () => `nullif(${some()}, ${some()})`,
    () => `greatest(${some()}, ${some()})`,
    () => `length(${text(scope, depth - 1, dice)})`,
    () => `(${tags()})[${constant}]`,
    () => `len(list_filter(${tags()}, lambda x: x > ${integer(scope, 0, dice)}))`,
    () => `list_sum(list_transform(${tags()}, lambda x: x + ${integer(scope, 0, dice)}))`,
    () => `(${expression('struct', scope, 0, dice)}).p`,
    () => `day(${date(scope, depth - 1, dice)})`,
    () => scalarSubquery(scope, depth - 1, dice),
  ]);
  return make();
}

function text(scope: readonly Field[], depth: number, dice: Dice): string {
  const constant = `'${dice.pick(['a', 'b', 'c', '1'])}'`;
  if (depth === 0) return leaf('text', scope, constant, dice);
  const some = (): string => text(scope, depth - 1, dice);
  const make = dice.pick<() => string>([
    () => leaf('text', scope, constant, dice),
    () => `(${some()} || ${constant})`,
    () => `upper(${some()})`,
    () => `if(${condition(scope, depth - 1, dice)}, ${some()}, ${constant})`,
    () => `(${integer(scope, depth - 1, dice)})::VARCHAR`,
    () => `md5(${some()})`,
  ]);
  return make();
}

function date(scope: readonly Field[], depth: number, dice: Dice): string {
  const column = leaf('date', scope, `DATE '2000-01-0${1 + dice.below(6)}'`, dice);
  return depth > 0 && dice.once(30) ? `(${column} + ${1 + dice.below(3)})` : column;
}

function list(scope: readonly Field[], depth: number, dice: Dice): string {
  const made = (): string => `[${integer(scope, 0, dice)}, ${integer(scope, 0, dice)}]`;
  if (depth > 0 && dice.once(40)) return made();
  const [first, ...more] = fieldNames('list', scope);
  return first === undefined ? made() : dice.pick([first, ...more]);
}

/** A condition over `scope`. */
export function condition(scope: readonly Field[], depth: number, dice: Dice): string {
  const some = (): string => integer(scope, Math.max(0, depth - 1), dice);
  const simple: readonly [() => string, ...(() => string)[]] = [
    () => `${some()} ${dice.pick(['>', '=', '<>', '<='])} ${some()}`,
    () => `${some()} > ${dice.below(4)}`,
    () => `${text(scope, 0, dice)} = '${dice.pick(['a', 'b', 'x'])}'`,
    () => `${date(scope, 0, dice)} <= DATE '2000-01-0${1 + dice.below(6)}'`,
    () => `${some()} IS NOT NULL`,
    () => `${some()} IS DISTINCT FROM ${some()}`,
    () => `${some()} BETWEEN ${dice.below(3)} AND ${some()}`,
    () => `${some()} IN (1, ${some()}, 3)`,
  ];
  if (depth <= 0) return dice.pick(simple)();
  const part = (): string => condition(scope, depth - 1, dice);
  const make = dice.pick<() => string>([
    ...simple,
    () => `(${part()} AND ${part()})`,
    () => `(${part()} OR ${part()})`,
    () => `NOT (${part()})`,
    () => `${some()} ${dice.pick(['IN', 'NOT IN'])} (${oneColumn(scope, depth - 1, dice)})`,
    () => `${dice.pick(['', 'NOT '])}EXISTS (${oneColumn(scope, depth - 1, dice)})`,
    () => `${some()} > ${dice.pick(['ANY', 'ALL'])} (${oneColumn(scope, depth - 1, dice)})`,
  ]);
  return make();
}

/**
 * SELECT one integer FROM a table, correlated with `outer` more often than not; at times of groups and their totals.
 */
function oneColumn(outer: readonly Field[], depth: number, dice: Dice): string {
  const { from, fields, where } = inner(outer, depth, dice);
  if (!dice.once(25)) return `SELECT ${integer(fields, 0, dice)} FROM ${from}${where}`;
  const key = groupingKey(fields, dice);
  const having = dice.once(50) ? ` HAVING count(*) = ${1 + dice.below(3)}` : '';
  return `SELECT ${dice.pick([key, 'count(*)', '1'])} FROM ${from}${where} GROUP BY ${groupings([key], dice)}${having}`;
}

function scalarSubquery(outer: readonly Field[], depth: number, dice: Dice): string {
  const { from, fields, where } = inner(outer, depth, dice);
  if (!dice.once(30)) return `(SELECT ${aggregate(fields, depth, dice)} FROM ${from}${where})`;
  const [alias, name, key] = [dice.fresh('g'), dice.fresh('c'), groupingKey(fields, dice)];
  const by = groupings([key, ...(dice.once(30) ? [groupingKey(outer, dice)] : [])], dice);
  // DuckDB refuses an aggregate of constants here.
  const some = dice.pick(['count(*)', ...fieldNames('integer', fields).map((field) => `sum(${field})`)] as [string]);
  const groups = `SELECT ${key} AS k, ${some} AS ${name} FROM ${from}${where} GROUP BY ${by}`;
  return `(SELECT ${dice.pick([`max(${name})`, `sum(${name})`, 'count(*)', 'count(DISTINCT k)'])}
    FROM (${groups}) ${alias})`;
}

/** A key that is no number by itself, which GROUP BY would take for a position. */
export function groupingKey(scope: readonly Field[], dice: Dice): string {
  return `nullif(${integer(scope, 0, dice)}, 7)`;
}

/** What stands behind GROUP BY: the keys, or several sets of them, with and without the set of none. */
export function groupings(keys: readonly string[], dice: Dice): string {
  const all = keys.join(', ');
  const [first = '1'] = keys;
  return dice.pick([
    all,
    `ROLLUP (${all})`,
    `CUBE (${all})`,
    `GROUPING SETS ((${all}), ())`,
    `GROUPING SETS ((${first}), (${all}), ())`,
    `GROUPING SETS ((${all}), (), ())`,
  ]);
}

function inner(outer: readonly Field[], depth: number, dice: Dice) {
  const table = dice.pick(BASE_TABLES as [(typeof BASE_TABLES)[number], ...typeof BASE_TABLES]);
  const alias = dice.fresh('s');
  const fields = table.fields.map((field) => ({ ...field, name: `${alias}.${field.name}` }));
  const joined = `${integer(fields, 0, dice)} = ${integer(outer, 0, dice)}`;
  const limits = [dice.once(70) ? [joined] : [], dice.once(40) ? [condition(fields, depth - 1, dice)] : []].flat();
  const where = limits.length === 0 ? '' : ` WHERE ${limits.join(' AND ')}`;
  return { from: `${table.name} ${alias}`, fields, where };
}

/** An aggregate that is an integer and does not depend on the order of the rows. */
export function aggregate(scope: readonly Field[], depth: number, dice: Dice): string {
  const some = integer(scope, Math.max(0, depth), dice);
  const call = dice.pick([`max(${some})`, `sum(${some})`, `count(${some})`, `count(DISTINCT ${some})`, 'count(*)']);
  return dice.once(20) ? `${call} FILTER (WHERE ${condition(scope, 0, dice)})` : call;
}
