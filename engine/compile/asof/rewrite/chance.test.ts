import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from '../../../warehouse/index.ts';
import { AGGREGATE_REVIEW } from '../functions-aggregate.ts';
import { type AsOfRelation, lift } from '../index.ts';
import { statementOf } from '../statement.fixture.ts';

const date = { name: 'date', type: 'DATE' };
const value = { name: 'value', type: 'DOUBLE' };
const k = { name: 'k', type: 'VARCHAR' };
const RELATIONS: ReadonlyMap<string, AsOfRelation> = new Map<string, AsOfRelation>([
  ['s.a', { kind: 'source', name: 's.a', columns: [date, value], key: ['date'] }],
  ['s.b', { kind: 'source', name: 's.b', columns: [date, value], key: ['date'] }],
  ['s.p', { kind: 'source', name: 's.p', columns: [date, k, value], key: ['k', 'date'] }],
  ['s.loose', { kind: 'source', name: 's.loose', columns: [date, value] }],
]);

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

async function outcomeOf(sql: string): Promise<string> {
  const outcome = lift(await statementOf(warehouse, sql), RELATIONS);
  return outcome.kind === 'lifted' ? outcome.exactness : `loop: ${outcome.reason}`;
}

/** The row before, by an order; `what` is a FROM clause with all that follows it. */
const rowBefore = (order: string, what: string): string => `SELECT lag(1) OVER (ORDER BY ${order}) AS l FROM ${what}`;

describe('an order that tells rows apart', () => {
  it.each([
    ['by the key', rowBefore('date', 's.a')],
    ['by every column', rowBefore('date, value', 's.loose')],
    ['by all keys', rowBefore('k, date', 's.p')],
    ['by the key that a condition leaves', rowBefore('date', "s.p WHERE k = 'de'")],
    ['by the key within a partition', 'SELECT lag(1) OVER (PARTITION BY k ORDER BY date) AS l FROM s.p'],
    [
      'by the key of one side where the other is found by it',
      rowBefore('a.date', 's.a a LEFT JOIN s.b b ON b.date = a.date'),
    ],
    [
      'through a chain of joins',
      rowBefore('a.date', 's.a a JOIN s.b b USING (date) LEFT JOIN s.a c ON c.date = b.date'),
    ],
    [
      'by an expression of the key on the other side',
      rowBefore('a.date', 's.a a LEFT JOIN s.b b ON b.date = a.date - INTERVAL 1 YEAR'),
    ],
    [
      'by the key of a comma join with conditions',
      rowBefore('a.date', "s.a a, s.p p WHERE a.date = p.date AND p.k = 'de'"),
    ],
    ['by the kept side of a right join', rowBefore('date', 's.a RIGHT JOIN s.b USING (date)')],
    ['by what a full join shares', rowBefore('date', 's.a FULL JOIN s.b USING (date)')],
    ['by the left side of an ASOF join', rowBefore('a.date', 's.a a ASOF LEFT JOIN s.b b ON a.date >= b.date')],
    ['by what a semi join filters', rowBefore('date', 's.a SEMI JOIN s.p USING (date)')],
    ['by the groups', rowBefore('y', '(SELECT year(date) AS y, max(value) AS m FROM s.p GROUP BY 1)')],
    [
      'by the groups of GROUP BY ALL',
      rowBefore('y', '(SELECT year(date) AS y, max(value) AS m FROM s.p GROUP BY ALL)'),
    ],
    ['by the key that a projection keeps', rowBefore('d', '(SELECT date AS d, value * 2 AS v FROM s.a)')],
    ['by the key of *', rowBefore('date', '(SELECT *, value * 2 AS v FROM s.a JOIN s.b USING (date))')],
    ['by the columns of a union', rowBefore('date', '(SELECT date FROM s.a UNION SELECT date FROM s.b)')],
    [
      'by the columns of a union that keeps both',
      rowBefore('date', '(SELECT date FROM s.p UNION ALL SELECT date FROM s.b)'),
    ],
    [
      'by the partition of the first rows',
      rowBefore('k', '(FROM s.p QUALIFY row_number() OVER (PARTITION BY k ORDER BY date) = 1)'),
    ],
    ['by the targets of DISTINCT ON', rowBefore('k', '(SELECT DISTINCT ON (k) k, value FROM s.p ORDER BY k, date)')],
    ['of one row', rowBefore('1', '(SELECT max(value) AS m FROM s.p)')],
    ['of the one row that LIMIT keeps', rowBefore('1', '(FROM s.p ORDER BY k, date LIMIT 1)')],
    ['by a renamed key of a CTE', `WITH x(d, v) AS (FROM s.a) ${rowBefore('d', 'x')}`],
  ])('%s', async (_, sql) => {
    expect(await outcomeOf(sql)).toBe('bits');
  });
});

