import type { NodeId } from '../ids/index.ts';
import type { ComparableDefinitions } from '../project/index.ts';
import type { GraphHead, KeptNode, KeptQuery } from './graph-head.ts';
import { digestOf } from './unchanged-queries.ts';

/** More nodes than these are not compiled by themselves. */
const FEW = 32;

/** What of a graph that was kept is to be compiled again, by id: all else is what it was. */
export interface Affected {
  /** Groups whose definition has changed, or whose query follows from one that has. */
  readonly groups: ReadonlyMap<NodeId, KeptNode>;
  /** Those of them that are bound again. */
  readonly dirty: ReadonlySet<NodeId>;
  /** Custom tests of these groups, and those that read one which is bound again. */
  readonly tests: ReadonlyMap<NodeId, KeptNode>;
}

/**
 * Undefined where other nodes than groups and their custom tests may come out otherwise: labels, whose windows are
 * tried out; unit tests; models; and where a warning was told of what has changed.
 */
export function affectedNodes(head: GraphHead, comparable: ComparableDefinitions): Affected | undefined {
  if (head.rest !== comparable.rest) return undefined;
  const groups = new Map<NodeId, KeptNode>();
  const dirty = new Set<NodeId>();
  const tests = new Map<NodeId, KeptNode>();
  let queries = 0;
  for (const node of head.nodes) {
    if (node.query !== undefined) {
      queries += 1;
      const change = changeOf(node, node.query, { comparable, dirty });
      if (change === undefined || (change !== 'none' && node.kind === 'label')) return undefined;
      if (change === 'query') dirty.add(node.id);
      if (change !== 'none') groups.set(node.id, node);
    }
    if (node.test !== undefined && (groups.has(node.test.of) || node.inputs.some((input) => dirty.has(input)))) {
      if (node.test.testKind === 'unit') return undefined;
      tests.set(node.id, node);
    }
    if (groups.size + tests.size > FEW) return undefined;
  }
  const isSame = queries === comparable.groups.size + comparable.labels.size;
  const isUntold = isSilent(head, groups) && !isEvent(head, dirty) && !isBefore(head, groups);
  return isSame && isUntold ? { groups, dirty, tests } : undefined;
}

type Change = 'none' | 'words' | 'query';

/** What has changed of a query, all of whose inputs were looked at; undefined where nobody knows. */
function changeOf(
  node: KeptNode,
  { digest: before }: KeptQuery,
  { comparable, dirty }: { readonly comparable: ComparableDefinitions; readonly dirty: ReadonlySet<NodeId> },
): Change | undefined {
  const now = digestOf(node, comparable);
  if (now?.query === undefined || before?.query === undefined) return undefined;
  if (now.query !== before.query || node.inputs.some((input) => dirty.has(input))) return 'query';
  return now.whole === before.whole ? 'none' : 'words';
}

/** Whether nothing was told of these groups, and it is known what everything that was told is of. */
function isSilent({ problems, nodes }: GraphHead, groups: ReadonlyMap<NodeId, KeptNode>): boolean {
  if (problems.length === 0) return true;
  const others = nodes.filter(({ id, query }) => query !== undefined && !groups.has(id));
  const files = new Set<string | undefined>(others.flatMap(({ query }) => (query ? [query.path, query.yaml] : [])));
  return problems.every(({ span }) => files.has(span?.file));
}

/** Whether the event of a label is a column of one of these groups: its window was compared with that. */
function isEvent({ nodes }: GraphHead, groups: ReadonlySet<NodeId>): boolean {
  return nodes.some(({ query }) => query?.event !== undefined && groups.has(query.event));
}

/** Whether a unit test stands before one of these groups, of which it is. */
function isBefore({ nodes }: GraphHead, groups: ReadonlyMap<NodeId, KeptNode>): boolean {
  return nodes.some(({ test }) => test?.testKind === 'unit' && groups.has(test.of));
}
