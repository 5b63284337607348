import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindPlan, openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import { CATALOGUE } from '../bound-plan/cases/catalogue.ts';
import { LOOKUPS } from './lookups.fixture.ts';
import { DIGEST_REVISION, type QueryDigests, queryDigests } from './query-digests.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  for (const statement of CATALOGUE) await warehouse.run(statement);
  await warehouse.run('CREATE TABLE fred.rates (date DATE, value DOUBLE)');
});

afterAll(() => warehouse.close());

async function digests(sql: string): Promise<QueryDigests> {
  const plan = await bindPlan(warehouse, sql);
  if (!plan.ok) throw new Error(plan.refusal.message);
  const names = (await warehouse.columns(sql)).map(({ name }) => name);
  return queryDigests(plan.value, names, hash, KEYS);
}

/** A relation with one row a date, beside those of the catalogue, which have none such. */
const KEYS = new Map([['fred.rates', ['date']]]);

const BASE = `
  WITH recent AS (SELECT date, value, rev FROM fred.unrate WHERE area = 'a')
  SELECT recent.date, recent.value - lag(recent.value) OVER (ORDER BY recent.date) AS change, recent.rev * 2 AS twice
  FROM recent JOIN fred.payems AS other USING (date)`;

interface Difference {
  /** Columns whose formula differs, new ones among them. */
  readonly formulas: readonly string[];
  /** Columns that see other rows, though their formula is the same. */
  readonly seen: readonly string[];
  readonly rows: boolean;
}

async function difference(changed: string, base = BASE): Promise<Difference> {
  const [before, after] = [await digests(base), await digests(changed)];
  const differing = (part: 'formula' | 'definition'): readonly string[] =>
    Object.keys(after.columns).filter((name) => before.columns[name]?.[part] !== after.columns[name]?.[part]);
  const formulas = differing('formula');
  const seen = differing('definition').filter((name) => !formulas.includes(name));
  return { formulas, seen, rows: before.rows !== after.rows };
}

const NOTHING: Difference = { formulas: [], seen: [], rows: false };

describe('a query is the same', () => {
  it.each([
    ['a comment', BASE.replace('SELECT recent', '/* recent ones */ SELECT -- yes\n recent')],
    ['white space and the case of keywords', BASE.replaceAll('SELECT', '\n\tselect')],
    ['another name of a common table', BASE.replaceAll('recent', 'newest')],
    ['another alias of a relation', BASE.replace('AS other', 'AS o')],
    ['a common table that nothing reads', BASE.replace('WITH', 'WITH unused AS (SELECT 1 AS one),')],
    ['a common table that passes everything on', `WITH whole AS (${BASE}) SELECT * FROM whole`],
    ['other columns read besides', BASE.replace('date, value, rev', 'area, rev, date, value')],
    ['conditions in another order', BASE.replace("area = 'a'", "area = 'a' AND rev > 1")],
  ])('after %s', async (what, changed) => {
    const base = what.startsWith('conditions') ? BASE.replace("area = 'a'", "rev > 1 AND area = 'a'") : BASE;
    expect(await difference(changed, base)).toEqual(NOTHING);
  });

  it('but for a column that is new, gone or moved', async () => {
    const added = BASE.replace('AS twice', 'AS twice, other.value AS payrolls');
    expect(await difference(added)).toEqual({ ...NOTHING, formulas: ['payrolls'] });
    const gone = BASE.replace(', recent.rev * 2 AS twice', '');
    expect(await difference(gone)).toEqual(NOTHING);
    expect(await difference(gone.replace('SELECT recent', 'SELECT recent.rev * 2 AS twice, recent'))).toEqual(NOTHING);
  });

  it.each([
    ['correlated', '(SELECT max(value) FROM fred.payems p WHERE p.date <= recent.date)'],
    ['of its own', '(SELECT max(value) FROM fred.payems)'],
  ])('but for a scalar subquery that is new: %s', async (_what, subquery) => {
    const added = BASE.replace('AS twice', `AS twice, ${subquery} AS most`);
    expect(await difference(added)).toEqual({ ...NOTHING, formulas: ['most'] });
  });

  it.each([
    ['a date of a series', 'LEFT JOIN fred.rates AS r ON r.date = recent.date'],
    ['a date of it, as a timestamp', 'LEFT JOIN fred.rates AS r ON r.date = recent.date - INTERVAL 1 MONTH'],
    ['the nearest row', 'ASOF LEFT JOIN fred.payems AS r ON r.date <= recent.date'],
    [
      'a group of an aggregation',
      'LEFT JOIN (SELECT date, max(value) AS value FROM fred.payems GROUP BY date) AS r ON r.date = recent.date',
    ],
  ])('but for what is looked up by %s', async (_what, join) => {
    const added = `${BASE.replace('AS twice', 'AS twice, r.value AS found')} ${join}`;
    expect(await difference(added)).toEqual({ ...NOTHING, formulas: ['found'] });
  });
});

