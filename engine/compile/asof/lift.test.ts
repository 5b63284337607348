import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWarehouse, unparseSql, type Warehouse } from '../../warehouse/index.ts';
import { type AsOfRelation, lift } from './index.ts';
import { statementOf } from './statement.fixture.ts';

const columns = [
  { name: 'date', type: 'DATE' },
  { name: 'value', type: 'DOUBLE' },
];
const key = ['date'];
const RELATIONS: ReadonlyMap<string, AsOfRelation> = new Map([
  ['fred.gdp', { kind: 'source', name: 'fred.gdp', columns, key }],
  ['alfred.gdp', { kind: 'source', name: 'alfred.gdp', columns, key }],
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
  it.each([
    [
      'reads the snapshots, the date first',
      'SELECT date, value FROM fred.gdp',
      'SELECT gdp.__t1 AS __t, date, "value" FROM __asof."fred.gdp" AS gdp(__t1)',
    ],
    [
      'drops the schema of full names, which the snapshot has not',
      'SELECT fred.gdp.date FROM fred.gdp',
      'SELECT gdp.__t1 AS __t, gdp.date FROM __asof."fred.gdp" AS gdp(__t1)',
    ],
    [
      'joins rows of one date',
      'SELECT a.date FROM fred.gdp a LEFT JOIN alfred.gdp b ON b.date = a.date',
      'SELECT a.__t1 AS __t, a.date FROM __asof."fred.gdp" AS a(__t1) LEFT JOIN __asof."alfred.gdp" AS b(__t2) ' +
        'ON (((a.__t1 = b.__t2) AND (b.date = a.date)))',
    ],
    [
      'groups, and counts positions, by date',
      'SELECT year(date) AS y, max(value) AS m FROM fred.gdp GROUP BY 1',
      'SELECT gdp.__t1 AS __t, "year"(date) AS y, max("value") AS m ' +
        'FROM __asof."fred.gdp" AS gdp(__t1) GROUP BY 2, gdp.__t1',
    ],
    [
      'finds a frame once for all that take values of its row, under their own names',
      'SELECT date, first_value(value) OVER w AS v, first_value(value + 1) OVER w - last_value(value) OVER w AS d, ' +
        'first_value(value IGNORE NULLS) OVER w AS n FROM fred.gdp ' +
        'WINDOW w AS (ORDER BY date ROWS 1 PRECEDING)',
      "SELECT gdp.__t1 AS __t, date, struct_extract(PACKED, 'v0') AS v, " +
        `(struct_extract(PACKED, 'v1') - last_value("value") FRAME) AS d, ` +
        'first_value("value" IGNORE NULLS) FRAME AS n FROM __asof."fred.gdp" AS gdp(__t1)',
    ],
    [
      'is the date in as_of(), shows it in no *, and numbers the rows of a date for LIMIT',
      'SELECT *, as_of() AS t FROM calendar.dates ORDER BY date DESC LIMIT 2',
      'SELECT __z1.* EXCLUDE (__o2) FROM (SELECT dates.__t3 AS __t, * EXCLUDE (__t3), dates.__t3 AS t, date AS __o2 ' +
        'FROM __asof."calendar.dates" AS dates(__t3)) AS __z1 ' +
        'QUALIFY (row_number() OVER (PARTITION BY __z1.__t ORDER BY __z1.__o2 DESC) <= 2)',
    ],
  ])('%s', async (_, sql, expected) => {
    const packed = 'first_value(struct_pack(v0 := "value", v1 := ("value" + 1))) FRAME';
    const frame = 'OVER (PARTITION BY gdp.__t1 ORDER BY date ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)';
    const lifted = expected.replaceAll('PACKED', packed).replaceAll('FRAME', frame);
    expect((await outcome(sql)).replaceAll(/\s+/g, ' ')).toBe(lifted);
  });

  it('keeps the quotes of a relation whose name needs them, also before a star', async () => {
    const sql = 'SELECT "The Rows".*, "order".value AS v FROM fred.gdp "The Rows" JOIN alfred.gdp "order" USING (date)';
    expect(await outcome(sql)).toContain('"The Rows".*');
    const text = await outcome('SELECT "order".* FROM (SELECT 1 AS a) "order"');
    expect(text).toContain('"order".*');
  });

  it('computes a CTE and a subquery once, whoever reads them', async () => {
    const sql = await outcome('WITH x AS (SELECT * FROM fred.gdp) SELECT date, (SELECT max(date) FROM x) AS m FROM x');
    expect(sql.match(/__asof."fred.gdp"/g)).toHaveLength(1);
    expect(sql).toMatch(/__s\d+ AS MATERIALIZED/);
  });
});

const ROW_AROUND =
  'a subquery that reads the row around it is lifted only over one relation, compared by =, as an ' +
  'aggregate, a single value or EXISTS';
