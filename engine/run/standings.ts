import type { NodeId } from '../compile/index.ts';
import type { Manifest, Plan } from '../plan/index.ts';
import { type Standing, standingOf, unmadeBy } from '../standing/index.ts';
import type { NodeResult } from './events.ts';

/** What every node of a plan is after its run, and whose numbers the environment has of it. */
export function standingsAfter(
  manifest: Manifest,
  plan: Plan,
  results: readonly NodeResult[],
): ReadonlyMap<NodeId, Standing> {
  const byId = new Map<string, NodeResult>(results.map((result) => [result.id, result]));
  return new Map(
    plan.stages.map(({ node, fingerprint }) => {
      const result = byId.get(node);
      const unmade = result === undefined ? undefined : unmadeBy(result);
      return [node, standingOf({ entry: manifest.nodes[node], run: manifest.run, fingerprint, unmade })];
    }),
  );
}
