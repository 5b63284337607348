import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from '../../warehouse/index.ts';
import type { AsOfRelation } from './index.ts';
import { reachOf } from './reach.ts';
import { statementOf } from './statement.fixture.ts';

const date = { name: 'date', type: 'DATE' };
const value = { name: 'value', type: 'DOUBLE' };
const source = (name: string, key: readonly string[], others = [value]): readonly [string, AsOfRelation] => {
  return [name, { kind: 'source', name, columns: [date, ...others], key }];
};
const RELATIONS: ReadonlyMap<string, AsOfRelation> = new Map([
  source('fred.a', ['date']),
  source('fred.b', ['date']),
  source('panel.p', ['country', 'date'], [{ name: 'country', type: 'VARCHAR' }, value]),
  source('file.month', ['month'], [{ name: 'month', type: 'DATE' }]),
  ['calendar.dates', { kind: 'calendar' }],
]);

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

const A = 'SELECT date, value FROM fred.a';
const over = (frame: string): string => `SELECT date, sum(value) OVER (ORDER BY date ${frame}) AS s FROM fred.a`;
const year = 'RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND CURRENT ROW';

it.each<readonly [string, number]>([
  [A, 0],
  [`${A} WHERE value > 3 ORDER BY date`, 0],
  ['SELECT x.date, x.value - y.value AS d FROM fred.a x LEFT JOIN fred.b y ON y.date = x.date', 0],
  ['SELECT x.date FROM fred.a AS x JOIN fred.b AS y ON x.date = y.date AND x.value > y.value', 0],
  ['SELECT date, a.value - b.value AS d FROM fred.a JOIN fred.b USING (date)', 0],
  ['SELECT date FROM fred.a UNION SELECT date FROM fred.b WHERE value > 3', 0],
  [`SELECT date FROM fred.a UNION SELECT date FROM fred.b UNION (WITH x AS (${over(year)}) SELECT date FROM x)`, 372],
  [over(year), 12 * 31],
  [over('RANGE BETWEEN INTERVAL 12 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING'), 12 * 31],
  [over('RANGE INTERVAL 2 WEEKS PRECEDING'), 14],
  [over('RANGE INTERVAL 1 YEAR PRECEDING'), 366],
  [over('RANGE INTERVAL 1 QUARTER PRECEDING'), 92],
  [over('RANGE INTERVAL 9 DAYS PRECEDING'), 9],
  [
    `WITH x AS (${over('RANGE INTERVAL 9 DAYS PRECEDING')}) ${over(year).replace('fred.a', 'x').replace('value', 's')}`,
    381,
  ],
  [
    `WITH Date AS (${over('RANGE INTERVAL 9 DAYS PRECEDING')}) SELECT b.date FROM fred.b LEFT JOIN date x USING (date)`,
    9,
  ],
])('looks back as far as its windows do, one on another: %s', async (sql, days) => {
  expect(reachOf(await statementOf(warehouse, sql), RELATIONS)).toBe(days);
});

