import type { Graph, NodeId } from '../../compile/index.ts';
import {
  calendarDigests,
  componentsOf,
  type KnownContents,
  type Manifest,
  type ManifestNode,
  readingsIn,
  STEP_REVISIONS,
  whyChanged,
} from '../../plan/index.ts';
import { ENGINE_SESSION } from '../../warehouse/index.ts';

/** What this machine's arithmetic comes to, and in which functions others differ from it. */
export interface Here {
  readonly numerics: string;
  readonly differences: ReadonlyMap<string, readonly string[]>;
}

/**
 * Nodes that cannot be computed again as they were, and why: each is judged by itself, over its inputs as the run had
 * them. Observations follow from raw bytes alone, whatever machine reads them.
 */
export function whyNotRecomputed(graph: Graph, { nodes }: Manifest, here: Here): ReadonlyMap<NodeId, string> {
  const stored = Object.entries(nodes) as [NodeId, ManifestNode][];
  const context = {
    engine: ENGINE_SESSION,
    numerics: () => here.numerics,
    revisions: STEP_REVISIONS,
    calendarDigest: calendarDigests(graph),
    known: new Map(stored.map(([id, { fingerprint }]) => [id, fingerprint])),
    contents: new Map<NodeId, string>(),
    stored: (id: NodeId): KnownContents | undefined => nodes[id] && (nodes[id].contents ?? 'whole'),
    readings: readingsIn(graph),
  };
  const reasons = new Map<NodeId, string>();
  for (const [id, { kind, components }] of stored) {
    if (kind === 'source') continue;
    const node = graph.nodes.get(id);
    const now = node === undefined ? undefined : componentsOf(node, context);
    if (now === undefined) {
      reasons.set(id, node === undefined ? 'it is no longer defined' : 'an input is not in the run');
      continue;
    }
    const { text } = whyChanged(components, now, here.differences);
    if (text !== '') reasons.set(id, text);
  }
  return reasons;
}
