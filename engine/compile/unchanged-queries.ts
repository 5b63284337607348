import { type NodeId, parseId } from '../ids/index.ts';
import type { ComparableDefinitions, DefinitionDigest } from '../project/index.ts';
import type { GraphNode } from './graph.ts';

type ComparedNode = Pick<GraphNode, 'kind' | 'id' | 'name' | 'inputs'>;

/** The digests of a node's definition; undefined for what has no SQL, and where nobody knows them. */
export function digestOf(
  { kind, name }: Pick<ComparedNode, 'kind' | 'name'>,
  { groups, labels }: ComparableDefinitions,
): DefinitionDigest | undefined {
  if (kind === 'feature') return groups.get(name);
  return kind === 'label' ? labels.get(name) : undefined;
}

/**
 * The groups and labels whose compiled query follows, in one context, from the same as it did before: its own text,
 * what it must return, and the same of every group that it reads.
 * @param nodes each after what it reads. @param before the digest of what decides about a query, as it was.
 */
export function unchangedQueries(
  nodes: Iterable<ComparedNode>,
  comparable: ComparableDefinitions,
  before: (id: NodeId) => string | undefined,
): ReadonlySet<NodeId> {
  const unchanged = new Set<NodeId>();
  for (const node of nodes) {
    const now = digestOf(node, comparable)?.query;
    if (now === undefined || now !== before(node.id)) continue;
    if (node.inputs.every((input) => unchanged.has(input) || parseId(input).schema !== 'features')) {
      unchanged.add(node.id);
    }
  }
  return unchanged;
}
