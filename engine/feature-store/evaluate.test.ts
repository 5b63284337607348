import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Day } from '../calendar/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { planOf } from './definition.fixture.ts';
import {
  type AsOfPlan,
  checkLift,
  compareEvaluated,
  evaluateAt,
  evaluateLifted,
  evaluateLoop,
  prepareSession,
} from './index.ts';
import { DECISION_DATES, openWith, rowsOfResult, type TestSource } from './vintages.fixture.ts';

const OPEN = '9999-12-31';
/** January is revised, February known late, March withdrawn and, after a hole, back. */
const GDP: TestSource = {
  name: 'fred.gdp',
  columns: [
    { name: 'date', type: 'DATE' },
    { name: 'value', type: 'DOUBLE' },
  ],
  rows: [
    ['2000-01-01', 1, '2000-02-10', '2000-03-10'],
    ['2000-01-01', 1.5, '2000-03-10', OPEN],
    ['2000-02-01', 2, '2000-05-01', OPEN],
    ['2000-03-01', 3, '2000-04-10', '2000-05-10'],
    ['2000-03-01', null, '2000-05-10', '2000-06-10'],
    ['2000-03-01', 3.5, '2000-07-10', OPEN],
  ],
};
const LEVEL = { name: 'level', sql: 'SELECT date, value FROM fred.gdp' };

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWith([GDP], DECISION_DATES);
});
afterEach(() => warehouse.close());

const plan = (sql: string): Promise<AsOfPlan> => planOf(warehouse, { name: 'level', sql }, [GDP]);

async function known(date: Day): Promise<readonly unknown[]> {
  const rows = rowsOfResult(await evaluateAt(warehouse, await plan(LEVEL.sql), date));
  return rows.map((row) => `${row['date']} ${row['value']}`).sort();
}

describe('known(S, t)', () => {
  it('counts the first day of an interval and not its end', async () => {
    expect(await known('2000-02-09')).toEqual([]);
    expect(await known('2000-02-10')).toEqual(['2000-01-01 1']);
    expect(await known('2000-03-09')).toEqual(['2000-01-01 1']);
    expect(await known('2000-03-10')).toEqual(['2000-01-01 1.5']);
  });

  it('shows a withdrawn value as NULL and bridges no hole', async () => {
    expect(await known('2000-05-10')).toContain('2000-03-01 null');
    expect(await known('2000-06-10')).toEqual(['2000-01-01 1.5', '2000-02-01 2']);
    expect(await known('2000-07-10')).toContain('2000-03-01 3.5');
  });

  it('is the same lifted, on every single day', async () => {
    const days = Array.from({ length: 240 }, (_, day) =>
      new Date(Date.UTC(2000, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const level = await plan(LEVEL.sql);
    const loop = await evaluateLoop(warehouse, level, days);
    expect(await compareEvaluated(warehouse, await evaluateLifted(warehouse, level, days), loop)).toEqual({
      equal: true,
    });
  });
});

describe('effective vintages', () => {
  const days = ['2000-02-10', '2000-02-11', '2000-02-12', '2000-03-10', '2000-03-11', '2000-04-01'];

  async function evaluatedDates(sql: string): Promise<readonly unknown[]> {
    const { dates } = await evaluateLifted(warehouse, await plan(sql), days);
    return (await warehouse.rows(`SELECT * FROM ${dates} ORDER BY t`)).map((row) => row['__t']);
  }

  it('evaluates once what does not change', async () => {
    expect(await evaluatedDates(LEVEL.sql)).toEqual([
      ...['2000-02-10', '2000-02-10', '2000-02-10', '2000-03-10', '2000-03-10', '2000-03-10'],
    ]);
  });

  it('keeps every date for a query that reads the date', async () => {
    expect(await evaluatedDates('SELECT date, as_of() - date AS age FROM fred.gdp')).toEqual(days);
  });

  it('gives the loop the same rows', async () => {
    const level = await plan(LEVEL.sql);
    const every = await evaluateLoop(warehouse, level, days);
    const all = await warehouse.rows(`SELECT count(DISTINCT __t) AS n FROM ${every.table}`);
    const effective = await evaluateLoop(warehouse, { ...level, name: 'features.other' }, days, { which: 'effective' });
    const few = await warehouse.rows(`SELECT count(DISTINCT __t) AS n FROM ${effective.table}`);
    expect([all, few]).toEqual([[{ n: 6 }], [{ n: 2 }]]);
    expect(await compareEvaluated(warehouse, effective, every)).toEqual({ equal: true });
  });
});

describe('evaluateLifted', () => {
  it('gives the same in one pass and in many, and without any date an empty table', async () => {
    const level = await plan(
      'SELECT date, avg(value) OVER (ORDER BY date ROWS 2 PRECEDING) AS m, as_of() AS t FROM fred.gdp',
    );
    const loop = await evaluateLoop(warehouse, level, DECISION_DATES);
    for (const rowsPerPass of [1, 10, 1_000_000]) {
      const lifted = await evaluateLifted(warehouse, level, DECISION_DATES, { rowsPerPass });
      expect(await compareEvaluated(warehouse, lifted, loop)).toEqual({ equal: true });
    }
    const { table, columns } = await evaluateLifted(warehouse, level, []);
    expect(columns.map(({ name }) => name)).toEqual(['date', 'm', 't']);
    expect(await warehouse.rows(`SELECT * FROM ${table}`)).toEqual([]);
  });

  it('never shows the columns of knowledge to a query', async () => {
    const star = await plan('SELECT * FROM fred.gdp');
    expect((await evaluateLifted(warehouse, star, DECISION_DATES)).columns.map(({ name }) => name)).toEqual([
      'date',
      'value',
    ]);
    expect((await evaluateLoop(warehouse, star, DECISION_DATES)).columns.map(({ name }) => name)).toEqual([
      'date',
      'value',
    ]);
  });
});

describe('a sandboxed session', () => {
  it('evaluates both ways and reads no file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ews-'));
    await writeFile(path.join(folder, 'future.csv'), 'date,value\n2030-01-01,1\n');
    await warehouse.sandbox([]);
    const level = await plan(LEVEL.sql);
    const loop = await evaluateLoop(warehouse, level, DECISION_DATES);
    expect(await compareEvaluated(warehouse, await evaluateLifted(warehouse, level, DECISION_DATES), loop)).toEqual({
      equal: true,
    });
    const leak = { ...level, name: 'features.leak', sql: `SELECT * FROM '${path.join(folder, 'future.csv')}'` };
    await expect(evaluateAt(warehouse, leak, '2000-06-30')).rejects.toThrow(/disabled/);
    await expect(prepareSession(warehouse)).rejects.toThrow(/locked/);
  });

  it('has the settings without which results are wrong or differ', async () => {
    const rows = await warehouse.rows(
      `SELECT name, value FROM duckdb_settings()
       WHERE name IN ('disabled_optimizers', 'debug_window_mode') ORDER BY name`,
    );
    expect(rows.map((row) => row['value'])).toEqual(['separate', 'join_filter_pushdown,top_n_window_elimination']);
  });
});

