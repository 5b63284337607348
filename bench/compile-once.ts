// Runs in a process of its own (see compile.ts): compiles a project twice, then gives DuckDB alone the same texts.

import { statSync } from 'node:fs';
import path from 'node:path';
import { compileCacheFile } from '../engine/cli/compile-cache-file.ts';
import { type CompileCache, compile, type Graph, histories } from '../engine/compile/index.ts';
import { sealOf } from '../engine/folders/index.ts';
import { parseId } from '../engine/ids/index.ts';
import { diskFiles, readProject } from '../engine/project/index.ts';
import { IN_PROCESS, quoteName, withWarehouse } from '../engine/warehouse/index.ts';
import type { CompileOnce, Cost } from './compile.ts';

const [folder = '.'] = process.argv.slice(2);

async function costOf<T>(work: () => Promise<T>): Promise<{ readonly cost: Cost; readonly value: T }> {
  const before = process.cpuUsage();
  const begin = performance.now();
  const value = await work();
  const wallMs = performance.now() - begin;
  const { user, system } = process.cpuUsage(before);
  return { cost: { wallMs, cpuSeconds: (user + system) / 1e6 }, value };
}

async function readAndCompile(cache?: CompileCache): Promise<Graph> {
  const { definitions, problems } = await readProject(folder, diskFiles(folder));
  if (definitions === undefined) throw new Error(`the project does not read: ${JSON.stringify(problems[0])}`);
  return compile(definitions, { warehouses: IN_PROCESS, compileCache: cache });
}

/** Parses and binds each text in DuckDB, over tables that exist already: the least that compiling can cost. */
async function baseline(graph: Graph): Promise<Cost> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await warehouse.run("CREATE MACRO as_of() AS CAST('2000-01-01' AS DATE)");
    const tables = new Map([['calendar.dates', [{ name: 'date', type: 'DATE' }]]]);
    const texts: string[] = [];
    for (const node of graph.nodes.values()) {
      if (node.kind === 'source') tables.set(node.id, [...node.columns]);
      if (node.kind !== 'feature' && node.kind !== 'label') continue;
      tables.set(node.id, [...node.query.output]);
      texts.push(node.query.sql);
    }
    for (const [id, columns] of tables) {
      const { schema, name } = parseId(id);
      const list = columns.map((column) => `${quoteName(column.name)} ${column.type}`).join(', ');
      await warehouse.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(schema)}`);
      await warehouse.run(`CREATE TABLE ${quoteName(schema)}.${quoteName(name)} (${list})`);
    }
    const { cost } = await costOf(async () => {
      for (const sql of texts) {
        const [row] = await warehouse.rows(
          'SELECT json_serialize_sql($1::VARCHAR)::VARCHAR AS ast, json_serialize_plan($1::VARCHAR)::VARCHAR AS plan',
          [sql],
        );
        if (String(row?.['plan']).startsWith('{"error":true')) throw new Error(`DuckDB does not bind: ${sql}`);
      }
    });
    return cost;
  });
}

const cold = await costOf(() => readAndCompile());
const coldPeakBytes = process.resourceUsage().maxRSS * 1024;
const warm = await costOf(() => readAndCompile());
const seal = sealOf(Buffer.from('a key of the benchmark'));
const cacheFile = path.join(folder, '.ews', 'cache', 'compile');
await readAndCompile(compileCacheFile(cacheFile, () => seal));
const cached = await costOf(() => readAndCompile(compileCacheFile(cacheFile, () => seal)));
const groups = [...warm.value.nodes.values()].filter((node) => node.kind === 'feature');
const forms = await histories(warm.value, groups);
const answer: CompileOnce = {
  groups: groups.length,
  lifted: groups.filter(({ id }) => forms.get(id)?.kind === 'lifted').length,
  cold: cold.cost,
  coldPeakBytes,
  warm: warm.cost,
  cached: cached.cost,
  cacheBytes: statSync(cacheFile).size,
  peakBytes: process.resourceUsage().maxRSS * 1024,
  baseline: await baseline(warm.value),
};
console.log(JSON.stringify(answer));
