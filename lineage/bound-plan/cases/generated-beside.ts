import type { Dice } from './dice.ts';
import {
  aggregate,
  BASE_TABLES,
  expression,
  type Field,
  groupingKey,
  groupings,
  type Kind,
} from './generated-expression.ts';

/** SQL with what its readers may refer to. */
export interface Query {
  readonly sql: string;
  /** Its columns, by their plain names. */
  readonly fields: readonly Field[];
}

export const field = (name: string, kind: Kind): Field => ({ name, kind });

export function qualified(fields: readonly Field[], alias: string): readonly Field[] {
  return fields.map(({ name, kind }) => ({ name: `${alias}.${name}`, kind }));
}

/** A subquery over a table, tied to each row of `first`. */
export function lateral(first: Query, dice: Dice): Query {
  const [alias, name] = [dice.fresh('t'), dice.fresh('c')];
  const table = dice.pick(BASE_TABLES as [(typeof BASE_TABLES)[number], ...typeof BASE_TABLES]);
  const inside = dice.fresh('s');
  const fields = qualified(table.fields, inside);
  const tie = `${expression('integer', fields, 0, dice)} = ${expression('integer', first.fields, 0, dice)}`;
  const item = dice.once(50)
    ? aggregate(fields, 0, dice)
    : expression('integer', [...fields, ...first.fields], 0, dice);
  const sql = `SELECT ${item} AS ${name} FROM ${table.name} ${inside} WHERE ${tie}`;
  return beside(first, { sql, alias, names: [name] }, dice);
}

/** Beside each row of `first` the groups of a table that belong to it, and their totals. */
export function totals(first: Query, dice: Dice): Query {
  const [alias, name, key, inside] = [dice.fresh('t'), dice.fresh('c'), dice.fresh('k'), dice.fresh('s')];
  const table = dice.pick(BASE_TABLES as [(typeof BASE_TABLES)[number], ...typeof BASE_TABLES]);
  const fields = qualified(table.fields, inside);
  const value = groupingKey(fields, dice);
  const own = expression('integer', fields, 0, dice);
  const tie = `${own} ${dice.pick(['<=', '='])} ${expression('integer', first.fields, 0, dice)}`;
  const by = groupings([value, ...(dice.once(30) ? [groupingKey(first.fields, dice)] : [])], dice);
  const having = dice.once(20) ? ' HAVING count(*) > 1' : '';
  const groups = `SELECT ${value} AS ${key}, ${dice.pick(['count(*)', `count(${value})`, `max(${value})`])} AS
    ${name} FROM ${table.name} ${inside} WHERE ${tie} GROUP BY ${by}${having}`;
  return beside(first, { sql: groups, alias, names: [key, name] }, dice);
}

/** Groups of a table beside which an outer join puts a column of `first`, or NULL: rows are told apart by that. */
export function padded(first: Query, dice: Dice): Query {
  const [alias, name, inside, other] = [dice.fresh('t'), dice.fresh('c'), dice.fresh('s'), dice.fresh('s')];
  const [left, right] = [0, 1].map(() =>
    dice.pick(BASE_TABLES as [(typeof BASE_TABLES)[number], ...typeof BASE_TABLES]),
  ) as [(typeof BASE_TABLES)[number], (typeof BASE_TABLES)[number]];
  const outer = dice.pick([expression('integer', first.fields, 0, dice), expression('text', first.fields, 0, dice)]);
  const tie = `${expression('integer', qualified(left.fields, inside), 0, dice)} = ${other}.j`;
  const marked = `(SELECT ${expression('integer', right.fields, 0, dice)} AS j, ${outer} AS k
    FROM ${right.name}) ${other}`;
  const plain = `${left.name} ${inside}`;
  const from = dice.pick([`${plain} LEFT JOIN ${marked} ON ${tie}`, `${marked} RIGHT JOIN ${plain} ON ${tie}`]);
  const again = `(SELECT DISTINCT ${outer} AS k) x${other}`;
  const rows = dice.pick([
    `SELECT count(*) AS ${name} FROM ${from} GROUP BY ${other}.k`,
    `SELECT count(*) AS ${name} FROM ${from} GROUP BY ${groupings([`${other}.k`], dice)}`,
    `SELECT DISTINCT ${other}.k IS NULL AS ${name}_, 1 AS ${name} FROM ${from}`,
    `SELECT count(DISTINCT ${other}.k) AS ${name} FROM ${from}`,
    `SELECT 1 AS ${name} FROM (SELECT DISTINCT ${other}.k FROM ${from}) d${other}`,
    `SELECT count(*) OVER (PARTITION BY ${other}.k) AS ${name} FROM ${from}`,
    `SELECT count(*) AS ${name} FROM ${from} JOIN ${again} ON ${other}.k IS NOT DISTINCT FROM x${other}.k`,
  ]);
  return beside(first, { sql: rows, alias, names: [name] }, dice);
}

/** A subquery that is joined under an alias, and the names of its columns. */
interface Joined {
  readonly sql: string;
  readonly alias: string;
  readonly names: readonly string[];
}

/** A subquery that may refer to `first`, joined to each of its rows. */
function beside(first: Query, { sql, alias, names }: Joined, dice: Dice): Query {
  const [words, end] = dice.pick([
    [', LATERAL', ''],
    ['LEFT JOIN LATERAL', ' ON true'],
  ]);
  const fields = [...first.fields, ...names.map((name) => field(`${alias}.${name}`, 'integer'))];
  return { sql: `${first.sql} ${words} (${sql}) ${alias}${end}`, fields };
}
