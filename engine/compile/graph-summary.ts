import type { Problem } from '../diagnostics/index.ts';
import type { NodeId } from '../ids/index.ts';
import { Tally } from '../presence/index.ts';
import type { Calendar, Graph, GraphNode, NodeKind } from './graph.ts';
import type { GraphHead } from './graph-head.ts';

/** A node as it is listed. */
export interface SummaryNode {
  readonly kind: NodeKind;
  readonly id: NodeId;
  readonly name: string;
  readonly inputs: readonly NodeId[];
  /** How many columns a group or label returns. */
  readonly columns?: number;
}

/** A graph as it is listed and counted: of one that was kept it is known without reading the rest. */
export interface GraphSummary {
  readonly calendar: Pick<Calendar, 'dates' | 'words'>;
  readonly shorter: Graph['shorter'];
  readonly problems: readonly Problem[];
  /** All but tests, each after what it reads. */
  readonly nodes: readonly SummaryNode[];
  /** The tests of each node. */
  readonly tests: Tally<NodeId>;
  /** How many there are of each kind, tests among them. */
  readonly counts: Tally<NodeKind>;
}

/** @param selected those of its nodes that are listed. */
export function summaryOf(graph: Graph, selected: readonly GraphNode[] = [...graph.nodes.values()]): GraphSummary {
  const { calendar, shorter, problems, nodes } = graph;
  const tests = new Tally<NodeId>();
  for (const node of nodes.values()) if (node.kind === 'test') tests.add(node.of);
  const listed = selected.filter(({ kind }) => kind !== 'test').map(summaryNode);
  const counts = Tally.of(selected.map(({ kind }) => kind));
  return { calendar, shorter, problems, nodes: listed, tests, counts };
}

function summaryNode(node: GraphNode): SummaryNode {
  const { kind, id, name, inputs } = node;
  const listed = { kind, id, name, inputs };
  return node.kind === 'feature' || node.kind === 'label' ? { ...listed, columns: node.query.output.length } : listed;
}

export function summaryInHead({ calendar, shorter, problems, nodes }: GraphHead): GraphSummary {
  const tests = new Tally<NodeId>();
  const counts = new Tally<NodeKind>();
  for (const { kind, id, query, test } of nodes) {
    counts.add(kind);
    if (test !== undefined) tests.add(test.of);
    if (query === undefined) continue;
    tests.add(id, query.tests);
    counts.add('test', query.tests);
  }
  const listed = nodes
    .filter(({ kind }) => kind !== 'test')
    .map(({ kind, id, name, inputs, query }): SummaryNode => {
      return { kind, id, name, inputs, ...(query === undefined ? {} : { columns: query.columns }) };
    });
  return { calendar, shorter: new Map(shorter), problems, nodes: listed, tests, counts };
}
