import type { LineageGraph } from '../../../lineage/index.ts';
import type { NodeId } from '../../compile/index.ts';
import { nodeId } from '../../ids/index.ts';
import { observationsOf, rawFilesOf } from '../../ingest/index.ts';
import { findObject, type ObjectMeta, objectKey, type Store } from '../../lake/index.ts';
import { type Manifest, type ManifestNode, nodesMadeIn, type WordsOfNodes } from '../../plan/index.ts';
import { type ComparedState, inTold, type StateFile, type StateNode } from './project-state.ts';

export interface StoredStateInput {
  readonly name: string;
  readonly manifest: Manifest;
  /** As the run stored it. */
  readonly lineage: LineageGraph;
  readonly words: WordsOfNodes;
  /** The nodes that its definitions describe, made or not; tests are described by what they are of. */
  readonly described: readonly NodeId[];
}

/** What an environment held after a run. */
export async function storedState(store: Store, input: StoredStateInput): Promise<ComparedState> {
  const { name, manifest, lineage, words, described } = input;
  const nodes = entriesOf(manifest).map(([id, node]) => [id, stateNode(node)] as const);
  return {
    name,
    kind: 'run',
    lineage,
    defined: inTold(nodesMadeIn(manifest, words)),
    notMade: new Set(described.filter((id) => !(id in manifest.nodes))),
    nodes: inTold(nodes),
    files: await filesOf(store, manifest),
  };
}

function stateNode(node: ManifestNode): StateNode {
  const { kind, fingerprint, components } = node;
  return { kind, made: { fingerprint, components }, stored: async () => node };
}

function entriesOf({ nodes }: Manifest): readonly (readonly [NodeId, ManifestNode])[] {
  return Object.entries(nodes).map(([id, node]) => [nodeId(id), node] as const);
}

/** The bytes that each relation was made from last; a source that is read live has no file. */
async function filesOf(store: Store, manifest: Manifest): Promise<ReadonlyMap<NodeId, readonly StateFile[]>> {
  const metas = new Map<string, ObjectMeta | undefined>();
  const files = new Map<NodeId, readonly StateFile[]>();
  for (const [id, { kind, objects }] of entriesOf(manifest)) {
    const [object] = objects;
    if (kind !== 'source' || object === undefined) continue;
    const key = objectKey(object);
    if (!metas.has(key)) metas.set(key, await findObject(store, object));
    const meta = metas.get(key);
    const newest = meta === undefined ? undefined : observationsOf(meta).history.at(-1);
    if (newest === undefined) continue;
    files.set(
      id,
      rawFilesOf(newest).map(({ sha256 }) => ({ shownAs: null, sha256: async () => sha256 })),
    );
  }
  return files;
}
