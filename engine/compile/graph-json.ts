import { idOf, type NodeId } from '../ids/index.ts';
import {
  type ComparableDefinitions,
  type Definitions,
  exactJson,
  type KeptRecord,
  type KeptState,
  type Records,
  type StateToKeep,
} from '../project/index.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { GraphHead, KeptNode, NodeRecord } from './graph-head.ts';
import { NamedDefinitions } from './named-definitions.ts';
import { nodesFrom, plainNode } from './node-json.ts';
import { digestOf } from './unchanged-queries.ts';

/** Nodes as they were kept: while nothing of them changes they are kept again as they stand. */
const KEPT = new WeakMap<GraphNode, { readonly node: KeptNode; readonly again: () => readonly KeptRecord[] }>();

/** What tells later whether a graph still holds, and which of its nodes do. */
export interface KeptGround {
  readonly origin: string;
  readonly comparable: ComparableDefinitions;
}

/** A node as it is kept: what the head has of it but for the place, and its records. */
export interface NodeToKeep {
  readonly node: Omit<KeptNode, 'at'>;
  readonly records: Records;
}

/** Undefined for a test of a column, of which its group says all, and where JSON cannot hold it. */
export function nodeToKeep(node: GraphNode, comparable: ComparableDefinitions): NodeToKeep | undefined {
  const { kind, id, name, inputs } = node;
  const records = plainNode(node).map((record) => exactJson(record));
  const sound = records.filter((record) => record !== undefined);
  if (sound.length < records.length) return undefined;
  const kept = { kind, id, name, inputs };
  if (node.kind === 'test') {
    return { node: { ...kept, test: { of: node.of, testKind: node.testKind } }, records: sound };
  }
  if (node.kind !== 'feature' && node.kind !== 'label') return { node: kept, records: sound };
  const digest = digestOf(node, comparable);
  const event = node.kind === 'label' ? node.definition.event : undefined;
  const tests = node.kind === 'feature' ? node.definition.columns.flatMap((column) => column.tests).length : 0;
  const query = {
    columns: node.query.output.length,
    tests,
    path: node.path,
    yaml: node.definition.yaml.file.path,
    ...(digest === undefined ? {} : { digest }),
    ...(event === undefined ? {} : { event: idOf.group(event.group) }),
  };
  return { node: { ...kept, query }, records: sound };
}

/** Undefined where JSON cannot hold it. */
export function graphAsJson(graph: Graph, { origin, comparable }: KeptGround): StateToKeep | undefined {
  const records: (string | KeptRecord)[] = [];
  const nodes: KeptNode[] = [];
  for (const node of graph.nodes.values()) {
    if (node.kind === 'test' && node.testKind === 'column') continue;
    const before = KEPT.get(node);
    const kept = before === undefined ? nodeToKeep(node, comparable) : { node: before.node, records: before.again() };
    if (kept === undefined) return undefined;
    nodes.push({ ...kept.node, at: records.length });
    records.push(...kept.records);
  }
  const { calendar, shorter, problems } = graph;
  const head = headAsJson({
    origin,
    calendar,
    shorter: [...shorter],
    problems,
    rest: comparable.rest,
    nodes,
    records: records.length,
  });
  return head === undefined ? undefined : { head, records };
}

export function headAsJson({ nodes, ...around }: GraphHead): string | undefined {
  const text = exactJson(around);
  // Names and counts: nothing of them can be other than exact.
  return text && `${text.slice(0, -1)},"nodes":${JSON.stringify(nodes)}}`;
}

/** The graph that `graphAsJson` wrote, of the definitions that it was compiled from. */
export function graphFromJson(state: KeptState, definitions: Definitions): Graph {
  const { calendar, shorter, problems, nodes } = state.head as GraphHead;
  const defined = new NamedDefinitions(definitions);
  const all = nodes.flatMap((node) => keptNodes(node, state, defined).map((each) => [each.id, each] as const));
  return Object.freeze({
    definitions,
    calendar,
    shorter: new Map<NodeId, readonly string[]>(shorter),
    nodes: new Map(all),
    problems,
  });
}

/** A node of a graph that was kept, followed by the tests of its columns. */
export function keptNodes(node: KeptNode, state: KeptState, defined: NamedDefinitions): readonly GraphNode[] {
  const all = nodesFrom(state.record(node.at) as NodeRecord, () => state.record(node.at + 1), defined);
  const [made] = all;
  const isTwofold = node.query !== undefined || node.test !== undefined;
  const places = isTwofold ? [node.at, node.at + 1] : [node.at];
  if (made !== undefined) KEPT.set(made, { node, again: () => places.map((place) => state.again(place)) });
  return all;
}
