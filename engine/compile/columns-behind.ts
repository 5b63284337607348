import type { ColumnEdge, ColumnRef } from '../../lineage/index.ts';
import { idOf, nodeId } from '../ids/index.ts';
import type { CompiledQuery, Graph } from './graph.ts';
import { edgesOf } from './placed-query.ts';

/** The source relations whose values a group's column carries: its DIRECT edges, followed through other groups. */
export function directSeries(graph: Pick<Graph, 'nodes'>, group: string, column: string): readonly string[] {
  const found = columnsBehind(graph, { relation: idOf.group(group), column }, ({ type }) => type === 'DIRECT');
  return [...new Set(found.map(({ relation }) => relation))].toSorted();
}

/** Whether an edge of a query is followed. */
type FollowsEdge = (edge: ColumnEdge, query: CompiledQuery) => boolean;

/** Values are carried, or decide which value comes out; where they only choose rows nothing is said of their age. */
export const carriesValues: FollowsEdge = ({ type, subtype }) => type === 'DIRECT' || subtype === 'CONDITIONAL';

/** As they are, and of rows that nobody chose: where a query filters the rows of a relation, it means to lose some. */
export const passesOn: FollowsEdge = ({ subtype, from }, { lineage }) =>
  subtype === 'IDENTITY' &&
  !lineage.rows.some((row) => row.subtype === 'FILTER' && row.from.relation === from.relation);

/**
 * The columns of sources behind a column of a group or label, each once, in the order in which they are met: such edges
 * of it as `follows` admits, through other groups too.
 */
export function columnsBehind(
  graph: Pick<Graph, 'nodes'>,
  start: ColumnRef,
  follows: FollowsEdge,
): readonly ColumnRef[] {
  const found = new Map<string, ColumnRef>();
  const visited = new Set<string>();
  const visit = (ref: ColumnRef): void => {
    const name = JSON.stringify([ref.relation, ref.column]);
    if (visited.has(name)) return;
    visited.add(name);
    const node = graph.nodes.get(nodeId(ref.relation));
    if (node?.kind === 'source') found.set(name, ref);
    if (node?.kind !== 'feature' && node?.kind !== 'label') return;
    const output = edgesOf(node.query).columns.find((each) => each.column === ref.column);
    for (const edge of output?.edges ?? []) if (follows(edge, node.query)) visit(edge.from);
  };
  visit(start);
  return [...found.values()];
}
