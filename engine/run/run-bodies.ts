import type { CardBody, ComparisonBody } from '../cards/index.ts';
import type { ComparisonNode, NodeId } from '../compile/index.ts';
import { idOf } from '../ids/index.ts';
import type { ObjectId } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import { readCard, storedBody } from '../steps/index.ts';
import type { FinishInput } from './finish-input.ts';

/** The cards of all models that an environment holds after a run, by name. */
export async function cardsOf(
  { run, planned, bodies }: FinishInput,
  manifest: Manifest,
): Promise<ReadonlyMap<string, CardBody>> {
  const cards = new Map<string, CardBody>();
  for (const node of planned.graph.nodes.values()) {
    const id = objectOf(manifest, node.id, 'card');
    if (node.kind !== 'model' || id === undefined) continue;
    const body = await bodies.get('card', id, () => readCard(run.effects.store, manifest, node.id));
    if (body !== undefined) cards.set(node.name, body);
  }
  return cards;
}

/**
 * The comparisons that an environment holds after a run, by the id of their node. One of models that were built anew
 * since, as after a build of some of them, is left out: it would say what no card beside it says.
 */
export async function comparisonsOf(
  { run, planned, bodies }: FinishInput,
  manifest: Manifest,
): Promise<ReadonlyMap<NodeId, ComparisonBody>> {
  const comparisons = new Map<NodeId, ComparisonBody>();
  for (const node of planned.graph.nodes.values()) {
    const id = objectOf(manifest, node.id, 'comparison');
    if (node.kind !== 'comparison' || id === undefined) continue;
    const file = { kind: 'comparison', file: 'comparison.json' };
    const body = await bodies.get('comparison', id, () =>
      storedBody<ComparisonBody>(run.effects.store, manifest, node.id, file),
    );
    if (body !== undefined && isCurrent(body, node, manifest)) comparisons.set(node.id, body);
  }
  return comparisons;
}

function objectOf(manifest: Manifest, node: NodeId, kind: string): ObjectId | undefined {
  return manifest.nodes[node]?.objects.find((object) => object.kind === kind);
}

function isCurrent({ models, champion }: ComparisonBody, node: ComparisonNode, { nodes }: Manifest): boolean {
  if (models.length !== node.models.length || champion !== node.champion) return false;
  return models.every(({ model, version }) => nodes[idOf.model(model)]?.fingerprint === version);
}
