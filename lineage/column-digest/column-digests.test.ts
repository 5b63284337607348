import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bindPlan, openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import { CASES } from '../bound-plan/cases/all-cases.ts';
import { CATALOGUE, TABLES } from '../bound-plan/cases/catalogue.ts';
import { randomTables } from '../bound-plan/cases/random-tables.ts';
import { columnDigests } from './column-digests.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  for (const statement of CATALOGUE) await warehouse.run(statement);
});

afterAll(() => warehouse.close());

async function digests(sql: string): Promise<Readonly<Record<string, string>>> {
  const plan = await bindPlan(warehouse, sql);
  if (!plan.ok) throw new Error(plan.fault.message);
  const names = (await warehouse.columns(sql)).map(({ name }) => name);
  return Object.fromEntries(columnDigests(plan.value, names, hash));
}

const BASE = `
  WITH recent AS (SELECT date, value, rev FROM fred.unrate WHERE area = 'a')
  SELECT recent.date, recent.value - lag(recent.value) OVER (ORDER BY recent.date) AS change, recent.rev * 2 AS twice
  FROM recent JOIN fred.payems AS other USING (date)`;

/** Column -> whether it stays what it was. */
async function kept(changed: string, base = BASE): Promise<Readonly<Record<string, boolean>>> {
  const [before, after] = [await digests(base), await digests(changed)];
  return Object.fromEntries(Object.keys(after).map((name) => [name, before[name] === after[name]]));
}

describe('a column is computed as before', () => {
  const ALL = { date: true, change: true, twice: true };

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
    expect(await kept(changed, base)).toEqual(ALL);
  });

  it('next to a column that is new, gone or moved', async () => {
    expect(await kept(BASE.replace('AS twice', 'AS twice, other.value AS payrolls'))).toEqual({
      ...ALL,
      payrolls: false,
    });
    expect(await kept(BASE.replace(', recent.rev * 2 AS twice', ''))).toEqual({ date: true, change: true });
    const moved = BASE.replace(', recent.rev * 2 AS twice', '').replace(
      'SELECT recent',
      'SELECT recent.rev * 2 AS twice, recent',
    );
    expect(await kept(moved)).toEqual(ALL);
  });

  it('next to a scalar subquery that is new', async () => {
    const added = 'AS twice, (SELECT max(value) FROM fred.payems p WHERE p.date <= recent.date) AS most';
    expect(await kept(BASE.replace('AS twice', added))).toEqual({ ...ALL, most: false });
    const alone = 'AS twice, (SELECT max(value) FROM fred.payems) AS most';
    expect(await kept(BASE.replace('AS twice', alone))).toEqual({ ...ALL, most: false });
  });
});

describe('a column is computed anew', () => {
  it('where its own expression changes, and only there', async () => {
    expect(await kept(BASE.replace('rev * 2', 'rev * 3'))).toEqual({ date: true, change: true, twice: false });
    expect(await kept(BASE.replace('lag(', 'lead('))).toEqual({ date: true, change: false, twice: true });
  });

  it.each([
    ['a filter', BASE.replace("'a'", "'b'")],
    ['a kind of join', BASE.replace('JOIN', 'LEFT JOIN')],
    ['a key of a join', BASE.replace('USING (date)', 'ON other.date = recent.date AND other.rev = recent.rev')],
    ['another relation', BASE.replace('fred.payems', 'fred.unrate')],
    ['a limit', `${BASE} LIMIT 3`],
    ['a filter on its result', `${BASE} QUALIFY row_number() OVER (PARTITION BY recent.date ORDER BY recent.rev) = 1`],
  ])('with all others where %s decides about rows', async (_what, changed) => {
    expect(await kept(changed)).toEqual({ date: false, change: false, twice: false });
  });

  it.each([
    ['the sides of a self-join', 'a.value - b.value', 'b.value - a.value'],
    ['the row that a comparison means', 'a.rev', 'b.rev'],
  ])('where %s change places', async (_what, first, second) => {
    const sql = (expression: string): string =>
      `SELECT ${expression} AS x FROM fred.unrate a JOIN fred.unrate b ON a.value < b.value`;
    expect(await kept(sql(second), sql(first))).toEqual({ x: false });
  });

  it('where inner and outer row of a correlated subquery change places', async () => {
    const sql = (condition: string): string =>
      `SELECT a.date, (SELECT max(b.rev) FROM fred.unrate b WHERE ${condition}) AS x FROM fred.unrate a`;
    expect(await kept(sql('b.date < a.date'), sql('a.date < b.date'))).toEqual({ date: true, x: false });
  });

  it('where a filter moves to the other side of a window', async () => {
    const inner = 'SELECT sum(value) OVER () AS s FROM (SELECT * FROM fred.unrate WHERE rev > 2)';
    const outer = 'SELECT s FROM (SELECT rev, sum(value) OVER () AS s FROM fred.unrate) WHERE rev > 2';
    expect(await kept(outer, inner)).toEqual({ s: false });
  });
});

/** Small changes of a query, of which many bind and mean something else. */
const MUTATIONS: readonly (readonly [RegExp, string])[] = [
  [/\bvalue\b/, 'rev'],
  [/\brev\b/, 'value'],
  [/\ba\./, 'b.'],
  [/\bb\./, 'a.'],
  [/\bunrate\b/, 'payems'],
  [/ < /, ' <= '],
  [/ = /, ' <> '],
  [/ > /, ' < '],
  [/ - /, ' + '],
  [/ \+ /, ' - '],
  [/\b1\b/, '2'],
  [/\b2\b/, '3'],
  [/\bsum\(/, 'max('],
  [/\bmax\(/, 'min('],
  [/\bLEFT JOIN\b/, 'JOIN'],
  [/\bDESC\b/, 'ASC'],
  [/\bUNION ALL\b/, 'UNION'],
  [/\bDISTINCT\b/, ''],
  [/\bAND\b/, 'OR'],
  [/\bWHERE\b/, 'WHERE area IS NOT NULL AND'],
  [/'a'/, "'b'"],
];

it('columns of one digest have the same values, whatever query they are of', async () => {
  const queries = Object.values(CASES).flatMap((cases) => cases.map(({ sql }) => sql));
  // A recursion that is changed may not end.
  const mutable = queries.filter((sql) => !/RECURSIVE/i.test(sql));
  const mutants = mutable.flatMap((sql) =>
    MUTATIONS.flatMap(([from, to]) => (from.test(sql) ? [sql.replace(from, to)] : [])),
  );
  await randomTables(warehouse, TABLES).fill(
    TABLES.map(({ name }) => name),
    () => 1,
    0,
  );
  const seen = new Map<string, { readonly sql: string; readonly values: string }>();
  let met = 0;
  for (const sql of [...queries, ...mutants]) {
    const rows = await warehouse.rows(sql).catch(() => undefined);
    const bound = await digests(sql).catch(() => undefined);
    // What chance or the order of equal rows decides is not the same twice.
    if (rows === undefined || bound === undefined || /SAMPLE|random|LIMIT|TABLESAMPLE/i.test(sql)) continue;
    for (const [name, digest] of Object.entries(bound)) {
      const values = JSON.stringify(rows.map((row) => JSON.stringify(row[name])).toSorted());
      const before = seen.get(digest);
      if (before !== undefined && before.sql !== sql) {
        met += 1;
        expect(values, `${name} of ${sql}, and of ${before.sql}`).toBe(before.values);
      }
      seen.set(digest, { sql, values });
    }
  }
  expect(seen.size).toBeGreaterThan(1000);
  expect(met).toBeGreaterThan(100);
});
