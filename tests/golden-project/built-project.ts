import { mkdir, rm } from 'node:fs/promises';
import { openSession } from '../../engine/cli/session.ts';
import type { GraphNode } from '../../engine/compile/index.ts';
import { type AsOfPlan, evaluateAt } from '../../engine/feature-store/index.ts';
import { objectPath } from '../../engine/lake/index.ts';
import { createContext } from '../../engine/run/context.ts';
import { planOnly, prepare } from '../../engine/run/index.ts';
import { openSources } from '../../engine/run/steps/open-sources.ts';
import { openWarehouse, quoteText, type Row } from '../../engine/warehouse/index.ts';

/** A project that was built on disk, opened to be looked at. */
export interface BuiltProject {
  /** The rows of a source, group or label as known on one day: the whole relation, in the order of `date`. */
  knownOn(id: string, day: string): Promise<readonly Row[]>;
  /** The stored object: a group's rows for every decision date, a label's versions. */
  stored(id: string): Promise<readonly Row[]>;
}

export async function openBuilt(project: string): Promise<BuiltProject> {
  const { definitions, target, environment, effects, run } = await openSession({
    projectDir: project,
    logFormat: 'text',
  });
  const flags = { select: [], exclude: [], threads: 1, fullRefresh: false, failFast: false };
  const options = { command: 'build' as const, run, target, environment, ...flags };
  const prepared = await prepare(definitions, options, effects);
  const plan = await planOnly(prepared, options, effects);
  const nodeOf = (id: string): GraphNode => {
    const node = [...prepared.graph.nodes.values()].find((each) => each.id === id);
    if (node === undefined) throw new Error(`the project has no ${id}`);
    return node;
  };
  const contextFor = (node: GraphNode) =>
    createContext({
      graph: prepared.graph,
      store: effects.store,
      sources: prepared.holdings,
      scratch: effects.scratch,
      memory: target.resources.memory,
      signal: new AbortController().signal,
      stages: new Map(plan.stages.map((stage) => [stage.node, stage])),
      reader: node.id,
    });

  return {
    async knownOn(id, day) {
      const node = nodeOf(id);
      await mkdir(effects.scratch, { recursive: true });
      const sources = node.kind === 'source' ? [node.id] : queryOf(node).sources;
      const warehouse = await openSources(contextFor(node), sources);
      try {
        const columns = await evaluateAt(warehouse, planOf(node), day);
        const count = columns[0]?.values.length ?? 0;
        const rows = Array.from({ length: count }, (_, row) =>
          Object.fromEntries(columns.map(({ name, values }) => [name, values[row] ?? null])),
        );
        return rows.toSorted((a, b) => (String(a['date']) < String(b['date']) ? -1 : 1));
      } finally {
        warehouse.close();
        await rm(effects.scratch, { recursive: true, force: true });
      }
    },
    async stored(id) {
      const node = nodeOf(id);
      const context = contextFor(node);
      const file = await objectPath(effects.store, await context.object(context.input(node.id)), 'data.parquet');
      const warehouse = await openWarehouse();
      try {
        return await warehouse.rows(`SELECT * FROM read_parquet(${quoteText(file)})`);
      } finally {
        warehouse.close();
      }
    },
  };
}

function queryOf(node: GraphNode) {
  if (node.kind !== 'feature' && node.kind !== 'label') throw new Error(`${node.id} has no rows that are computed`);
  return node.query;
}

function planOf(node: GraphNode): AsOfPlan {
  if (node.kind !== 'source') return { ...queryOf(node), name: node.id };
  const [schema = '', name = ''] = node.id.split('.');
  const sql = `SELECT * FROM "${schema}"."${name}"`;
  return { name: `shown ${node.id}`, sql, sources: [node.id], groups: [], usesAsOf: false };
}