describe('checkLift', () => {
  it('finds a lifted form right', async () => {
    expect(await checkLift(warehouse, await plan(LEVEL.sql), DECISION_DATES)).toEqual({ equal: true });
  });

  it('finds a wrong value, a missing row and a missing column', async () => {
    const level = await plan(LEVEL.sql);
    const wrong = (liftedSql: string) => checkLift(warehouse, { ...level, liftedSql }, DECISION_DATES);
    const snapshot = 'SELECT z.__t, z.date, z.value FROM __asof."fred.gdp" z';
    expect(await wrong(`${snapshot} WHERE z.value < 3`)).toMatchObject({
      equal: false,
      reason: expect.stringContaining('lacks'),
    });
    expect(await wrong(snapshot.replace('z.value FROM', 'z.value + 1e-15 AS value FROM'))).toMatchObject({
      equal: false,
    });
    expect(await wrong(snapshot.replace(', z.value', ''))).toMatchObject({
      reason: expect.stringContaining('returns date DATE'),
    });
  });

  it('lets last bits differ where nothing fixes the order of a sum, and nothing else', async () => {
    const level = await plan(LEVEL.sql);
    const snapshot = 'SELECT z.__t, z.date, z.value * (1 + $off) AS value FROM __asof."fred.gdp" z';
    const lifted = (off: string, exactness: 'bits' | 'last bits may differ') =>
      checkLift(warehouse, { ...level, liftedSql: snapshot.replace('$off', off), exactness }, DECISION_DATES);
    expect(await lifted('1e-12', 'last bits may differ')).toEqual({ equal: true });
    expect(await lifted('1e-12', 'bits')).toMatchObject({ equal: false });
    expect(await lifted('1e-8', 'last bits may differ')).toMatchObject({ equal: false });
    expect(await lifted("'nan'::DOUBLE", 'last bits may differ')).toMatchObject({ equal: false });
    expect(await lifted('NULL', 'last bits may differ')).toMatchObject({ equal: false });
    const late = `SELECT * REPLACE (date + 1 AS date) FROM (${snapshot.replace('$off', '0')})`;
    expect(
      await checkLift(warehouse, { ...level, liftedSql: late, exactness: 'last bits may differ' }, DECISION_DATES),
    ).toMatchObject({ equal: false });
  });

  it('finds what is wrong only before the first publication', async () => {
    const count = await plan('SELECT count(*) AS n FROM fred.gdp');
    const liftedSql = 'SELECT z.__t, count(*) AS n FROM __asof."fred.gdp" z GROUP BY z.__t';
    const after = DECISION_DATES.filter((date) => date > '2000-02-10');
    expect(await checkLift(warehouse, { ...count, liftedSql }, after)).toMatchObject({
      equal: false,
      example: { t: '2000-02-09', n: 0 },
    });
  });

  it("takes what DuckDB refuses for a difference, and what the loop refuses for the user's", async () => {
    const level = await plan(LEVEL.sql);
    expect(await checkLift(warehouse, { ...level, liftedSql: 'SELECT nonsense' }, DECISION_DATES)).toMatchObject({
      equal: false,
      reason: expect.stringContaining('refuses'),
    });
    const { liftedSql: _, ...loopOnly } = level;
    expect(await checkLift(warehouse, { ...loopOnly, loopReason: 'FULL JOIN' }, DECISION_DATES)).toEqual({
      equal: false,
      reason: 'FULL JOIN',
    });
    const broken = await plan("SELECT date, 'x'::INTEGER + value AS v FROM fred.gdp");
    await expect(checkLift(warehouse, broken, DECISION_DATES)).rejects.toThrow(/Conversion/);
  });
});
