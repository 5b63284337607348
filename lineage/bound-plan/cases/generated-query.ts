import { type Dice, textsBy } from './dice.ts';
import { field, lateral, padded, type Query, qualified, totals } from './generated-beside.ts';
import {
  aggregate,
  BASE_TABLES,
  condition,
  expression,
  type Field,
  fieldNames,
  type Kind,
} from './generated-expression.ts';

/**
 * Queries over the tables of catalogue.ts: joins of every kind, groups, windows, set operations, common tables, pivots,
 * correlated subqueries, nested in each other. Where rows are picked by order, the order is total, so that a result
 * differs only where the data do.
 */
export const generatedQueries = textsBy((dice) => query(2, [], dice).sql);

/**
 * Queries as above, each with groups and their totals beside every row of a table, or with a column of that table
 * which an outer join makes NULL: where a correlated subquery's own keys and those that DuckDB adds are easily taken
 * for each other.
 */
export const correlatedGroups = textsBy((dice) => {
  const first = relation(0, [], dice);
  const second = dice.once(60) ? totals(first, dice) : padded(first, dice);
  const both = dice.once(20) ? padded(second, dice) : second;
  const [one, two] = outputs(both.fields, 1, dice);
  const where = dice.once(30) ? ` WHERE ${condition(both.fields, 1, dice)}` : '';
  return `SELECT ${dice.pick([`${one?.as}, ${two?.as}`, '1 AS one'])} FROM ${both.sql}${where}`;
});

/** Relations of WITH clauses around the query. */
type Common = readonly { readonly name: string; readonly fields: readonly Field[] }[];

function query(depth: number, common: Common, dice: Dice): Query {
  if (depth === 0) return select(0, common, dice);
  const make = dice.pick<() => Query>([
    () => select(depth, common, dice),
    () => select(depth, common, dice),
    () => grouped(depth, common, dice),
    () => grouped(depth, common, dice),
    () => setOperation(depth, common, dice),
    () => withCommon(depth, common, dice),
    () => recursive(depth, common, dice),
    () => pivoted(dice),
    () => unpivoted(dice),
    () => firstRows(depth, common, dice),
  ]);
  return make();
}

/** Named outputs: `expression AS c7`. */
function outputs(scope: readonly Field[], depth: number, dice: Dice): readonly (Field & { readonly as: string })[] {
  const one = (): Field & { readonly as: string } => {
    const kind = dice.pick<Kind>(['integer', 'integer', 'text', 'date', 'list']);
    const name = dice.fresh('c');
    return { name, kind, as: `${expression(kind, scope, depth, dice)} AS ${name}` };
  };
  return [one(), one()];
}

function select(depth: number, common: Common, dice: Dice): Query {
  const from = source(depth, common, dice);
  const windows = dice.once(45) ? [windowed(from.fields, dice)] : [];
  const list = [...outputs(from.fields, depth, dice).slice(windows.length), ...windows];
  const where = dice.once(50) ? ` WHERE ${condition(from.fields, depth, dice)}` : '';
  const [window] = windows;
  const qualify = window !== undefined && dice.once(40) ? ` QUALIFY ${window.name} > ${dice.below(4)}` : '';
  const distinct = dice.once(15) ? 'DISTINCT ' : '';
  const items = list.map(({ as }) => as).join(', ');
  return { sql: `SELECT ${distinct}${items} FROM ${from.sql}${where}${qualify}`, fields: list.map(plainField) };
}

const plainField = ({ name, kind }: Field): Field => ({ name, kind });

/** A window function that gives peers the same value, or orders the rows by all that is in scope. */
function windowed(scope: readonly Field[], dice: Dice): Field & { readonly as: string } {
  const name = dice.fresh('c');
  const value = expression('integer', scope, 1, dice);
  const by = dice.once(60) ? `PARTITION BY ${expression('integer', scope, 0, dice)} ` : '';
  const order = `ORDER BY ${expression('integer', scope, 1, dice)}`;
  const total = `ORDER BY ${[value, ...scope.map((field) => field.name)].join(', ')}`;
  const rows = 'ROWS BETWEEN 1 PRECEDING AND CURRENT ROW';
  const call = dice.pick([
    `sum(${value}) OVER (${by}${order})`,
    `count(${value}) OVER (${by})`,
    `rank() OVER (${by}${order})`,
    `dense_rank() OVER (${by}${order} DESC)`,
    `max(${value}) FILTER (WHERE ${condition(scope, 0, dice)}) OVER (${by}${order})`,
    `row_number() OVER (${by}${total})`,
    `lag(${value}, 1, ${dice.below(6)}) OVER (${by}${total})`,
    `first_value(${value}) OVER (${by}${total})`,
    `sum(${value}) OVER (${by}${total} ${rows})`,
    `ntile(2) OVER (${by}${total})`,
  ]);
  return { name, kind: 'integer', as: `${call} AS ${name}` };
}

