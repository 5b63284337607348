import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import { CASES } from '../../lineage/bound-plan/cases/all-cases.ts';
import { CATALOGUE, TABLES } from '../../lineage/bound-plan/cases/catalogue.ts';
import { correlatedGroups, generatedQueries } from '../../lineage/bound-plan/cases/generated-query.ts';
import { findLeak, withoutSubtype } from '../../lineage/bound-plan/cases/perturbation.ts';
import { randomTables } from '../../lineage/bound-plan/cases/random-tables.ts';
import type { EdgeSubtype } from '../../lineage/edge.ts';
import { lineageOf } from './walk-query.ts';

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

it.each(queries)('nothing outside the edges changes %s', async (sql) => {
  expect(await findLeak(randomTables(warehouse, TABLES), sql, await lineageOf(warehouse, sql), SEEDS)).toBeUndefined();
});

it.each([
  ['a generated query', generatedQueries],
  ['generated groups in a correlated subquery', correlatedGroups],
])('nothing outside the edges changes %s', async (_, generated) => {
  const data = randomTables(warehouse, TABLES);
  // Thousands more are in the integration tests.
  const sound = fc.asyncProperty(generated, async (sql) => {
    expect(await findLeak(data, sql, await lineageOf(warehouse, sql), [1])).toBeUndefined();
  });
  await fc.assert(sound, { numRuns: 60, seed: 1 });
});

it.each(RULES)('the oracle catches a walker without the rule for %s', async (subtype) => {
  const caught: string[] = [];
  for (const sql of queries) {
    const lineage = await lineageOf(warehouse, sql);
    const forgetful = withoutSubtype(lineage, subtype);
    if (isDeepStrictEqual(forgetful, lineage)) continue;
    if ((await findLeak(randomTables(warehouse, TABLES), sql, forgetful, SEEDS)) !== undefined) caught.push(sql);
    if (caught.length === 3) break;
  }
  expect(caught).toHaveLength(3);
});
