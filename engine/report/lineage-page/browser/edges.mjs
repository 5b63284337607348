import { byId, svgElement } from '../../offline-page/browser/element.mjs';
import { at } from '../../offline-page/browser/presence.mjs';
import { classOf, data, edgeAt, nodeNumber, picture } from './lineage.mjs';
import { anchor } from './positions.mjs';
import { neighbours } from './trace.mjs';

/** @typedef {import('./positions.mjs').Box} Box */
/** @typedef {import('./positions.mjs').Scene} Scene */
/** @typedef {import('./state.mjs').State} State */
/** @typedef {{ readonly x: number, readonly y: number }} End */

const { sizes, lines, detail } = picture;
const base = byId('lines');
const path = byId('path');
const pointed = byId('pointed');
/** How far a line bends when it has no room to the right. */
const LEAST_BEND = 36;
const between = new Map(lines.map(([from, to, ...points]) => [`${from} ${to}`, points]));

/**
 * The lines between cards; or, of a focused place, the edges between columns.
 * @param {State} state
 * @param {Scene} scene
 */
export function drawEdges(state, scene) {
  pointAt(null, scene);
  const isOverview = state.trace === null;
  base.replaceChildren(...(isOverview ? restingLines(scene) : []));
  path.replaceChildren(...(isOverview ? [] : tracedEdges(state, scene)));
}

/** @param {Scene} scene */
function restingLines({ boxes }) {
  if (detail === 'columns') return columnLines(boxes);
  return lines.map((line) => svgElement('path', { d: lineBetween(boxes, at(line, 0), at(line, 1)) }));
}

/** Where columns show, what carries values goes from column to column. @param {readonly Box[]} boxes */
function columnLines(boxes) {
  /** @type {Map<string, SVGElement>} */
  const made = new Map();
  for (const edge of data.edges) {
    const [from, to] = edge;
    const [source, target] = [at(boxes, nodeNumber(from)), at(boxes, nodeNumber(to))];
    if (source === target) continue;
    const points = between.get(`${nodeNumber(from)} ${nodeNumber(to)}`) ?? [];
    const d = curve(leaving(source, anchor(source, from)), points, entering(target, anchor(target, to)));
    const direct = classOf(edge) === 'direct';
    if (direct || !made.has(d)) made.set(d, svgElement('path', { d, class: direct ? 'direct' : 'indirect' }));
  }
  return [...made.values()];
}

/** @param {readonly Box[]} boxes @param {number} from @param {number} to */
function lineBetween(boxes, from, to) {
  const [source, target] = [at(boxes, from), at(boxes, to)];
  const points = between.get(`${from} ${to}`) ?? [];
  return curve(leaving(source, middle(source)), points, entering(target, middle(target)));
}

/** @param {Box} box */
function middle({ top, height }) {
  return top + Math.min(height, sizes.head) / 2;
}

/** @param {State} state @param {Scene} scene */
function tracedEdges({ trace }, { boxes, passed }) {
  /** @type {Map<string, { readonly made: SVGElement, readonly order: number }>} */
  const drawn = new Map();
  // Direct ones last, so that they lie on top.
  const order = { rows: 0, indirect: 1, direct: 2 };
  for (const [index, side] of trace?.edges ?? []) {
    const edge = edgeAt(index);
    const [from, to, , , weight] = edge;
    const [source, target] = [at(boxes, nodeNumber(from)), at(boxes, nodeNumber(to))];
    const points = passed(nodeNumber(from), nodeNumber(to));
    const d = curve(leaving(source, anchor(source, from)), points, entering(target, anchor(target, to)));
    const kind = classOf(edge);
    const made = svgElement('path', { class: `${side} ${kind}`, d });
    // Of what a model rests on, how much.
    if (weight !== undefined) made.style.setProperty('--weight', String(0.7 + 4 * weight));
    // Edges that lie on each other are drawn once for each class.
    drawn.set(`${d} ${kind}`, { made, order: order[kind] });
  }
  return [...drawn.values()].sort((a, b) => a.order - b.order).map(({ made }) => made);
}

/** Where a line leaves a card, on its right. @param {Box} box @param {number} y @returns {End} */
function leaving({ left, width }, y) {
  return { x: left + width, y };
}

/** Where a line enters a card, on its left. @param {Box} box @param {number} y @returns {End} */
function entering({ left }, y) {
  return { x: left, y };
}

/**
 * Level along lanes, an S from one height to the next.
 * @param {End} start
 * @param {readonly number[]} points x and y of each in turn
 * @param {End} end
 */
function curve(start, points, end) {
  let { x, y } = start;
  let d = `M${x} ${y}`;
  const all = [...points, end.x, end.y];
  for (let index = 0; index < all.length; index += 2) {
    const [toX, toY] = [at(all, index), at(all, index + 1)];
    const bend = Math.max((toX - x) / 2, toX > x ? 0 : LEAST_BEND);
    d += y === toY ? `H${toX}` : `C${x + bend} ${y} ${toX - bend} ${toY} ${toX} ${toY}`;
    [x, y] = [toX, toY];
  }
  return d;
}

/**
 * The lines of one card of the whole graph, while it is pointed at; its neighbours come back.
 * @param {number | null} node
 * @param {Scene} scene
 */
export function pointAt(node, { boxes }) {
  const all = node === null ? [] : linesOf(node);
  pointed.replaceChildren(
    ...all.map(({ from, to, side }) => svgElement('path', { class: side, d: lineBetween(boxes, from, to) })),
  );
  return new Map(all.map(({ other, side }) => [other, side]));
}

/** Those that end and those that begin at a node, with the node at the other end. @param {number} node */
function linesOf(node) {
  const up = neighbours(node, 'up').map((other) => ({ other, from: other, to: node, side: 'up' }));
  const down = neighbours(node, 'down').map((other) => ({ other, from: node, to: other, side: 'down' }));
  return [...up, ...down];
}
