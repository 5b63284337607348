import type { Graph, NodeKind } from '../compile/index.ts';
import { first, last } from '../presence/index.ts';
import type { RunEvent } from './events.ts';

type Compiled = Extract<RunEvent, { kind: 'compiled' }>;

/** What a run tells of the project that it compiled. */
export function compiledEvent(graph: Graph): Compiled {
  return { kind: 'compiled', counts: countKinds(graph), dates: dateRange(graph) };
}

/** Whether two compilations of a project have the same decision dates. */
export function sameDates(one: Graph, other: Graph): boolean {
  return JSON.stringify(dateRange(one)) === JSON.stringify(dateRange(other));
}

function countKinds(graph: Graph): Readonly<Record<NodeKind, number>> {
  const counts: Record<NodeKind, number> = { source: 0, feature: 0, label: 0, model: 0, comparison: 0, test: 0 };
  for (const node of graph.nodes.values()) counts[node.kind] += 1;
  return counts;
}

/** A project without decision dates, or with a node without any, does not compile. */
function dateRange(graph: Graph): Compiled['dates'] {
  const { dates } = graph.calendar;
  const shorter = [...graph.shorter].map(([node, its]) => ({ node, last: last(its) }));
  return { first: first(dates), last: last(dates), count: dates.length, shorter };
}
