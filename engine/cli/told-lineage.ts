import {
  type DatasetCatalogue,
  type LineageGraph,
  producerOf,
  type StaticEvent,
  staticEvents,
  type TraceTree,
} from '../../lineage/index.ts';
import type { Graph } from '../compile/index.ts';
import { checkoutOf, datasetCatalogue } from '../run/index.ts';
import { manifestOfRun } from './environment-run.ts';
import { EWS_VERSION, type Session } from './session.ts';

/** A lineage by the definitions as they are, in OpenLineage's words: one event a line. */
export function toldNow({ effects }: Session, graph: Graph, tree: TraceTree): string {
  const catalogue = datasetCatalogue(graph, EWS_VERSION);
  return lines(staticEvents(catalogue, tree, effects.now().toISOString(), checkoutOf(effects.origin)));
}

/**
 * The same as a run stored it, under the time of that run, so that a catalogue does not take it for the newest. Throws
 * ProblemError EWS4005 when there is no such run.
 */
export async function toldOfRun(
  session: Session,
  run: string,
  lineage: LineageGraph,
  tree: TraceTree,
): Promise<string> {
  const { at } = await manifestOfRun(session, run);
  const project = session.definitions.config.name;
  const time = at ?? session.effects.now().toISOString();
  // A stored lineage names files of the project, not the checkout that they were in.
  return lines(staticEvents(undescribed(project, lineage), tree, time, { folder: '' }));
}

/** The stages that a run stored: of their words today's definitions say nothing. */
function undescribed(project: string, { stages }: LineageGraph): DatasetCatalogue {
  const words = { columns: new Map<string, string>() };
  const described = stages.map((stage) => [stage.id, { stage, words }] as const);
  return { project, producer: producerOf(EWS_VERSION), stages: new Map(described) };
}

function lines(events: readonly StaticEvent[]): string {
  return events.map((event) => JSON.stringify(event)).join('\n');
}
