import type { CardBody } from '../cards/index.ts';
import type { Graph, NodeId } from '../compile/index.ts';
import type { Store } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import { storedBody } from './stored-body.ts';

/** The card of a model as a manifest has the model; undefined before its first build. */
export function readCard(store: Store, manifest: Manifest, model: NodeId): Promise<CardBody | undefined> {
  return storedBody<CardBody>(store, manifest, model, { kind: 'card', file: 'card.json' });
}

/** The cards of all models that the environment holds, by name. */
export async function readCards(
  store: Store,
  graph: Graph,
  manifest: Manifest,
): Promise<ReadonlyMap<string, CardBody>> {
  const cards = new Map<string, CardBody>();
  for (const node of graph.nodes.values()) {
    const body = node.kind === 'model' ? await readCard(store, manifest, node.id) : undefined;
    if (body !== undefined) cards.set(node.name, body);
  }
  return cards;
}
