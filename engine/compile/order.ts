import { DirectedGraph } from 'graphology';
import { hasCycle, topologicalSort } from 'graphology-dag';

export type OrderOutcome =
  | { readonly ok: true; readonly order: readonly string[] }
  /** The names along one circle, the first repeated at the end. */
  | { readonly ok: false; readonly circle: readonly string[] };

/** Names so ordered that each stands after everything it reads; ties in the order given. */
export function topologicalOrder(reads: ReadonlyMap<string, readonly string[]>): OrderOutcome {
  const graph = new DirectedGraph();
  for (const name of reads.keys()) graph.addNode(name);
  for (const [name, inputs] of reads) {
    for (const input of inputs) {
      if (input === name) return { ok: false, circle: [name, name] };
      if (graph.hasNode(input)) graph.mergeEdge(input, name);
    }
  }
  if (hasCycle(graph)) return { ok: false, circle: findCircle(reads) };
  return { ok: true, order: topologicalSort(graph) };
}

function findCircle(reads: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]): readonly string[] | undefined => {
    const seen = path.indexOf(name);
    if (seen >= 0) return [...path.slice(seen), name];
    if (done.has(name)) return undefined;
    for (const input of reads.get(name) ?? []) {
      const circle = walk(input, [...path, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of reads.keys()) {
    const circle = walk(name, []);
    if (circle !== undefined) return circle;
  }
  throw new Error('no circle in a graph that has one');
}
