import { byId, svgElement } from './element.mjs';
import { classOf, data, edgeAt, nodeNumber, picture } from './lineage.mjs';
import { anchor } from './positions.mjs';
import { neighbours } from './trace.mjs';

/** @typedef {import('./positions.mjs').Box} Box */
/** @typedef {import('./positions.mjs').Scene} Scene */
/** @typedef {import('./state.mjs').State} State */

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
  return lines.map(([from = 0, to = 0]) => svgElement('path', { d: lineBetween(boxes, from, to) }));
}

/** Where columns show, what carries values goes from column to column. @param {readonly Box[]} boxes */
function columnLines(boxes) {
  /** @type {Map<string, SVGElement>} */
  const made = new Map();
  for (const edge of data.edges) {
    const [from, to] = edge;
    const [source, target] = [boxes[nodeNumber(from)], boxes[nodeNumber(to)]];
    if (source === undefined || target === undefined || source === target) continue;
    const points = between.get(`${nodeNumber(from)} ${nodeNumber(to)}`) ?? [];
    const d = curve(source.left + source.width, anchor(source, from), points, target.left, anchor(target, to));
    const direct = classOf(edge) === 'direct';
    if (direct || !made.has(d)) made.set(d, svgElement('path', { d, class: direct ? 'direct' : 'indirect' }));
  }
  return [...made.values()];
}

/** @param {readonly Box[]} boxes @param {number} from @param {number} to */
function lineBetween(boxes, from, to) {
  const [source, target] = [boxes[from], boxes[to]];
  if (source === undefined || target === undefined) return '';
  const points = between.get(`${from} ${to}`) ?? [];
  return curve(source.left + source.width, middle(source), points, target.left, middle(target));
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
    const [source, target] = [boxes[nodeNumber(from)], boxes[nodeNumber(to)]];
    if (source === undefined || target === undefined) continue;
    const points = passed(nodeNumber(from), nodeNumber(to));
    const d = curve(source.left + source.width, anchor(source, from), points, target.left, anchor(target, to));
    const kind = classOf(edge);
    const made = svgElement('path', { class: `${side} ${kind}`, d });
    // Of what a model rests on, how much.
    if (weight !== undefined) made.style.setProperty('--weight', String(0.7 + 4 * weight));
    // Edges that lie on each other are drawn once for each class.
    drawn.set(`${d} ${kind}`, { made, order: order[kind] });
  }
  return [...drawn.values()].sort((a, b) => a.order - b.order).map(({ made }) => made);
}

/**
 * Level along lanes, an S from one height to the next.
 * @param {number} x
 * @param {number} y
 * @param {readonly number[]} points
 * @param {number} endX
 * @param {number} endY
 */
function curve(x, y, points, endX, endY) {
  let [atX, atY] = [x, y];
  let d = `M${x} ${y}`;
  const all = [...points, endX, endY];
  for (let index = 0; index < all.length; index += 2) {
    const [toX = 0, toY = 0] = [all[index], all[index + 1]];
    const bend = Math.max((toX - atX) / 2, toX > atX ? 0 : LEAST_BEND);
    d += atY === toY ? `H${toX}` : `C${atX + bend} ${atY} ${toX - bend} ${toY} ${toX} ${toY}`;
    [atX, atY] = [toX, toY];
  }
  return d;
}

/**
 * The lines of one card of the whole graph, while it is pointed at; its neighbours come back.
 * @param {number | null} node
 * @param {Scene} scene
 */
export function pointAt(node, { boxes }) {
  const up = node === null ? [] : neighbours(node, 'up').map((other) => ({ other, from: other, to: node, side: 'up' }));
  const down =
    node === null ? [] : neighbours(node, 'down').map((other) => ({ other, from: node, to: other, side: 'down' }));
  const all = [...up, ...down];
  pointed.replaceChildren(
    ...all.map(({ from, to, side }) => svgElement('path', { class: side, d: lineBetween(boxes, from ?? 0, to ?? 0) })),
  );
  return new Map(all.map(({ other, side }) => [other, side]));
}