function grouped(depth: number, common: Common, dice: Dice): Query {
  const from = source(depth, common, dice);
  const keys = outputs(from.fields, 0, dice).slice(0, 1 + dice.below(2));
  const sums = Array.from({ length: 1 + dice.below(2) }, () => {
    const name = dice.fresh('c');
    return { name, kind: 'integer' as const, as: `${aggregate(from.fields, depth - 1, dice)} AS ${name}` };
  });
  const names = keys.map(({ name }) => name).join(', ');
  const by = dice.pick([names, names, `ROLLUP (${names})`, `CUBE (${names})`, 'ALL']);
  const where = dice.once(40) ? ` WHERE ${condition(from.fields, depth - 1, dice)}` : '';
  const having = dice.once(30) ? ` HAVING ${aggregate(from.fields, 0, dice)} > ${dice.below(3)}` : '';
  const list = [...keys, ...sums];
  const items = list.map(({ as }) => as).join(', ');
  return { sql: `SELECT ${items} FROM ${from.sql}${where} GROUP BY ${by}${having}`, fields: list.map(plainField) };
}

function setOperation(depth: number, common: Common, dice: Dice): Query {
  const operator = dice.pick(['UNION ALL', 'UNION', 'EXCEPT', 'INTERSECT', 'EXCEPT ALL', 'INTERSECT ALL']);
  const side = (names: readonly [string, string]): string => {
    const from = query(depth - 1, common, dice);
    const alias = dice.fresh('t');
    const scope = qualified(from.fields, alias);
    const first = expression('integer', scope, 0, dice);
    return `SELECT ${first} AS ${names[0]}, ${expression('text', scope, 0, dice)} AS ${names[1]}
      FROM (${from.sql}) ${alias}`;
  };
  const [number, word] = [dice.fresh('c'), dice.fresh('c')];
  const byName = operator.startsWith('UNION') && dice.once(30);
  const sql = byName
    ? `${side([number, word])} ${operator} BY NAME ${side([number, word])}`
    : `${side([number, word])} ${operator} ${side(['x', 'y'])}`;
  return { sql, fields: [field(number, 'integer'), field(word, 'text')] };
}

function withCommon(depth: number, common: Common, dice: Dice): Query {
  const name = dice.fresh('w');
  const inner = query(depth - 1, common, dice);
  const outer = query(depth - 1, [...common, { name, fields: inner.fields }], dice);
  const hint = dice.pick(['', 'MATERIALIZED ', 'NOT MATERIALIZED ']);
  return { sql: `WITH ${name} AS ${hint}(${inner.sql}) SELECT * FROM (${outer.sql})`, fields: outer.fields };
}

/** Steps upward from an anchor, at most three times. */
function recursive(depth: number, common: Common, dice: Dice): Query {
  const [name, number, step] = [dice.fresh('r'), dice.fresh('c'), dice.fresh('c')];
  const anchor = source(depth - 1, common, dice);
  const alias = dice.fresh('t');
  const table = dice.pick(BASE_TABLES as [(typeof BASE_TABLES)[number], ...typeof BASE_TABLES]);
  const scope = [...qualified(table.fields, alias), field(`${name}.${number}`, 'integer')];
  const union = dice.pick(['UNION', 'UNION ALL']);
  const next = `SELECT ${expression('integer', scope, 1, dice)}, ${name}.${step} + 1
    FROM ${name}, ${table.name} ${alias}`;
  const sql = `WITH RECURSIVE ${name}(${number}, ${step}) AS (SELECT ${expression('integer', anchor.fields, 1, dice)}, 0
    FROM ${anchor.sql} ${union} ${next} WHERE ${condition(scope, 0, dice)} AND ${name}.${step} < 2)
    SELECT ${number}, ${step} FROM ${name}`;
  return { sql, fields: [field(number, 'integer'), field(step, 'integer')] };
}

function pivoted(dice: Dice): Query {
  const table = dice.pick(['fred.unrate', 'fred.payems']);
  const [value, key] = dice.pick([
    ['value', 'rev'],
    ['rev', 'value'],
  ]);
  const call = dice.pick(['sum', 'max', 'count']);
  const sql = `SELECT ${key}, a, b FROM (PIVOT ${table} ON area IN ('a', 'b') USING ${call}(${value}) GROUP BY ${key})`;
  return { sql, fields: [field(key, 'integer'), field('a', 'integer'), field('b', 'integer')] };
}

