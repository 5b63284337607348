import type { NodeId } from '../compile/index.ts';
import type { Plan } from '../plan/index.ts';
import { type Standing, standingOf } from '../standing/index.ts';
import { planStored, type WholeProject } from './whole-project.ts';

/**
 * Whose numbers of a node are read by its fingerprint of now; null where they are none of the environment's: another
 * one made them.
 */
export function standingIn({ environment }: WholeProject, plan: Plan, node: NodeId): Standing | null {
  const entry = environment.manifest?.nodes[node];
  const fingerprint = plan.stages.find((stage) => stage.node === node)?.fingerprint;
  if (environment.manifest === undefined || entry?.fingerprint !== fingerprint) return null;
  return standingOf({ entry, run: environment.manifest.run, fingerprint });
}

/** What each node that the environment holds is by the definitions and sources of now; empty before its first run. */
export async function standingsNow(project: WholeProject): Promise<ReadonlyMap<NodeId, Standing>> {
  const { manifest } = project.environment;
  if (manifest === undefined) return new Map();
  const { stages } = await planStored(project);
  return new Map(
    stages.map(({ node, fingerprint }) => {
      return [node, standingOf({ entry: manifest.nodes[node], run: manifest.run, fingerprint })];
    }),
  );
}
