import { afterAll, beforeAll, expect, it } from 'vitest';
import { planOf } from '../../engine/feature-store/definition.fixture.ts';
import { openWith } from '../../engine/feature-store/vintages.fixture.ts';
import type { Warehouse } from '../../engine/warehouse/index.ts';
import { dataSetOf } from '../lifting/data-set.ts';
import { type IndependentLoop, openIndependentLoop } from '../lifting/independent-loop.ts';
import { openProduct, type Product } from '../lifting/product.ts';
import { differenceBetween } from '../lifting/result-rows.ts';
import { parsedWith } from './inlined-by-itself.ts';

const DATA = dataSetOf(46, 30);
const LIBRARY = `
CREATE FUNCTION growth(a DOUBLE, b DOUBLE) AS CASE WHEN b <> 0 THEN (a / b - 1) * 100 END;
CREATE FUNCTION monthly(v DOUBLE, d DATE) AS lib.growth(v, ews.before(v, d, INTERVAL 1 MONTH));
CREATE FUNCTION above(l DOUBLE[], least DOUBLE) AS list_count(list_filter(l, lambda x: x > least))::DOUBLE;
`;

let warehouse: Warehouse;
let product: Product;
let loop: IndependentLoop;
beforeAll(async () => {
  warehouse = await openWith(DATA.sources, DATA.dates);
  product = await openProduct(DATA);
  loop = await openIndependentLoop(DATA);
});
afterAll(() => {
  warehouse.close();
  product.close();
  loop.close();
});

it.each([
  ['ews.pc1(value, date)', 'fred.a'],
  ['ews.pch(value, date)', 'fred.a'],
  ['ews.cca(value, date, every := INTERVAL 3 MONTH, per_year := 4)', 'fred.c'],
  ['ews.chg(value, date, every := INTERVAL 2 MONTH, per := k)', 'panel.p'],
  ['ews.percentile(value, date)', 'fred.b'],
  ['ews.zscore(value, date)', 'fred.a'],
  ['ews.hp_trend(list(value) OVER (ORDER BY date), 1600)', 'fred.a'],
  ['lib.monthly(value, date)', 'fred.a'],
  ['lib.above(list(value) OVER (ORDER BY date), 0.5)', 'fred.b'],
  ["ews.annualised(value, 4) + date_diff('day', date, as_of())", 'fred.c'],
])('%s over %s: lifted is the loop on every date', async (call, relation) => {
  const parsed = await parsedWith(warehouse, LIBRARY, `SELECT date, ${call} AS x FROM ${relation}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const shape = { name: call, sql: parsed.query.bound.sql };
  const plan = await planOf(warehouse, shape, DATA.sources);
  expect(plan.loopReason).toBeUndefined();
  const expected = await loop.evaluate(shape);
  if (expected.kind === 'fails') throw new Error(expected.why);
  expect(differenceBetween(expected.results, await product.lifted(plan), 1e-9)).toBeUndefined();
  const rows = [...expected.results.byDate.values()].flat();
  expect(rows.some((row) => row[1] !== null)).toBe(true);
});
