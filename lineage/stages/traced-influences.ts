import { compareText } from '../edge.ts';
import type { Influence } from './lineage-graph.ts';
import { type Place, placeKey } from './place.ts';
import type { TraceNode, TraceTree } from './trace.ts';

/** One influence that a trace followed, from the place that has it to the place that it reaches. */
export interface TracedInfluence {
  readonly from: Place;
  readonly to: Place;
  readonly influence: Influence;
}

/** The places of a trace, each once, in a stable order. A whole stage as target counts through its columns. */
export function tracedPlaces(tree: TraceTree): readonly TraceNode[] {
  const places = new Map<string, TraceNode>();
  visit(tree.root, (node) => {
    const key = placeKey(placeOf(node));
    if (node.part !== 'stage' && !places.has(key)) places.set(key, node);
  });
  return [...places].sort(([left], [right]) => compareText(left, right)).map(([, node]) => node);
}

/** How a drawing calls a place within its stage. */
export function placeLabel(place: TraceNode): string {
  return place.part === 'column' ? `${place.column}` : '(rows)';
}

/** The influences of a trace, each once, in a stable order. */
export function tracedInfluences(tree: TraceTree): readonly TracedInfluence[] {
  const links = new Map<string, TracedInfluence>();
  visit(tree.root, (node) => {
    for (const child of node.children) {
      for (const influence of child.influences) {
        const [from, to] = tree.direction === 'upstream' ? [child, node] : [node, child];
        const link = { from: placeOf(from), to: placeOf(to), influence };
        links.set([placeKey(link.from), placeKey(link.to), labelOf(influence)].join('\u0000\u0000'), link);
      }
    }
  });
  return [...links].sort(([left], [right]) => compareText(left, right)).map(([, link]) => link);
}

function visit(node: TraceNode, use: (node: TraceNode) => void): void {
  use(node);
  for (const child of node.children) visit(child, use);
}

function placeOf(node: TraceNode): Place {
  return node.column === undefined ? { node: node.node } : { node: node.node, column: node.column };
}

function labelOf(influence: Influence): string {
  return influence.kind === 'edge' ? influence.edge.subtype : influence.kind;
}