describe('an order with ties', () => {
  it.each([
    ['by a part of the key', rowBefore('date', 's.p')],
    ['by another column', rowBefore('value', 's.a')],
    ['by the date of a source without a known key', rowBefore('date', 's.loose')],
    ['by an expression of the key', rowBefore('year(date)', 's.a')],
    ['where a join repeats the row', rowBefore('a.date', 's.a a LEFT JOIN s.p p ON p.date = a.date')],
    ['where an inequality repeats the row', rowBefore('a.date', 's.a a JOIN s.b b ON b.date < a.date')],
    [
      'where the outer condition holds only on a match',
      rowBefore('b.date', 's.a a LEFT JOIN s.b b ON b.date = a.date'),
    ],
    ['where an unmatched side is NULL', rowBefore('a.date', 's.a a RIGHT JOIN s.b b ON b.date = a.date')],
    ['by one side of a full join', rowBefore('a.date', 's.a a FULL JOIN s.b b ON b.date = a.date')],
    ['where the key is lost', rowBefore('value', "(SELECT value, date > DATE '2000-01-01' AS late FROM s.a)")],
    ['where a list repeats the row', rowBefore('date', '(SELECT date, unnest([value, -value]) AS v FROM s.a)')],
    ['where a union repeats the key', rowBefore('date', '(FROM s.a UNION ALL FROM s.b)')],
    [
      'where a name could be a column or what is selected',
      rowBefore('date', "(SELECT date_trunc('month', date) AS date, max(value) AS m FROM s.a GROUP BY date)"),
    ],
    [
      'by one grouping set of several',
      rowBefore('k', '(SELECT k, date, max(value) AS m FROM s.p GROUP BY GROUPING SETS ((k), (k, date)))'),
    ],
    ['of LIMIT', 'SELECT date FROM s.p ORDER BY value LIMIT 3'],
    ['of an ASOF join', 'SELECT a.date, p.k FROM s.a a ASOF JOIN s.p p ON a.date >= p.date'],
    ['of arg_max', 'SELECT arg_max(k, date) AS k FROM s.p'],
    ['of a list', 'SELECT list(k ORDER BY date) AS l FROM s.p'],
  ])('%s', async (_, sql) => {
    expect(await outcomeOf(sql)).toMatch(/^loop: .*(?:left to chance|order of the rows)/);
  });
});

describe('where no order is needed', () => {
  it.each([
    ['rank() OVER (ORDER BY value)', 'bits'],
    ['max(value) OVER (ORDER BY value)', 'bits'],
    ['count(*) OVER (PARTITION BY value)', 'bits'],
    ['sum(value) OVER (ORDER BY date ROWS 3 PRECEDING)', 'bits'],
    ['sum(value) OVER (PARTITION BY year(date))', 'last bits may differ'],
    ['avg(value) OVER (ORDER BY value)', 'last bits may differ'],
  ])('%s', async (call, exactness) => {
    expect(await outcomeOf(`SELECT date, ${call} AS x FROM s.a`)).toBe(exactness);
  });

  it('is a list of what it is ordered by, and an extreme of the key', async () => {
    expect(await outcomeOf('SELECT list(value ORDER BY value) AS l FROM s.a')).toBe('bits');
    expect(await outcomeOf('SELECT k, arg_max(value, date) AS v FROM s.p GROUP BY k')).toBe('bits');
    expect(await outcomeOf('SELECT arg_max(date, date) AS d FROM s.p')).toBe('bits');
  });

  it('is judged in groups too', async () => {
    const sql = 'SELECT date, avg(value) AS v FROM s.p GROUP BY date';
    const group: AsOfRelation = { kind: 'group', name: 'f.g', sql, statement: await statementOf(warehouse, sql) };
    const relations = new Map(RELATIONS).set('f.g', group);
    const outcome = lift(await statementOf(warehouse, 'SELECT date, v FROM f.g'), relations);
    expect(outcome).toMatchObject({ kind: 'lifted', exactness: 'last bits may differ' });
  });
});

it('every aggregate is of one kind, and each kind is known', () => {
  expect(new Set(AGGREGATE_REVIEW.values())).toEqual(new Set(['bag', 'sum', 'order', 'extreme', 'loop']));
});