function unpivoted(dice: Dice): Query {
  const nulls = dice.pick(['', 'INCLUDE NULLS ']);
  const [columns, kept] = dice.pick([
    ['lo, hi', 'id'],
    ['id, lo', 'hi'],
  ]);
  const sql = `SELECT ${kept}, n, v FROM lab.wide UNPIVOT ${nulls}(v FOR n IN (${columns}))`;
  return { sql, fields: [field(kept, 'integer'), field('n', 'text'), field('v', 'integer')] };
}

/** The first rows by all columns: equal rows are interchangeable. */
function firstRows(depth: number, common: Common, dice: Dice): Query {
  const inner = query(depth - 1, common, dice);
  const alias = dice.fresh('t');
  const order = qualified(inner.fields, alias).map(({ name }) => `${name}${dice.pick([' DESC', ''])}`);
  const limit = dice.pick(['LIMIT 2', 'LIMIT 3 OFFSET 1', 'LIMIT 40%']);
  const sql = `SELECT * FROM (${inner.sql}) ${alias} ORDER BY ${order.join(', ')} ${limit}`;
  return { sql: `SELECT * FROM (${sql})`, fields: inner.fields };
}

/** What stands behind FROM, and what can be referred to. */
function source(depth: number, common: Common, dice: Dice): Query {
  const first = relation(depth, common, dice);
  if (!dice.once(60)) return first;
  const second = relation(depth - 1, common, dice);
  const both = [...first.fields, ...second.fields];
  const on = (): string => condition(both, 0, dice);
  const pairs = `${expression('integer', first.fields, 0, dice)} = ${expression('integer', second.fields, 0, dice)}`;
  const join = (words: string, more: string, fields: readonly Field[]): Query => ({
    sql: `${first.sql} ${words} ${second.sql}${more}`,
    fields,
  });
  const dates = [fieldNames('date', first.fields)[0], fieldNames('date', second.fields)[0]];
  const kind = dice.pick([
    'JOIN',
    'JOIN',
    'LEFT JOIN',
    'RIGHT JOIN',
    'FULL JOIN',
    'SEMI',
    'ANTI',
    'CROSS',
    'ASOF',
    'LATERAL',
    'TOTALS',
    'PADDED',
    'UNNEST',
    'RANGE',
  ]);
  switch (kind) {
    case 'SEMI':
    case 'ANTI':
      return join(`${kind} JOIN`, ` ON ${pairs}`, first.fields);
    case 'CROSS':
      return join(',', '', both);
    case 'ASOF':
      return dates.includes(undefined)
        ? join('JOIN', ` ON ${pairs}`, both)
        : join(dice.pick(['ASOF JOIN', 'ASOF LEFT JOIN']), ` ON ${pairs} AND ${dates[0]} >= ${dates[1]}`, both);
    case 'LATERAL':
      return lateral(first, dice);
    case 'TOTALS':
      return totals(first, dice);
    case 'PADDED':
      return padded(first, dice);
    case 'UNNEST': {
      const [alias, name] = [dice.fresh('t'), dice.fresh('c')];
      const unnested = `unnest(${expression('list', first.fields, 1, dice)}) ${alias}(${name})`;
      return { sql: `${first.sql}, ${unnested}`, fields: [...first.fields, field(`${alias}.${name}`, 'integer')] };
    }
    case 'RANGE': {
      const [alias, name] = [dice.fresh('t'), dice.fresh('c')];
      const made = `range((${expression('integer', first.fields, 0, dice)} % 5)::BIGINT) ${alias}(${name})`;
      return { sql: `${first.sql}, ${made}`, fields: [...first.fields, field(`${alias}.${name}`, 'integer')] };
    }
    default:
      return join(kind, ` ON ${dice.once(70) ? pairs : on()}${dice.once(30) ? ` AND ${on()}` : ''}`, both);
  }
}

function relation(depth: number, common: Common, dice: Dice): Query {
  const alias = dice.fresh('t');
  if (depth > 0 && dice.once(35)) {
    const inner = query(depth - 1, common, dice);
    return { sql: `(${inner.sql}) ${alias}`, fields: qualified(inner.fields, alias) };
  }
  const tables = [...common, ...common, ...BASE_TABLES] as unknown as [Common[number], ...Common];
  const table = dice.pick(tables);
  return { sql: `${table.name} ${alias}`, fields: qualified(table.fields, alias) };
}
