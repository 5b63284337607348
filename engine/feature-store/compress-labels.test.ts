import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Warehouse } from '../warehouse/index.ts';
import { planOf } from './definition.fixture.ts';
import { compressLabels, evaluateAt, evaluateLifted } from './index.ts';
import { DECISION_DATES, openWith, rowsOfResult, SOURCES } from './vintages.fixture.ts';

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWith(SOURCES, DECISION_DATES);
});
afterEach(() => warehouse.close());

/** The value three months on, as the cut-off knows it: revised, withdrawn, missing. */
const AHEAD = `SELECT d.date,
    (SELECT a.value FROM fred.a a WHERE a.date = date_trunc('month', d.date) + INTERVAL 3 MONTHS) AS y
  FROM calendar.dates d`;
const AHEAD_BY_KEY = `SELECT d.date, p.k, max(p.value) FILTER (WHERE p.date > d.date) AS y
  FROM calendar.dates d, panel.p p GROUP BY d.date, p.k`;

async function labels(sql: string, keys: readonly string[] = []) {
  const plan = await planOf(warehouse, { name: 'y', sql }, SOURCES);
  const evaluated = await evaluateLifted(warehouse, plan, DECISION_DATES);
  const { table, problems } = await compressLabels(warehouse, evaluated, keys, DECISION_DATES);
  return { plan, table, problems, rows: await warehouse.rows(`SELECT * FROM ${table}`) };
}

describe('labels over time', () => {
  it.each([
    ['without keys', AHEAD, []],
    ['with a key', AHEAD_BY_KEY, ['k']],
  ] as const)('give back at every cut-off what was known there, %s', async (_, sql, keys) => {
    const { plan, table } = await labels(sql, keys);
    let known = 0;
    for (const cutoff of DECISION_DATES) {
      const names = ['date', ...keys, 'y'];
      const stored = await warehouse.rows(
        `SELECT ${names.join(', ')} FROM ${table}
         WHERE known_from <= '${cutoff}' AND '${cutoff}' < known_to ORDER BY ALL`,
      );
      const rows = rowsOfResult(await evaluateAt(warehouse, plan, cutoff));
      const expected = rows.filter(({ y }) => y !== null).map((row) => names.map((name) => row[name]));
      expect(stored.map((row) => Object.values(row))).toEqual(expected.sort((a, b) => (a.join() < b.join() ? -1 : 1)));
      known += expected.length;
    }
    expect(known).toBeGreaterThan(10);
  });

  it('are stored once for as long as they hold', async () => {
    const { rows } = await labels(`SELECT date, CASE WHEN as_of() - date > 100 THEN 1 END AS y FROM calendar.dates`);
    expect(rows[0]).toEqual({ date: '1999-12-31', y: 1, known_from: '2000-05-31', known_to: '9999-12-31' });
    expect(new Set(rows.map((row) => row['date'])).size).toBe(rows.length);
  });

  it('begin anew when a value is withdrawn and comes back', async () => {
    const sql = `SELECT date, CASE WHEN month(as_of()) <> 7 THEN 1 END AS y
      FROM calendar.dates WHERE date = '2000-02-15'`;
    expect((await labels(sql)).rows).toEqual([
      { date: '2000-02-15', y: 1, known_from: '2000-02-15', known_to: '2000-07-31' },
      { date: '2000-02-15', y: 1, known_from: '2000-08-31', known_to: '9999-12-31' },
    ]);
  });
});

describe('rows that break the contract', () => {
  it('EWS3011: not a decision date, or none', async () => {
    const { problems, rows } = await labels(`SELECT (date + 1)::DATE AS date, 1 AS y FROM calendar.dates`);
    expect(problems.map(({ code }) => code)).toContain('EWS3011');
    expect(rows).toEqual([]);
    expect((await labels('SELECT NULL::DATE AS date, 1 AS y')).problems).toMatchObject([{ code: 'EWS3011' }]);
  });

  it('EWS3001: a decision date after the cut-off', async () => {
    const { problems } = await labels(`SELECT DATE '2000-08-31' AS date, 1 AS y`);
    expect(problems).toMatchObject([{ code: 'EWS3001', notes: ['for example as_of 1999-12-31, date 2000-08-31'] }]);
  });

  it('EWS3002: several rows for a key and date, though they agree', async () => {
    const sql = 'SELECT date, unnest([1, 1]) AS y FROM calendar.dates';
    expect((await labels(sql)).problems).toMatchObject([{ code: 'EWS3002' }]);
  });
});
