import type { PlanStage } from '../plan/index.ts';
import type { BuildOptions } from './build-options.ts';
import { neededSources } from './ingest-all.ts';
import type { Prepared } from './prepare.ts';

/** Whether a command executes stages of a kind: `ews run` leaves tests, `ews test` everything else. */
export function executedBy(command: BuildOptions['command']): (stage: Pick<PlanStage, 'kind'>) => boolean {
  if (command === 'build') return () => true;
  return (stage) => (stage.kind === 'test') === (command === 'test');
}

/** Whole sources to ingest and selected nodes to run or reuse: what the progress counts to. */
export function countSteps({ graph, selected }: Prepared, { command, ingest }: BuildOptions): number {
  const executes = executedBy(command);
  const nodes = [...selected].flatMap((id) => graph.nodes.get(id) ?? []);
  const run = nodes.filter((node) => node.kind !== 'source' && executes(node));
  return run.length + (ingest ? neededSources(graph, selected).size : 0);
}
