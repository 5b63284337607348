import { DirectedGraph } from 'graphology';
import { hasCycle, topologicalSort } from 'graphology-dag';
import { LIMITS } from '../limits/index.ts';

/** Names in an order, and what stands in its way. */
export interface OrderAroundCircles {
  /** Each stands after everything it reads, but for what it reads in a circle; ties in the order given. */
  readonly order: readonly string[];
  /** Each with its first name repeated at the end; of very many the first. */
  readonly circles: readonly (readonly string[])[];
}

/** Orders names by what they read; in time that grows with the number of reads, however many circles there are. */
export function orderAroundCircles(reads: ReadonlyMap<string, readonly string[]>): OrderAroundCircles {
  const graph = new DirectedGraph();
  for (const name of reads.keys()) graph.addNode(name);
  const own: string[] = [];
  for (const [name, inputs] of reads) {
    for (const input of inputs) {
      if (input === name) own.push(name);
      else if (graph.hasNode(input)) graph.mergeEdge(input, name);
    }
  }
  const circles: (readonly string[])[] = own.slice(0, LIMITS.problems.most).map((name) => [name, name]);
  if (hasCycle(graph)) {
    for (const { name, input, circle } of closingReads(reads)) {
      graph.dropEdge(input, name);
      if (circles.length < LIMITS.problems.most) circles.push(circle());
    }
  }
  return { order: topologicalSort(graph), circles };
}

/** How many names stand behind each other up to each of them, itself included, in their order. */
export function chainLengths(
  order: readonly string[],
  reads: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  for (const name of order) {
    const behind = (reads.get(name) ?? []).flatMap((input) => lengths.get(input) ?? []);
    lengths.set(name, 1 + behind.reduce((longest, length) => Math.max(longest, length), 0));
  }
  return lengths;
}

/** A read that closes a circle: without all of these there is none. */
interface ClosingRead {
  readonly name: string;
  readonly input: string;
  readonly circle: () => readonly string[];
}

/** Goes along what each name reads, without calling itself: a chain may be longer than calls can be nested. */
function* closingReads(reads: ReadonlyMap<string, readonly string[]>): Generator<ClosingRead> {
  const done = new Set<string>();
  for (const start of reads.keys()) {
    const path: { readonly name: string; readonly left: Iterator<string> }[] = [];
    const onPath = new Map<string, number>();
    const enter = (name: string): void => {
      onPath.set(name, path.length);
      path.push({ name, left: new Set(reads.get(name)).values() });
    };
    if (!done.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { name, left } = top;
      const next = left.next();
      if (next.done) {
        done.add(name);
        onPath.delete(name);
        path.pop();
        continue;
      }
      const input = next.value;
      const seen = onPath.get(input);
      if (seen === undefined) {
        if (!done.has(input)) enter(input);
      } else if (input !== name) {
        yield { name, input, circle: () => [...path.slice(seen).map((each) => each.name), input] };
      }
    }
  }
}