it.each([
  ['another date', 'SELECT (date + 30)::DATE AS date, value FROM fred.a'],
  ['two columns of that name', 'SELECT date, value AS date FROM fred.a'],
  ['no date', 'SELECT value FROM fred.a'],
  ["another one's date", 'SELECT y.date FROM fred.a x LEFT JOIN fred.b y ON x.date = y.date'],
  ['several rows a date', 'SELECT date, value FROM panel.p'],
  ['another column that tells rows apart', 'SELECT date FROM file.month'],
  ['rows united', `${A} UNION ALL ${A}`],
  ['dates united, each as often as it is there', 'SELECT date FROM fred.a UNION ALL SELECT date FROM fred.b'],
  ['distinct rows united', `${A} UNION SELECT date, value FROM fred.b`],
  ['dates that others have', 'SELECT date FROM fred.a EXCEPT SELECT date FROM fred.b'],
  ['some of united dates', 'SELECT date FROM fred.a UNION SELECT date FROM fred.b ORDER BY date LIMIT 1'],
  ['dates united by name', 'SELECT date FROM fred.a UNION BY NAME SELECT date FROM fred.b'],
  ['united with others', 'SELECT date FROM fred.a UNION SELECT country FROM panel.p'],
  ['groups', 'SELECT date, sum(value) AS s FROM fred.a GROUP BY date'],
  ['all as one', 'SELECT max(date) AS date FROM fred.a'],
  ['some of them', `${A} ORDER BY date LIMIT 3`],
  ['distinct ones', 'SELECT DISTINCT date, value FROM fred.a'],
  ['the first of them', `${A} QUALIFY row_number() OVER (ORDER BY date) = 1`],
  ['all columns', 'SELECT * FROM fred.a'],
  ['a subquery', 'SELECT date, value - (SELECT avg(value) FROM fred.a) AS d FROM fred.a'],
  ['a subquery that chooses', 'SELECT date FROM fred.a WHERE value = (SELECT max(value) FROM fred.b)'],
  ['a subquery in a join', 'SELECT x.date FROM fred.a x JOIN fred.b y ON x.date = y.date AND y.value IN (FROM fred.a)'],
  ['a query to read from', `SELECT date FROM (${A})`],
  ['rows of rows', 'SELECT date, unnest([1, 2]) AS v FROM fred.a'],
  ['the calendar', 'SELECT date FROM calendar.dates'],
  ['another condition', 'SELECT x.date FROM fred.a x JOIN fred.b y ON x.date >= y.date'],
  ['either of two conditions', 'SELECT x.date FROM fred.a x JOIN fred.b y ON x.date = y.date OR x.value = y.value'],
  ['a date that is not the other', 'SELECT x.date FROM fred.a x JOIN fred.b y ON x.date = x.date'],
  ['a right join', 'SELECT x.date FROM fred.a x RIGHT JOIN fred.b y ON x.date = y.date'],
  ['a full join', 'SELECT date FROM fred.a x FULL JOIN fred.b y USING (date)'],
  ['an ASOF join', 'SELECT x.date FROM fred.a x ASOF JOIN fred.b y ON x.date >= y.date'],
  ['all pairs', 'SELECT x.date FROM fred.a x, fred.b y'],
  ['other columns joined', 'SELECT x.date FROM fred.a x JOIN fred.b y USING (value)'],
  ['all rows before', over('RANGE UNBOUNDED PRECEDING')],
  ['all rows', 'SELECT date, sum(value) OVER () AS s FROM fred.a'],
  ['a number of rows', over('ROWS 3 PRECEDING')],
  ['a lag in rows', 'SELECT date, lag(value, 3) OVER (ORDER BY date) AS l FROM fred.a'],
  ['numbers of rows', 'SELECT date, row_number() OVER (ORDER BY date RANGE INTERVAL 1 DAY PRECEDING) AS n FROM fred.a'],
  ['a row-wise order', `SELECT date, sum(value) OVER (ORDER BY value ${year}) AS s FROM fred.a`],
  ['an order from the last on', `SELECT date, sum(value) OVER (ORDER BY date DESC ${year}) AS s FROM fred.a`],
  ['later rows', over('RANGE BETWEEN CURRENT ROW AND INTERVAL 1 MONTH FOLLOWING')],
  ['more than a century', over('RANGE INTERVAL 101 YEARS PRECEDING')],
  ['a width that is computed', over('RANGE (INTERVAL 1 MONTH * 2) PRECEDING')],
  ['parts', `SELECT date, sum(value) OVER (PARTITION BY month(date) ORDER BY date ${year}) AS s FROM fred.a`],
  ['a CTE with names', `WITH x(date, w) AS (${A}) SELECT date FROM x`],
  ['names of columns', 'SELECT date FROM fred.a AS x(value, date)'],
  ['a CTE that nobody reads', `WITH x AS (SELECT country FROM panel.p) ${A}`],
  ['a CTE of that kind', `WITH x AS (SELECT * FROM fred.a) SELECT date FROM x`],
  ['a sample', `${A} USING SAMPLE 3`],
])('is not known of %s', async (_what, sql) => {
  expect(reachOf(await statementOf(warehouse, sql), RELATIONS)).toBeUndefined();
});
