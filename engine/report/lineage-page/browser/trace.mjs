import { at } from '../../offline-page/browser/presence.mjs';
import { classOf, edgeAt, incoming, isRows, nodeAt, nodeNumber, outgoing, sides } from './lineage.mjs';

/** @typedef {Readonly<Record<'direct' | 'indirect' | 'rows', boolean>>} Shown */
/**
 * What a place derives from and what derives from it; `edges` says on which side of the place each lies.
 * @typedef {{
 *   readonly place: number,
 *   readonly up: ReadonlySet<number>,
 *   readonly down: ReadonlySet<number>,
 *   readonly edges: ReadonlyMap<number, 'up' | 'down'>,
 *   readonly nodes: ReadonlySet<number>,
 * }} Trace
 */

/**
 * Follows a place both ways, along the classes of edges that are shown. A node's rows stand for the whole node.
 * @param {number} place
 * @param {Shown} shown
 * @returns {Trace}
 */
export function traceOf(place, shown) {
  /** @type {Map<number, 'up' | 'down'>} */
  const edges = new Map();
  const starts = isRows(place) ? placesOf(nodeNumber(place)) : [place];
  const up = follow(starts, (reached) => {
    const own = at(incoming, reached).filter((index) => shown[classOf(edgeAt(index))]);
    for (const index of own) edges.set(index, 'up');
    const { first } = nodeAt(nodeNumber(reached));
    const rows = shown.rows && at(incoming, first).length > 0 ? [first] : [];
    return [...own.map((index) => edgeAt(index)[0]), ...rows];
  });
  const down = follow(starts, (reached) => {
    const own = at(outgoing, reached).filter((index) => shown[classOf(edgeAt(index))]);
    for (const index of own) edges.set(index, 'down');
    return [...own.map((index) => edgeAt(index)[1]), ...(isRows(reached) ? placesOf(nodeNumber(reached)) : [])];
  });
  return { place, up, down, edges, nodes: new Set([...up, ...down].map(nodeNumber)) };
}

/** @param {number} node */
function placesOf(node) {
  const { first, columns } = nodeAt(node);
  return [first, ...columns.map((_, index) => first + 1 + index)];
}

/**
 * @param {readonly number[]} starts
 * @param {(place: number) => readonly number[]} next
 */
function follow(starts, next) {
  const seen = new Set(starts);
  const open = [...starts];
  for (let reached = open.pop(); reached !== undefined; reached = open.pop()) {
    for (const place of next(reached)) {
      if (seen.has(place)) continue;
      seen.add(place);
      open.push(place);
    }
  }
  return seen;
}

/** The nodes that a node reads, and those that read it, in order. @param {number} node @param {'up' | 'down'} side */
export function neighbours(node, side) {
  const { edges, end } = sides[side];
  const others = placesOf(node).flatMap((place) => at(edges, place).map((index) => nodeNumber(edgeAt(index)[end])));
  return [...new Set(others)].filter((other) => other !== node);
}