describe('what differs', () => {
  it('is a column whose own expression changes, and only that', async () => {
    expect(await difference(BASE.replace('rev * 2', 'rev * 3'))).toEqual({ ...NOTHING, formulas: ['twice'] });
    expect(await difference(BASE.replace('lag(', 'lead('))).toEqual({ ...NOTHING, formulas: ['change'] });
  });

  it.each([
    ['a filter', BASE.replace("'a'", "'b'")],
    ['a key of a join', BASE.replace('USING (date)', 'ON other.date = recent.date AND other.rev = recent.rev')],
    ['another relation', BASE.replace('fred.payems', 'fred.unrate')],
    ['what may match many rows', BASE.replace('JOIN', 'LEFT JOIN')],
  ])('is the choice of rows, and no formula, after %s', async (_what, changed) => {
    expect(await difference(changed)).toEqual({ formulas: [], seen: ['change'], rows: true });
  });

  it.each([
    ['a limit', `${BASE} LIMIT 3`],
    ['a filter on its result', `${BASE} QUALIFY row_number() OVER (PARTITION BY recent.date ORDER BY recent.rev) = 1`],
  ])('is the choice of rows alone after %s', async (_what, changed) => {
    expect(await difference(changed)).toEqual({ ...NOTHING, rows: true });
  });

  it('is what a side that may be missing is matched by', async () => {
    const sql = (day: string): string =>
      `SELECT a.date, b.value AS x FROM fred.unrate a LEFT JOIN fred.payems b ON b.date = a.date + ${day}`;
    expect(await difference(sql('2'), sql('1'))).toEqual({ formulas: ['x'], seen: [], rows: true });
    const lookedUp = (day: string): string => sql(day).replace('fred.payems', 'fred.rates');
    expect(await difference(lookedUp('2'), lookedUp('1'))).toEqual({ ...NOTHING, formulas: ['x'] });
  });

  it.each([
    ['the sides of a self-join', 'a.value - b.value', 'b.value - a.value'],
    ['the row that a comparison means', 'a.rev', 'b.rev'],
  ])('is a formula where %s change places', async (_what, first, second) => {
    const sql = (expression: string): string =>
      `SELECT ${expression} AS x FROM fred.unrate a JOIN fred.unrate b ON a.value < b.value`;
    expect(await difference(sql(second), sql(first))).toEqual({ ...NOTHING, formulas: ['x'] });
  });

  it('is a formula where inner and outer row of a correlated subquery change places', async () => {
    const sql = (condition: string): string =>
      `SELECT a.date, (SELECT max(b.rev) FROM fred.unrate b WHERE ${condition}) AS x FROM fred.unrate a`;
    const { formulas, seen, rows } = await difference(sql('b.date < a.date'), sql('a.date < b.date'));
    expect([...formulas, ...seen]).toEqual(['x']);
    expect(rows).toBe(false);
  });

  it('is what a subquery sees, where its filter changes', async () => {
    const sql = (area: string): string =>
      `SELECT date, (SELECT max(rev) FROM fred.payems WHERE area = '${area}') AS x FROM fred.unrate`;
    expect(await difference(sql('b'), sql('a'))).toEqual({ ...NOTHING, seen: ['x'] });
  });

  it('is what a window sees, where a filter moves to its other side', async () => {
    const inner = 'SELECT sum(value) OVER () AS s FROM (SELECT * FROM fred.unrate WHERE rev > 2)';
    const outer = 'SELECT s FROM (SELECT rev, sum(value) OVER () AS s FROM fred.unrate) WHERE rev > 2';
    expect(await difference(outer, inner)).toEqual({ ...NOTHING, seen: ['s'] });
  });
});

/** Besides the above, one of each kind of operator. */
const OTHERS = [
  'SELECT area, sum(value) AS total FROM fred.unrate GROUP BY ROLLUP (area) ORDER BY total LIMIT 3',
  'SELECT date FROM fred.unrate UNION SELECT date FROM fred.payems EXCEPT SELECT date FROM fred.rates',
  'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT unnest([i, 2]) AS x FROM n',
  'SELECT u.date, (SELECT max(value) FROM fred.payems p WHERE p.date < u.date) AS m FROM fred.unrate u',
  'SELECT DISTINCT date IN (SELECT date FROM fred.payems) AS found, list_transform([rev], x -> x + ' +
    '1) AS l FROM fred.unrate',
];

it('has digests by which runs are compared: where these change, DIGEST_REVISION has to be raised', async () => {
  // An ASOF join without an inequality does not bind.
  const all = await Promise.all([BASE, ...LOOKUPS, ...OTHERS].map((sql) => digests(sql).catch(() => null)));
  expect({ revision: DIGEST_REVISION, of: hash(JSON.stringify(all)).slice(0, 16) }).toEqual({
    revision: 1,
    of: '02ae54985abff28d',
  });
});
