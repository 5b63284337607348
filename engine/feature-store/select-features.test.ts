import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { first, last, present } from '../presence/index.ts';
import type { Row, Warehouse } from '../warehouse/index.ts';
import { planOf } from './definition.fixture.ts';
import { evaluateAt, evaluateLifted, evaluateLoop, type FeatureContract, featureSelection } from './index.ts';
import { DECISION_DATES, monthAt, openWith, rowsOfResult, SOURCES } from './vintages.fixture.ts';

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWith(SOURCES, DECISION_DATES);
});
afterEach(() => warehouse.close());

const columns = [{ name: 'value' }];
/** So few that the dates come in several passes. */
const ROWS_PER_PASS = 40;

async function features(sql: string, contract: FeatureContract, dates = DECISION_DATES) {
  const plan = await planOf(warehouse, { name: 'x', sql }, SOURCES);
  const selection = featureSelection(warehouse, plan.name, contract);
  const { take } = selection;
  const evaluated =
    plan.liftedSql === undefined
      ? await evaluateLoop(warehouse, plan, dates, { take })
      : await evaluateLifted(warehouse, plan, dates, { rowsPerPass: ROWS_PER_PASS, take });
  const { table, problems } = await selection.finish(evaluated, dates);
  return { plan, problems, rows: await warehouse.rows(`SELECT * FROM ${table}`) };
}