const TIES = 'which rows LIMIT keeps is left to chance where its ORDER BY has ties';

describe('what is not lifted', () => {
  it.each([
    ['SELECT * FROM fred.gdp JOIN alfred.gdp USING (date)', 'two relations in one FROM clause are called "gdp"'],
    [
      'SELECT date, (SELECT max(gdp.value) FROM alfred.gdp WHERE fred.gdp.date = gdp.date) AS m FROM fred.gdp',
      ROW_AROUND,
    ],
    ['SELECT date, (SELECT max(b.value) FROM alfred.gdp b WHERE b.date < a.date) AS m FROM fred.gdp a', ROW_AROUND],
    [
      'SELECT a.date, (SELECT entropy(b.value) FROM alfred.gdp b WHERE b.date = a.date) AS m FROM fred.gdp a',
      ROW_AROUND,
    ],
    [
      'SELECT date FROM fred.gdp a WHERE value > ANY (SELECT b.value FROM alfred.gdp b WHERE b.date = a.date)',
      ROW_AROUND,
    ],
    [
      'SELECT date FROM fred.gdp a WHERE value > ANY (SELECT b.v ' +
        'FROM (SELECT date, value + (SELECT max(w.v) FROM (VALUES (1)) w(v)) AS v FROM alfred.gdp) b ' +
        'WHERE b.date <= a.date)',
      ROW_AROUND,
    ],
    [
      'SELECT a.date, l.v FROM fred.gdp a, (SELECT max(b.value) AS v FROM alfred.gdp b WHERE b.date = a.date) l',
      'a LATERAL subquery, one in FROM that reads the relations beside it, is not lifted',
    ],
    ['SELECT * FROM fred.gdp USING SAMPLE 10', 'SAMPLE is not lifted'],
    ['SELECT gdp FROM fred.gdp', '"gdp" as a whole row is not lifted'],
    ['SELECT value FROM fred.gdp ORDER BY value LIMIT 3', undefined],
    ['SELECT date FROM fred.gdp ORDER BY value LIMIT 3', TIES],
    ['SELECT date FROM fred.gdp LIMIT 3', TIES],
    ['SELECT date FROM fred.gdp UNION ALL SELECT date FROM alfred.gdp ORDER BY date LIMIT 3', undefined],
    ['SELECT date, value FROM fred.gdp UNION ALL FROM alfred.gdp ORDER BY date LIMIT 3', TIES],
    [
      'SELECT DISTINCT ON (year(date)) date FROM fred.gdp ORDER BY year(date), value',
      'which row DISTINCT ON keeps is left to chance where its ORDER BY has ties',
    ],
    [
      'SELECT a.date, lag(a.value) OVER (ORDER BY b.date) AS l FROM fred.gdp a JOIN alfred.gdp b ON b.date < a.date',
      'what lag() OVER sees is left to chance where its ORDER BY has ties',
    ],
    [
      'SELECT date, sum(value) OVER (ORDER BY year(date) ROWS 2 PRECEDING) AS s FROM fred.gdp',
      'what sum() OVER sees is left to chance where its ORDER BY has ties',
    ],
    [
      'SELECT arg_max(date, value) AS d FROM fred.gdp',
      'which row arg_max() takes is left to chance where several have the same extreme',
    ],
    ['SELECT mode(value) AS m FROM fred.gdp', 'mode() depends on the order of the rows in its ties or last digits'],
    ['SELECT list(value) AS l FROM fred.gdp', 'list() without ORDER BY depends on the order of the rows'],
    [
      'SELECT list(date ORDER BY value) AS l FROM fred.gdp',
      'list() depends on the order of the rows where its ORDER BY has ties',
    ],
    [
      'SELECT l.date FROM fred.gdp l LEFT JOIN alfred.gdp r ON r.date = (SELECT max(date) FROM fred.gdp)',
      'a subquery in the condition of an outer join is not lifted',
    ],
  ])('%s', async (sql, reason) => {
    const found = await outcome(sql);
    if (reason === undefined) expect(found).not.toContain('loop:');
    else expect(found).toBe(`loop: ${reason}`);
  });

  it('is what nests aggregates without GROUP BY beyond all measure', async () => {
    const nested = Array.from({ length: 12 }).reduce<string>(
      (sql) => `SELECT max(v) AS v FROM (${sql})`,
      'SELECT value AS v FROM fred.gdp',
    );
    expect(await outcome(nested)).toBe('loop: its set-based form is too long');
  });

  it('is a bug when it reads what nobody declared', async () => {
    const statement = await statementOf(warehouse, 'SELECT * FROM fred.nothing');
    expect(() => lift(statement, RELATIONS)).toThrow(/not declared/);
  });
});
