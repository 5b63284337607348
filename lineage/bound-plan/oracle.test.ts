import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bindPlan, openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import type { EdgeSubtype } from '../edge.ts';
import { CASES } from './cases/all-cases.ts';
import { CATALOGUE, TABLES } from './cases/catalogue.ts';
import { findLeak, without } from './cases/perturbation.ts';
import { randomTables } from './cases/random-tables.ts';
import type { QueryLineage } from './query-lineage.ts';
import { walkPlan } from './walk-plan.ts';

const SEEDS = [1, 2, 3];
const RULES: readonly EdgeSubtype[] = [
  'IDENTITY',
  'TRANSFORMATION',
  'AGGREGATION',
  'JOIN',
  'GROUP_BY',
  'FILTER',
  'SORT',
  'WINDOW',
  'CONDITIONAL',
];
const queries = Object.values(CASES).flatMap((cases) => cases.map(({ sql }) => sql));

let warehouse: Warehouse;

beforeAll(async () => {
  warehouse = await openWarehouse();
  for (const statement of CATALOGUE) await warehouse.run(statement);
});

afterAll(() => warehouse.close());

async function lineageOf(sql: string): Promise<QueryLineage> {
  const plan = await bindPlan(warehouse, sql);
  if (!plan.ok) throw new Error(plan.fault.message);
  const outcome = walkPlan(
    plan.value,
    (await warehouse.columns(sql)).map(({ name }) => name),
  );
  if (!outcome.ok) throw new Error(`${outcome.node}: ${outcome.reason}`);
  return outcome.lineage;
}

it.each(queries)('nothing outside the edges changes %s', async (sql) => {
  expect(await findLeak(randomTables(warehouse, TABLES), sql, await lineageOf(sql), SEEDS)).toBeUndefined();
});

it.each(RULES)('the oracle catches a walker without the rule for %s', async (subtype) => {
  const caught: string[] = [];
  for (const sql of queries) {
    const lineage = await lineageOf(sql);
    const forgetful = without(lineage, subtype);
    if (isDeepStrictEqual(forgetful, lineage)) continue;
    if ((await findLeak(randomTables(warehouse, TABLES), sql, forgetful, SEEDS)) !== undefined) caught.push(sql);
    if (caught.length === 3) break;
  }
  expect(caught).toHaveLength(3);
});
