import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryDigests, walkPlan } from '../../lineage/index.ts';
import { bindPlan, type JsonObject, openWarehouse, type Warehouse } from '../warehouse/index.ts';
import { isPlainType, readStarPlan, starAround } from './star-plan.ts';

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  await warehouse.run('CREATE SCHEMA fred');
  await warehouse.run('CREATE TABLE fred.a (date DATE, "value" DOUBLE, "Key" VARCHAR, d DECIMAL(5, 2))');
  await warehouse.run(
    'CREATE TABLE fred.b (date DATE, "value" DOUBLE, s STRUCT("order" INTEGER, x DOUBLE), l INTEGER[])',
  );
});

afterAll(() => warehouse.close());

async function planOf(sql: string): Promise<JsonObject> {
  const answer = await bindPlan(warehouse, sql);
  if (!answer.ok) throw new Error(`${sql}: ${answer.refusal.message}`);
  return answer.value;
}

const CERTAIN = [
  'SELECT * FROM fred.a',
  'SELECT * FROM fred.a ORDER BY "value" DESC -- the last word',
  'SELECT date, "value" FROM fred.a ORDER BY "Key" LIMIT 3',
  'SELECT date, "value" + 1, count(*) OVER (), d::VARCHAR FROM fred.a',
  'SELECT date_trunc(\'month\', date), sum("value"), max("Key") FROM fred.a GROUP BY 1 HAVING count(*) > 1',
  'SELECT date AS day, avg(d) FROM fred.a GROUP BY day ORDER BY day',
  'WITH w AS (SELECT * FROM fred.a WINDOW x AS (ORDER BY date)) SELECT *, w."value" * 2 AS twice FROM w',
  'SELECT a.* EXCLUDE ("value"), b.l FROM fred.a JOIN fred.b USING (date)',
  'SELECT DISTINCT ON (date) date, "value" FROM fred.a ORDER BY date, "value"',
  'SELECT date FROM fred.a UNION ALL SELECT date FROM fred.b ORDER BY 1',
  'SELECT date, (SELECT max("value") FROM fred.b WHERE b.date <= a.date) FROM fred.a',
  'SELECT date, "value" FROM fred.a ASOF LEFT JOIN (SELECT date FROM fred.b) AS b USING (date)',
  'SELECT date, y FROM (SELECT date, unnest(l) AS y FROM fred.b)',
  "SELECT columns(c -> c LIKE '%e') FROM fred.a",
  'FROM (PIVOT fred.a ON "Key" IN (\'x\', \'y\') USING sum("value") GROUP BY date)',
  'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n AS "a b" FROM r',
];

const UNCERTAIN = [
  'SELECT date, date FROM fred.a',
  'SELECT date, "value" AS date_1, "Key" AS "DATE" FROM fred.a',
  'SELECT date, "value" AS date_1 FROM fred.a',
  'SELECT date, NULL AS nothing FROM fred.a',
  'SELECT s FROM fred.b',
  'SELECT [s] AS many FROM fred.b',
];

it.each(CERTAIN)('of %s the star has the names, types, edges and digests that the query alone has', async (sql) => {
  const described = await warehouse.rows(`DESCRIBE ${sql}`);
  const names = described.map((row) => String(row['column_name']));
  const star = readStarPlan(await planOf(starAround(sql)));
  expect(star?.names).toEqual(names);
  const walked = walkPlan(star?.plan, names);
  const alone = await planOf(sql);
  expect(walked).toEqual(walkPlan(alone, names));
  if (!walked.ok) throw new Error(walked.reason);
  expect(walked.lineage.columns.map(({ type }) => type)).toEqual(described.map((row) => String(row['column_type'])));
  expect(walked.lineage.columns.every(({ type }) => isPlainType(type))).toBe(true);
  const digest = (text: string): string => text;
  expect(queryDigests(star?.plan, names, digest, new Map())).toEqual(queryDigests(alone, names, digest, new Map()));
});

it.each(UNCERTAIN)('of %s DuckDB is asked, which knows', async (sql) => {
  const star = readStarPlan(await planOf(starAround(sql)));
  const walked = star && walkPlan(star.plan, star.names);
  const isCertain = walked?.ok === true && walked.lineage.columns.every(({ type }) => isPlainType(type));
  expect(isCertain).toBe(false);
});

it('a semicolon cannot stand within', async () => {
  expect(await bindPlan(warehouse, starAround('SELECT 1 AS a;'))).toMatchObject({ ok: false });
});
