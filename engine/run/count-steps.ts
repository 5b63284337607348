import type { BuildOptions } from './build-options.ts';
import { executedBy } from './executed-by.ts';
import { neededSources } from './ingest-all.ts';
import type { Prepared } from './prepare.ts';

/** Whole sources to ingest and selected nodes to run or reuse: what the progress counts to. */
export function countSteps({ graph, selected }: Prepared, { command, ingest }: BuildOptions): number {
  const executes = executedBy(command);
  const nodes = [...selected].flatMap((id) => graph.nodes.get(id) ?? []);
  const run = nodes.filter((node) => node.kind !== 'source' && executes(node));
  return run.length + (ingest ? neededSources(graph, selected).size : 0);
}
