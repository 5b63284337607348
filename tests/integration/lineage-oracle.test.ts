import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, type GraphNode } from '../../engine/compile/index.ts';
import { diskFiles, readProject } from '../../engine/project/index.ts';
import { IN_PROCESS, openWarehouse, type Warehouse } from '../../engine/warehouse/index.ts';
import { CATALOGUE, TABLES } from '../../lineage/bound-plan/cases/catalogue.ts';
import { correlatedGroups, generatedQueries } from '../../lineage/bound-plan/cases/generated-query.ts';
import { findLeak, withoutSubtype } from '../../lineage/bound-plan/cases/perturbation.ts';
import { randomTables } from '../../lineage/bound-plan/cases/random-tables.ts';
import type { EdgeSubtype } from '../../lineage/index.ts';
import { shuffledTables } from '../lineage/shuffled-tables.ts';
import { openTpc, tpcMissing, tpcQueries } from '../lineage/tpc-extensions.ts';
import { constantsOf, typedTable } from '../lineage/typed-tables.ts';
import { lineageOf } from '../lineage/walk-query.ts';

/** The same ones each time, or ten times as many that are new each time. */
const GENERATED =
  process.env['EWS_LARGE'] === '1'
    ? { numRuns: 20_000, seed: randomInt(2 ** 31) }
    : { numRuns: 2000, seed: 20_261_125 };
const HOUR = 3_600_000;
const RULES: readonly EdgeSubtype[] = ['JOIN', 'FILTER', 'GROUP_BY', 'SORT', 'WINDOW', 'CONDITIONAL'];

const missing = tpcMissing();
if (missing !== undefined) console.warn(`the oracle does not run on TPC-H: ${missing}`);

describe('generated queries', () => {
  let warehouse: Warehouse;

  beforeAll(async () => {
    warehouse = await openWarehouse();
    for (const statement of CATALOGUE) await warehouse.run(statement);
  });

  afterAll(() => warehouse.close());

  it(`${GENERATED.numRuns} of them walk, and nothing outside their edges changes them`, { timeout: HOUR }, async () => {
    const data = randomTables(warehouse, TABLES);
    const sound = fc.asyncProperty(generatedQueries, async (sql) => {
      expect(await findLeak(data, sql, await lineageOf(warehouse, sql), [1, 2])).toBeUndefined();
    });
    await fc.assert(sound, GENERATED);
    console.log(
      `figures: ${GENERATED.numRuns} queries of seed ${GENERATED.seed}: nothing outside their edges changed one`,
    );
  });

  it(`${GENERATED.numRuns / 2} correlated groups walk, and nothing outside their edges changes them`, {
    timeout: HOUR,
  }, async () => {
    const data = randomTables(warehouse, TABLES);
    const sound = fc.asyncProperty(correlatedGroups, async (sql) => {
      expect(await findLeak(data, sql, await lineageOf(warehouse, sql), [1, 2])).toBeUndefined();
    });
    await fc.assert(sound, { ...GENERATED, numRuns: GENERATED.numRuns / 2 });
    console.log(`figures: ${GENERATED.numRuns / 2} correlated groups: nothing outside their edges changed one`);
  });

  it.each(RULES)('a walker without the rule for %s is caught', async (rule) => {
    const data = randomTables(warehouse, TABLES);
    let caught = 0;
    for (const sql of fc.sample(generatedQueries, GENERATED)) {
      const lineage = await lineageOf(warehouse, sql);
      const forgetful = withoutSubtype(lineage, rule);
      if (isDeepStrictEqual(forgetful, lineage)) continue;
      if ((await findLeak(data, sql, forgetful, [1])) !== undefined) caught += 1;
      if (caught === 5) break;
    }
    expect(caught).toBe(5);
  });
});

describe('the reference project', () => {
  it('nothing outside the edges of a feature or a label changes it', async () => {
    const root = `${import.meta.dirname}/../..`;
    const { definitions } = await readProject(root, diskFiles(root));
    if (definitions === undefined) throw new Error('the reference project does not read');
    const { nodes } = await compile(definitions, { warehouses: IN_PROCESS });
    const checked: string[] = [];
    for (const node of nodes.values()) {
      if (node.kind !== 'feature' && node.kind !== 'label') continue;
      const warehouse = await openWarehouse();
      await warehouse.run("CREATE MACRO as_of() AS CAST('2001-12-31' AS DATE)");
      const { sql, lineage } = node.query;
      const constants = constantsOf(sql);
      const tables = lineage.reads.map((name) => typedTable(name, columnsOf(name, [...nodes.values()]), constants));
      for (const schema of new Set(lineage.reads.map((name) => name.split('.')[0]))) {
        await warehouse.run(`CREATE SCHEMA ${schema}`);
      }
      const data = randomTables(warehouse, tables, 48);
      expect([node.id, await findLeak(data, sql, lineage, [1, 2, 3])]).toEqual([node.id, undefined]);
      // The tables are such that the definition has something to say.
      await data.fill(lineage.reads, () => 1, 0);
      if ((await warehouse.rows(sql)).length > 0) checked.push(node.id);
      warehouse.close();
    }
    expect(checked.length).toBeGreaterThan(7);
  });
});

function columnsOf(relation: string, nodes: readonly GraphNode[]) {
  if (relation === 'calendar.dates') return [{ name: 'date', type: 'DATE' }];
  const node = nodes.find(({ id }) => id === relation);
  if (node?.kind === 'source') return node.columns;
  if (node?.kind === 'feature' || node?.kind === 'label') return node.query.output;
  throw new Error(`${relation} has no columns`);
}

describe.skipIf(missing !== undefined)('TPC-H', () => {
  it('nothing outside the edges of a query changes it', async () => {
    const warehouse = await openTpc('tpch', 0.005);
    const declared = await warehouse.rows('SELECT table_name, column_name FROM information_schema.columns');
    const tables = new Map<string, string[]>();
    for (const row of declared) {
      const name = `main.${row['table_name']}`;
      tables.set(name, [...(tables.get(name) ?? []), String(row['column_name'])]);
    }
    const data = await shuffledTables(warehouse, tables);
    const caught = new Set<EdgeSubtype>();
    for (const { number, sql } of await tpcQueries(warehouse, 'tpch')) {
      const lineage = await lineageOf(warehouse, sql);
      expect([number, await findLeak(data, sql, lineage, [1])]).toEqual([number, undefined]);
      for (const rule of RULES) {
        const forgetful = withoutSubtype(lineage, rule);
        if (caught.has(rule) || isDeepStrictEqual(forgetful, lineage)) continue;
        if ((await findLeak(data, sql, forgetful, [1])) !== undefined) caught.add(rule);
      }
    }
    // TPC-H has no window.
    expect([...caught].sort()).toEqual(RULES.filter((rule) => rule !== 'WINDOW').sort());
    warehouse.close();
  });
});
