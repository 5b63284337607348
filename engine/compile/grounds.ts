import { type NodeId, parseId } from '../ids/index.ts';
import { type ComparableDefinitions, originFrom } from '../project/index.ts';
import type { GraphNode } from './graph.ts';

/**
 * What the compiled query of each group and label follows from, beside the context of its definitions, as a digest: its
 * own text, what it must return, and the same of every group that it reads. None is known of what reads a group of
 * which none is known.
 * @param nodes each after what it reads.
 */
export function groundsOf(
  nodes: Iterable<Pick<GraphNode, 'kind' | 'id' | 'name' | 'inputs'>>,
  { groups, labels }: ComparableDefinitions,
): ReadonlyMap<NodeId, string> {
  const grounds = new Map<NodeId, string>();
  for (const { kind, id, name, inputs } of nodes) {
    if (kind !== 'feature' && kind !== 'label') continue;
    const digest = (kind === 'feature' ? groups : labels).get(name)?.query;
    const read = inputs.filter((input) => parseId(input).schema === 'features');
    const behind = read.flatMap((input) => grounds.get(input) ?? []);
    if (digest !== undefined && behind.length === read.length) grounds.set(id, originFrom([digest, behind]));
  }
  return grounds;
}
