import type { Graph } from '../compile/index.ts';
import { idOf, nodeId } from '../ids/index.ts';

/** The source relations whose values a group's column carries: its DIRECT edges, followed through other groups. */
export function directSeries(graph: Graph, group: string, column: string): readonly string[] {
  const found = new Set<string>();
  const visit = (relation: string, name: string): void => {
    const node = graph.nodes.get(nodeId(relation));
    if (node?.kind === 'source') found.add(relation);
    if (node?.kind !== 'feature') return;
    const output = node.query.lineage.columns.find((each) => each.column === name);
    for (const edge of output?.edges ?? []) if (edge.type === 'DIRECT') visit(edge.from.relation, edge.from.column);
  };
  visit(idOf.group(group), column);
  return [...found].toSorted();
}