/** The definition, by hand: per date the whole result, per key its row of the greatest date. */
async function byHand(sql: string, keys: readonly string[], date: Day): Promise<readonly Row[]> {
  const plan = await planOf(warehouse, { name: 'x', sql }, SOURCES);
  const rows = rowsOfResult(await evaluateAt(warehouse, plan, date));
  const latest = new Map<string, Row>();
  for (const row of rows) {
    const key = keys.map((name) => row[name]).join('|');
    const newest = latest.get(key);
    if (newest === undefined || String(row['date']) > String(newest['date'])) latest.set(key, row);
  }
  return [...latest.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

const BEFORE_THE_FIRST: Row = { date: null, value: null };

describe('without keys', () => {
  it('has one row for every decision date, NULLs before the first publication', async () => {
    const { rows, problems } = await features('SELECT date, value FROM fred.a', { keys: [], columns });
    expect(problems).toEqual([]);
    expect(rows.map((row) => row['as_of'])).toEqual(DECISION_DATES);
    expect(rows[0]).toEqual({ as_of: '1999-12-31', date: null, value: null });
  });

  it('takes the row of the greatest date, though its value is NULL', async () => {
    const sql = 'SELECT date, CASE WHEN month(date) % 2 = 0 THEN value END AS value FROM fred.a';
    const { rows } = await features(sql, { keys: [], columns });
    for (const row of rows) {
      const [expected] = await byHand(sql, [], String(row['as_of']));
      const { date, value } = expected ?? BEFORE_THE_FIRST;
      expect({ date: row['date'], value: row['value'] }).toEqual({ date, value });
    }
    expect(rows.some((row) => row['date'] !== null && row['value'] === null)).toBe(true);
  });

  it('takes the last known value and its date where the contract asks for it', async () => {
    const sql = 'SELECT date, CASE WHEN month(date) % 2 = 0 THEN 1 END AS value FROM fred.a';
    const contract: FeatureContract = { keys: [], columns: [{ name: 'value', asKnown: 'last_value' }] };
    const { rows } = await features(sql, contract);
    const newest = last(rows);
    expect(Object.keys(newest)).toEqual(['as_of', 'date', 'value', 'value__date']);
    expect(newest['value']).toBe(1);
    expect(
      rows.every((row) => row['value__date'] === null || Number(String(row['value__date']).slice(5, 7)) % 2 === 0),
    ).toBe(true);
  });

  it('passes over rows without a date', async () => {
    const { rows, problems } = await features('SELECT max(date) AS date, max(value) AS value FROM fred.a', {
      keys: [],
      columns,
    });
    expect(problems).toEqual([]);
    expect(rows.map((row) => row['as_of'])).toEqual(DECISION_DATES);
  });
});

describe('ttl', () => {
  it('is decided for each decision date, though the query runs once for several', async () => {
    const dates = ['2001-04-17', '2001-06-01', '2001-09-01', '2002-01-01'];
    const contract = { keys: [], columns, ttlDays: 200 };
    const { rows } = await features('SELECT date, value FROM fred.a', contract, dates);
    const ages = rows.map((row) => (Date.parse(String(row['as_of'])) - Date.parse(String(row['date']))) / 86_400_000);
    expect(rows.map((row) => row['value'] === null)).toEqual(ages.map((age) => age > 200));
    expect(new Set(rows.map((row) => row['value'] === null))).toEqual(new Set([false, true]));
  });

  it('counts from the date of the value itself for last_value columns', async () => {
    const sql = `SELECT date, CASE WHEN date <= '${monthAt(3)}' THEN 1 END AS value, 2 AS other FROM fred.a`;
    const contract: FeatureContract = {
      keys: [],
      columns: [{ name: 'value', asKnown: 'last_value' }, { name: 'other' }],
      ttlDays: 200,
    };
    const { rows } = await features(sql, contract);
    expect(rows.at(-1)).toMatchObject({ value: null, other: 2, value__date: monthAt(3) });
  });
});

describe('with keys', () => {
  it.each([
    ['one', 'SELECT date, k, value FROM panel.p', ['k']],
    ['two', 'SELECT date, k, j, value FROM panel.q', ['k', 'j']],
  ] as const)('%s: has the last row of each key, as the definition says', async (_, sql, keys) => {
    const { rows, problems } = await features(sql, { keys, columns });
    expect(problems).toEqual([]);
    for (const date of DECISION_DATES) {
      const expected = await byHand(sql, keys, date);
      const actual = rows.filter((row) => row['as_of'] === date && row['date'] !== null);
      expect(actual.map(({ as_of: _as_of, ...row }) => row)).toEqual(
        expected.map((row) => Object.fromEntries([...keys, 'date', 'value'].map((name) => [name, row[name] ?? null]))),
      );
    }
  });

  it('has a row for each key seen so far, none before it was seen', async () => {
    const sql = `SELECT date, k, value FROM panel.p WHERE k = 'de' OR month(as_of()) < 6`;
    const { rows } = await features(sql, { keys: ['k'], columns });
    const seen = (date: Day) => rows.filter((row) => row['as_of'] === date).map((row) => row['k']);
    expect(seen('1999-12-31')).toEqual([]);
    expect(seen('2000-08-31')).toEqual(['de', 'fr', 'us']);
    expect(rows.find((row) => row['as_of'] === '2000-08-31' && row['k'] === 'us')).toMatchObject({
      date: null,
      value: null,
    });
  });
});

describe('rows that break the contract', () => {
  it('EWS3001: dated after the decision date, judged for each decision date', async () => {
    const sql = 'SELECT (date + INTERVAL 3 MONTHS)::DATE AS date, value FROM fred.a';
    const { problems, rows } = await features(sql, { keys: [], columns });
    expect(problems).toMatchObject([
      { code: 'EWS3001', severity: 'error', notes: [expect.stringContaining('as_of 2000-02-15')] },
    ]);
    expect(rows).toEqual([]);
  });

  it('EWS3002: several rows for a key and date', async () => {
    const { problems } = await features('SELECT date, value FROM panel.p', { keys: [], columns });
    expect(problems).toMatchObject([{ code: 'EWS3002', hint: expect.stringContaining('declare keys') }]);
    const keyed = await features('SELECT date, k, value FROM panel.q', { keys: ['k'], columns });
    expect(first(present(first(keyed.problems).notes))).toMatch(
      /for example as_of \d{4}-\d\d-\d\d, date \d{4}-\d\d-\d\d, k de/,
    );
  });
});
