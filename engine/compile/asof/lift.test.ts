import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statementOf } from '../../../tests/asof/definition.ts';
import { openWarehouse, unparseSql, type Warehouse } from '../../warehouse/index.ts';
import { type AsOfRelation, lift } from './index.ts';

const columns = [
  { name: 'date', type: 'DATE' },
  { name: 'value', type: 'DOUBLE' },
];
const RELATIONS: ReadonlyMap<string, AsOfRelation> = new Map([
  ['fred.gdp', { kind: 'source', name: 'fred.gdp', columns }],
  ['alfred.gdp', { kind: 'source', name: 'alfred.gdp', columns }],
  ['calendar.dates', { kind: 'calendar' }],
]);

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

async function outcome(sql: string): Promise<string> {
  const lifted = lift(await statementOf(warehouse, sql), RELATIONS);
  return lifted.kind === 'loop' ? `loop: ${lifted.reason}` : unparseSql(warehouse, lifted.statement);
}

describe('lift', () => {
  it('evaluates the query once for every date, over snapshots', async () => {
    expect(await outcome('SELECT date, value FROM fred.gdp')).toBe(
      'SELECT __a.__t, __l.* EXCLUDE (__hit) FROM __asof.__dates AS __a LEFT JOIN (SELECT (true IS NOT NULL) AS __hit, ' +
        '__q.* FROM (SELECT date, "value" FROM (SELECT __z.date, __z."value" FROM __asof."fred.gdp" AS __z ' +
        'WHERE (__z.__t = __a.__t)) AS gdp) AS __q) AS __l ON (true) WHERE __l.__hit',
    );
  });

  it('drops the schema of full names, which a subquery has not', async () => {
    expect(await outcome('SELECT fred.gdp.date FROM fred.gdp')).toContain('SELECT gdp.date FROM');
  });

  it('replaces as_of() by the date and calendar.dates by its snapshot', async () => {
    const sql = await outcome('SELECT as_of() AS t, date FROM calendar.dates');
    expect(sql).toContain('SELECT __a.__t AS t, date FROM (SELECT __z.date FROM __asof."calendar.dates" AS __z');
  });

  it('leaves no CTE that reads data', async () => {
    expect(
      await outcome('WITH x AS (SELECT * FROM fred.gdp) SELECT (SELECT max(value) FROM x) AS m FROM x'),
    ).not.toContain('WITH');
  });
});

describe('what cannot be lifted', () => {
  const doubling = Array.from(
    { length: 20 },
    (_, i) => `x${i + 1} AS (SELECT * FROM x${i} UNION ALL SELECT * FROM x${i})`,
  );

  it.each([
    ['SELECT * FROM fred.gdp JOIN alfred.gdp USING (date)', 'two relations in one FROM clause are called "gdp"'],
    [
      'SELECT date, (SELECT max(gdp.value) FROM alfred.gdp WHERE fred.gdp.date > gdp.date) AS m FROM fred.gdp',
      '"fred.gdp.date" is hidden by an inner relation called "gdp"',
    ],
    ['SELECT * FROM fred.gdp USING SAMPLE 10', 'SAMPLE cannot be lifted'],
    [
      `WITH x0 AS (SELECT * FROM fred.gdp), ${doubling.join(', ')} SELECT * FROM x20`,
      'its CTEs read each other so often that inlining them explodes',
    ],
    [
      'SELECT l.date FROM fred.gdp l LEFT JOIN alfred.gdp r ON r.date = (SELECT max(date) FROM fred.gdp)',
      'a subquery in the condition of an outer join cannot be lifted',
    ],
    ['SELECT list_filter([date], d -> d < as_of()) AS l FROM fred.gdp', 'as_of() inside a lambda cannot be lifted'],
  ])('%s', async (sql, reason) => {
    expect(await outcome(sql)).toBe(`loop: ${reason}`);
  });

  it('is a bug when it reads what nobody declared', async () => {
    const statement = await statementOf(warehouse, 'SELECT * FROM fred.nothing');
    expect(() => lift(statement, RELATIONS)).toThrow(/not declared/);
  });
});
