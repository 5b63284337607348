import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import { concernedColumns } from '../plan/index.ts';
import { isUnitTest } from './steps/unit-test.ts';

/** A node waits for its inputs, and for the tests of these that concern it. */
export function waitsFor(graph: Graph, { guards }: Guards, node: GraphNode): readonly NodeId[] {
  if (node.kind === 'test') return node.inputs;
  const concerning = node.inputs.flatMap((input) => {
    const tests = guards.get(input) ?? [];
    const columns = tests.length === 0 ? 'all' : concernedColumns(graph, node, input);
    return tests.filter(({ column }) => column === undefined || columns === 'all' || columns.includes(column));
  });
  return [...node.inputs, ...concerning.map(({ id }) => id)];
}

/** The tests of each group or label, by its id. */
export interface Guards {
  /** All of them: what reads it waits for them; for those that are of a column, where it reads the column. */
  readonly guards: ReadonlyMap<NodeId, readonly { readonly id: NodeId; readonly column?: string }[]>;
  /** Those that give their rows themselves: it may be computed beside them, and is stored when they have passed. */
  readonly units: ReadonlyMap<NodeId, readonly NodeId[]>;
}

export function guardsOf(graph: Graph): Guards {
  const guards = new Map<NodeId, { readonly id: NodeId; readonly column?: string }[]>();
  const units = new Map<NodeId, NodeId[]>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'test') continue;
    const of = node.body.kind === 'column' ? { id: node.id, column: node.body.column } : { id: node.id };
    guards.set(node.of, [...(guards.get(node.of) ?? []), of]);
    if (isUnitTest(node)) units.set(node.of, [...(units.get(node.of) ?? []), node.id]);
  }
  return { guards, units };
}
