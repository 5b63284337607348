import { byId, svgElement } from './element.mjs';
import { classOf, edgeAt, nodeNumber, picture } from './lineage.mjs';
import { anchor } from './positions.mjs';

/** @typedef {import('./positions.mjs').Box} Box */
/** @typedef {import('./state.mjs').State} State */

const { sizes, lines } = picture;
const base = byId('lines');
const path = byId('path');
/** How much further a path's edges bend than the straight way between two cards of one rank. */
const LEAST_BEND = 36;

const drawn = lines.map(([from = 0, to = 0]) => {
  const line = svgElement('path', { 'data-from': from, 'data-to': to });
  base.append(line);
  return line;
});
const between = new Map(lines.map((line) => [`${line[0]} ${line[1]}`, line.slice(2)]));

/** The lines between cards; or, of a focused place, the edges between columns. @param {State} state @param {readonly Box[]} boxes */
export function drawEdges(state, boxes) {
  base.classList.toggle('resting', state.trace !== null);
  base.classList.toggle('gone', state.only);
  for (const [index, [from = 0, to = 0, ...points]] of lines.entries()) {
    const [source, target] = [boxes[from], boxes[to]];
    if (source === undefined || target === undefined) continue;
    const ends = [source.top + sizes.head / 2, target.top + sizes.head / 2];
    drawn[index]?.setAttribute('d', curve(source.left + sizes.width, ends[0] ?? 0, points, target.left, ends[1] ?? 0));
  }
  path.replaceChildren(...(state.trace === null ? [] : tracedEdges(state, boxes)));
}

/** @param {State} state @param {readonly Box[]} boxes */
function tracedEdges({ trace, only }, boxes) {
  /** @type {Map<string, SVGElement>} */
  const made = new Map();
  // Direct ones last, so that they lie on top.
  const order = ['rows', 'indirect', 'direct'];
  const traced = [...(trace?.edges ?? [])].map(([index, side]) => ({ edge: edgeAt(index), side, index }));
  traced.sort((a, b) => order.indexOf(classOf(a.edge)) - order.indexOf(classOf(b.edge)));
  for (const { edge, side } of traced) {
    const [from, to] = edge;
    const [source, target] = [boxes[nodeNumber(from)], boxes[nodeNumber(to)]];
    if (source === undefined || target === undefined) continue;
    const points = only ? [] : (between.get(`${nodeNumber(from)} ${nodeNumber(to)}`) ?? []);
    const d = curve(source.left + sizes.width, anchor(source, from), points, target.left, anchor(target, to));
    // Edges that lie on each other are drawn once for each class.
    made.set(`${d} ${classOf(edge)}`, svgElement('path', { class: `${side} ${classOf(edge)}`, d }));
  }
  return [...made.values()];
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

/** Lines of a card in full ink while it is pointed at. @param {number | null} node */
export function inkLines(node) {
  for (const [index, [from, to]] of lines.entries()) {
    drawn[index]?.classList.toggle('hot', node !== null && (from === node || to === node));
  }
}
