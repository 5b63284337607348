import type { GraphNode, NodeId } from '../compile/index.ts';
import { entry } from '../presence/index.ts';
import { type Made, madeOf, storedAs, storedIn } from './decide.ts';
import { calendarDigests, type FingerprintContext } from './fingerprint.ts';
import type { ManifestNode } from './manifest.ts';
import type { Fingerprinted, PlanInput } from './plan-stage.ts';
import { readingsIn } from './readings.ts';
import type { KnownContents } from './stored-contents.ts';

/** What every node would be made of, as far as it is known before anything is ingested or made. */
export async function madeIn(input: PlanInput): Promise<ReadonlyMap<NodeId, Made>> {
  const made = new Map<NodeId, Made>();
  const known = new Map<NodeId, string>();
  const stored = new Map<NodeId, ManifestNode | undefined>();
  const contents = (id: NodeId): KnownContents | undefined => {
    const found = stored.get(id);
    return found === undefined ? undefined : (found.contents ?? 'whole');
  };
  const context = { ...contextOf(input), known, stored: contents };
  const lookUp = async (id: NodeId, of: Fingerprinted): Promise<void> => {
    const node = entry(input.graph.nodes, id);
    stored.set(id, await storedAs(of, node, input.environment.manifest?.nodes[id], input.store));
  };
  for (let open = [...input.graph.nodes.values()]; open.length > 0; ) {
    const waiting: GraphNode[] = [];
    const wanted = new Map<NodeId, Fingerprinted>();
    for (const node of open) {
      const readings = context.readings(node);
      const unseen = [...readings.columns.keys()].filter((id) => !stored.has(id));
      for (const id of unseen) {
        const of = made.get(id);
        const there = of?.kind === 'known' ? storedIn(of.made, input.environment.manifest?.nodes[id]) : undefined;
        if (there !== undefined || of?.kind === 'open') stored.set(id, there);
        else if (of !== undefined) wanted.set(id, of.made);
      }
      const isReady = unseen.every((id) => stored.has(id)) && node.inputs.every((id) => made.has(id));
      if (!isReady) {
        waiting.push(node);
        continue;
      }
      const of = madeOf(input, node, context, (id) => made.get(id));
      made.set(node.id, of);
      if (of.kind === 'known') known.set(node.id, of.made.fingerprint);
    }
    await Promise.all([...wanted].map(([id, of]) => lookUp(id, of)));
    if (waiting.length === open.length && wanted.size === 0) throw new Error('nodes wait for each other in a circle');
    open = waiting;
  }
  return made;
}

/** What fingerprints are made by, but for what is known of inputs. */
export function contextOf(input: PlanInput): Omit<FingerprintContext, 'known' | 'stored'> {
  const contents = new Map<NodeId, string>();
  for (const [id, holding] of input.sources) if (holding.content !== undefined) contents.set(id, holding.content);
  return {
    engine: input.engine,
    numerics: (node: NodeId) => input.numerics(input.environment.manifest?.nodes[node]),
    revisions: input.revisions,
    calendarDigest: calendarDigests(input.graph),
    readings: readingsIn(input.graph),
    contents,
    deferrals: input.deferrals,
  };
}
