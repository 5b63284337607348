import { type CompileCache, compile, type Graph } from '../engine/compile/index.ts';
import { parseId } from '../engine/ids/index.ts';
import { at } from '../engine/presence/index.ts';
import { type Definitions, diskFiles, readProject } from '../engine/project/index.ts';
import { IN_PROCESS, type Json, openWarehouse, quoteName, type Warehouse } from '../engine/warehouse/index.ts';
import { CASES } from '../lineage/bound-plan/cases/all-cases.ts';
import { CATALOGUE } from '../lineage/bound-plan/cases/catalogue.ts';
import { EXTENSIONS, openTpc, tpcMissing, tpcQueries } from '../tests/lineage/tpc-extensions.ts';
import { timedLineage } from '../tests/lineage/walk-query.ts';
import { generateProject } from './generate-project.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** A corpus, each query bound and walked once after it was bound once before, in milliseconds. */
export interface LineageCost {
  readonly name: string;
  readonly queries: number;
  readonly bindAndWalk: Spread;
  readonly walk: Spread;
  readonly totalSeconds: number;
}

/** Compiling the generated definitions twice: how many queries had their edges from the first time. */
export interface LineageReuse {
  readonly queries: number;
  readonly reused: number;
  readonly firstSeconds: number;
  readonly againSeconds: number;
}

export interface LineageFigures {
  readonly corpora: readonly LineageCost[];
  readonly reuse: LineageReuse;
}

const DEFINITIONS = 2000;

/** The corpora that are at hand: TPC-H and TPC-DS need their extensions. */
export async function benchLineage(): Promise<LineageFigures> {
  const costs = [await benchCases()];
  const missing = tpcMissing();
  if (missing !== undefined) console.warn(`TPC-H and TPC-DS are not measured: ${missing}`);
  for (const name of missing === undefined ? EXTENSIONS : []) {
    const warehouse = await openTpc(name, 0);
    costs.push(
      await costOf(
        name,
        warehouse,
        (await tpcQueries(warehouse, name)).map(({ sql }) => sql),
      ),
    );
  }
  const { cost, reuse } = await benchDefinitions();
  return { corpora: [...costs, cost], reuse };
}

async function benchCases(): Promise<LineageCost> {
  const warehouse = await openWarehouse();
  for (const statement of CATALOGUE) await warehouse.run(statement);
  const queries = Object.values(CASES).flatMap((cases) => cases.map(({ sql }) => sql));
  return costOf('cases of the tests', warehouse, queries);
}

/** The groups of a generated project, over all of its relations. */
async function benchDefinitions(): Promise<{ readonly cost: LineageCost; readonly reuse: LineageReuse }> {
  return withTemporaryFolder(async (folder) => {
    await generateProject(folder, DEFINITIONS);
    const { definitions } = await readProject(folder, diskFiles(folder));
    if (definitions === undefined) throw new Error('the generated project does not read');
    const warehouse = await openWarehouse();
    await warehouse.run("CREATE MACRO as_of() AS CAST('2000-01-01' AS DATE)");
    await warehouse.run('CREATE SCHEMA calendar');
    await warehouse.run('CREATE TABLE calendar.dates (date DATE)');
    const queries: string[] = [];
    const { graph, reuse } = await compiledTwice(definitions);
    for (const node of graph.nodes.values()) {
      if (node.kind !== 'source' && node.kind !== 'feature' && node.kind !== 'label') continue;
      const { schema, name } = parseId(node.id);
      const columns = node.kind === 'source' ? node.columns : node.query.output;
      const list = columns.map((column) => `${quoteName(column.name)} ${column.type}`).join(', ');
      await warehouse.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
      await warehouse.run(`CREATE TABLE ${quoteName(schema)}.${quoteName(name)} (${list})`);
      if (node.kind === 'feature') queries.push(node.query.sql);
    }
    return { cost: await costOf(`${queries.length} generated definitions`, warehouse, queries), reuse };
  });
}

async function compiledTwice(
  definitions: Definitions,
): Promise<{ readonly graph: Graph; readonly reuse: LineageReuse }> {
  const kept = new Map<string, Json>();
  const first = await timedCompile(definitions, kept);
  const { seconds, reused, bound } = await timedCompile(definitions, kept);
  const reuse = { queries: reused + bound, reused, firstSeconds: first.seconds, againSeconds: seconds };
  return { graph: first.graph, reuse };
}

async function timedCompile(definitions: Definitions, kept: Map<string, Json>) {
  let [reused, bound] = [0, 0];
  const cache: CompileCache = {
    find: (key) => {
      const value = kept.get(key);
      // Besides the facts of queries, which are objects, it holds texts.
      if (typeof value === 'object') reused += 1;
      return value;
    },
    keep: (key, value) => {
      if (typeof value === 'object') bound += 1;
      kept.set(key, value);
    },
    save: () => undefined,
  };
  const begin = performance.now();
  const graph = await compile(definitions, { warehouses: IN_PROCESS, compileCache: cache });
  return { graph, seconds: (performance.now() - begin) / 1000, reused, bound };
}

async function costOf(name: string, warehouse: Warehouse, queries: readonly string[]): Promise<LineageCost> {
  const both: number[] = [];
  const walk: number[] = [];
  for (const sql of queries) {
    // Bound for the first time here, so that the second time measures no loading of functions.
    const names = (await warehouse.rows(`DESCRIBE ${sql}`)).map((row) => String(row['column_name']));
    const { bindMs, walkMs } = await timedLineage(warehouse, sql, names);
    both.push(bindMs + walkMs);
    walk.push(walkMs);
  }
  warehouse.close();
  const totalSeconds = both.reduce((sum, ms) => sum + ms, 0) / 1000;
  return { name, queries: queries.length, bindAndWalk: spreadOf(both), walk: spreadOf(walk), totalSeconds };
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((left, right) => left - right);
  const below = (share: number): number => at(sorted, Math.floor(sorted.length * share));
  return { median: below(0.5), p95: below(0.95) };
}
