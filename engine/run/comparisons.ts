import type { ComparisonBody, ComparisonEnvelope } from '../cards/index.ts';
import type { ComparisonNode, Graph, NodeId } from '../compile/index.ts';
import { idOf } from '../ids/index.ts';
import type { Store } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import { type Effects, storedBody } from '../steps/index.ts';

/**
 * The comparisons that the environment holds, by the id of their node. One of models that were built anew since, as after
 * a build of some of them, is left out: it would say what no card beside it says.
 */
export async function readComparisons(
  store: Store,
  graph: Graph,
  manifest: Pick<Manifest, 'nodes'>,
): Promise<ReadonlyMap<NodeId, ComparisonBody>> {
  const comparisons = new Map<NodeId, ComparisonBody>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'comparison') continue;
    const what = { kind: 'comparison', file: 'comparison.json' };
    const body = await storedBody<ComparisonBody>(store, manifest, node.id, what);
    if (body !== undefined && isCurrent(body, node, manifest)) comparisons.set(node.id, body);
  }
  return comparisons;
}

function isCurrent({ models, champion }: ComparisonBody, node: ComparisonNode, { nodes }: Pick<Manifest, 'nodes'>) {
  if (models.length !== node.models.length || champion !== node.champion) return false;
  return models.every(({ model, version }) => nodes[idOf.model(model)]?.fingerprint === version);
}

/** What joins a comparison when a run exports it: who ran it, and the words of today's definitions. */
export function comparisonEnvelope(
  node: ComparisonNode,
  { run }: Pick<Manifest, 'run'>,
  { now, origin }: Pick<Effects, 'now' | 'origin'>,
): ComparisonEnvelope {
  const words = node.models.map(({ name, description, owner = null }) => [name, { description, owner }] as const);
  return {
    runId: run,
    createdAt: now().toISOString(),
    actor: origin.actor,
    commit: origin.commit,
    prose: { labelDescription: node.label.description, models: Object.fromEntries(words) },
  };
}
