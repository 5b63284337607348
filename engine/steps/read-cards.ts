import type { CardBody } from '../cards/index.ts';
import type { Graph } from '../compile/index.ts';
import type { Store } from '../lake/index.ts';
import type { Manifest } from '../plan/index.ts';
import { storedBody } from './stored-body.ts';

const CARD = { kind: 'card', file: 'card.json' };

/** The cards of all models that the environment holds, by name. */
export async function readCards(
  store: Store,
  graph: Graph,
  manifest: Manifest,
): Promise<ReadonlyMap<string, CardBody>> {
  const cards = new Map<string, CardBody>();
  for (const node of graph.nodes.values()) {
    const body = node.kind === 'model' ? await storedBody<CardBody>(store, manifest, node.id, CARD) : undefined;
    if (body !== undefined) cards.set(node.name, body);
  }
  return cards;
}
