import type { Graph, GraphNode, NodeId } from '../compile/index.ts';
import { closestMatch, type ProblemError, problemError, thereAre } from '../diagnostics/index.ts';
import { findNode, hasOnlyAnId } from '../plan/index.ts';

/** What a command is pointed at: a node, or one of its columns. */
export interface NamedTarget {
  readonly node: GraphNode;
  readonly column?: string;
}

/**
 * `labor`, `features.labor`, `labor.sahm_gap`, `features.labor.sahm_gap`; for a model the columns are those given.
 * Throws ProblemError EWS6002 with the nearest name, EWS6003 when several nodes share a bare one.
 */
export function namedTarget(graph: Graph, text: string, modelColumns: readonly string[] = []): NamedTarget {
  const nodeNames = names(graph);
  if (nodeNames.has(text)) return { node: findNode(graph, text) };
  const dot = text.lastIndexOf('.');
  const parent = text.slice(0, Math.max(0, dot));
  if (nodeNames.has(parent)) {
    const node = findNode(graph, parent);
    const column = text.slice(dot + 1);
    const columns = columnNames(node, modelColumns);
    if (columns.includes(column)) return { node, column };
    throw unknownColumn(node.id, column, columns, (name) => `${parent}.${name}`);
  }
  const candidates = new Set(nodeNames);
  for (const node of graph.nodes.values()) {
    for (const column of columnNames(node, modelColumns)) {
      candidates.add(`${node.name}.${column}`).add(`${node.id}.${column}`);
    }
  }
  const match = closestMatch(text, candidates);
  const hint = match === undefined ? 'ews ls lists what there is' : `did you mean "${match}"?`;
  throw problemError('EWS6002', `nothing is called "${text}"`, { hint });
}

export function unknownColumn(
  node: NodeId,
  column: string,
  columns: readonly string[],
  shown: (name: string) => string = (name) => name,
): ProblemError {
  const match = closestMatch(column, columns);
  const hint =
    match === undefined ? (thereAre('it has', columns) ?? `name it alone: ${node}`) : `did you mean "${shown(match)}"?`;
  return problemError('EWS6002', `${node} has no column "${column}"`, { hint });
}

/** The columns that a node serves. */
function columnNames(node: GraphNode, modelColumns: readonly string[] = []): readonly string[] {
  switch (node.kind) {
    case 'source':
      return node.columns.map(({ name }) => name);
    case 'feature':
    case 'label':
      return node.query.output.map(({ name }) => name);
    case 'model':
      return modelColumns;
    case 'comparison':
    case 'test':
      return [];
    default:
      throw new Error(`unknown node ${(node satisfies never as GraphNode).kind}`);
  }
}

function names(graph: Graph): ReadonlySet<string> {
  return new Set([...graph.nodes.values()].flatMap((node) => (hasOnlyAnId(node) ? [node.id] : [node.id, node.name])));
}
