import { at, entry } from '../../offline-page/browser/presence.mjs';
import { data, edgeAt, nodeAt, nodeNumber, picture } from './lineage.mjs';
import { layOutPath } from './path-layout.mjs';
import { textWidth } from './text-width.mjs';

/** @typedef {import('./state.mjs').State} State */
/** @typedef {import('./trace.mjs').Trace} Trace */
/**
 * The part of a card that shows: places of columns and rows, and how many more there are.
 * @typedef {{ readonly places: readonly number[], readonly more: number }} Rows
 */
/**
 * @typedef {{
 *   readonly left: number,
 *   readonly top: number,
 *   readonly width: number,
 *   readonly height: number,
 *   readonly rows: Rows,
 *   readonly visible: boolean,
 * }} Box
 */
/**
 * Nodes of a rank that a path has and that do not show one by one.
 * @typedef {{
 *   readonly rank: number,
 *   readonly nodes: readonly number[],
 *   readonly left: number,
 *   readonly top: number,
 *   readonly width: number,
 * }} Fold
 */
/**
 * @typedef {{
 *   readonly boxes: readonly Box[],
 *   readonly folds: readonly Fold[],
 *   readonly passed: (from: number, to: number) => readonly number[],
 * }} Scene
 */

const { sizes, detail } = picture;
const GAP = 18;
/** From one rank of a path to the next. */
const BETWEEN = 72;
/** Columns of a card on a path before the rest is folded away. */
const MOST_COLUMNS = 10;
/** Cards of one rank on a path before the rest is folded away, and how many stay then. */
const MOST_CARDS = 12;
const KEPT_CARDS = 9;
const [LEAST_WIDTH, MOST_WIDTH] = [132, 236];
const FOLD_HEIGHT = 34;
/** Of cards that are only their names. */
const NAME_HEIGHTS = { names: sizes.name, index: sizes.entry };
const NOTHING = { places: [], more: 0 };
const HIDDEN = { left: 0, top: 0, width: 0, height: 0, rows: NOTHING, visible: false };

/**
 * Where everything stands: all nodes as laid out with the page, or only those of the path in focus.
 * @param {State} state
 * @returns {Scene}
 */
export function sceneOf(state) {
  return state.trace === null ? overview(state) : pathOf(state, state.trace);
}

/** Cards below one that was opened move down. @param {State} state @returns {Scene} */
function overview({ opened }) {
  /** @type {Map<number, number>} */
  const bottoms = new Map();
  /** @type {Map<number, Box>} */
  const made = new Map();
  for (const node of inOrder(data.nodes.map((_, each) => each))) {
    const [left, top, width] = at(picture.cards, node);
    if (detail !== 'columns') {
      made.set(node, { left, top, width, height: NAME_HEIGHTS[detail], rows: NOTHING, visible: true });
      continue;
    }
    const rows = firstRows(node, opened);
    const height = heightOf(rows);
    const above = bottoms.get(left);
    const moved = above === undefined ? top : Math.max(top, above + GAP);
    bottoms.set(left, moved + height);
    made.set(node, { left, top: moved, width, height, rows, visible: true });
  }
  return { boxes: data.nodes.map((_, node) => entry(made, node)), folds: [], passed: () => [] };
}

/** @param {number} node @param {ReadonlySet<number>} opened @returns {Rows} */
function firstRows(node, opened) {
  const { first, columns } = nodeAt(node);
  const all = columns.map((_, index) => first + 1 + index);
  const kept = opened.has(node) ? all : all.slice(0, sizes.openColumns);
  return { places: kept, more: all.length - kept.length };
}

/** As wide as what it shows, within reason. @param {number} node @param {Rows} rows */
function widthOf(node, { places }) {
  const { name, first, columns } = nodeAt(node);
  const wide = places.map((place) => {
    const column = columns[place - first - 1];
    return column === undefined ? 0 : textWidth(column.name, 12.5) + textWidth(column.type, 10.5) + 8;
  });
  return Math.round(
    Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, textWidth(name, 13.5, 550) + 46, ...wide.map((each) => each + 26))),
  );
}

/** @param {number} node @param {State} state @param {Trace} trace @returns {Rows} */
function tracedRows(node, { opened }, trace) {
  const { first, columns } = nodeAt(node);
  const all = columns.map((_, index) => first + 1 + index);
  const traced = all.filter((place) => trace.up.has(place) || trace.down.has(place));
  const own = trace.place !== first && (trace.up.has(first) || trace.down.has(first)) ? [first] : [];
  if (opened.has(node)) return { places: [...all, ...own], more: 0 };
  const kept = traced.length > MOST_COLUMNS ? traced.slice(0, MOST_COLUMNS - 1) : traced;
  // What is in focus shows, however far down it is.
  const isCut = traced.includes(trace.place) && !kept.includes(trace.place);
  const shown = isCut ? [...kept.slice(0, -1), trace.place] : kept;
  return { places: [...shown, ...own], more: all.length - shown.length };
}

/** @param {Rows} rows */
function heightOf({ places, more }) {
  const lines = places.length + (more > 0 ? 1 : 0);
  return sizes.head + (lines === 0 ? 0 : lines * sizes.row + sizes.foot);
}

/** @param {State} state @param {Trace} trace @returns {Scene} */
function pathOf(state, trace) {
  const links = linksOf(trace);
  const folded = foldedRanks(state, trace, links);
  // A fold goes by a number that no node has.
  const standIn = new Map(folded.flatMap(({ nodes }, index) => nodes.map((node) => [node, -1 - index])));
  const rows = new Map([...trace.nodes].map((node) => [node, tracedRows(node, state, trace)]));
  const cards = [
    ...inOrder([...trace.nodes].filter((node) => !standIn.has(node))).map((node) => ({
      id: node,
      rank: rankOf(node),
      width: widthOf(node, entry(rows, node)),
      height: heightOf(entry(rows, node)),
    })),
    ...folded.map(({ rank }, index) => ({ id: -1 - index, rank, width: LEAST_WIDTH, height: FOLD_HEIGHT })),
  ];
  const ends = (/** @type {number} */ node) => standIn.get(node) ?? node;
  const between = links.map(({ from, to }) => /** @type {const} */ ([ends(from), ends(to)]));
  const { places, passed } = layOutPath(cards, between, { between: BETWEEN, gap: GAP });
  const boxes = data.nodes.map((_, node) => {
    const place = places.get(ends(node));
    if (!trace.nodes.has(node) || place === undefined) return HIDDEN;
    if (standIn.has(node)) return { ...place, height: FOLD_HEIGHT, rows: NOTHING, visible: false };
    const own = entry(rows, node);
    return { ...place, height: heightOf(own), rows: own, visible: true };
  });
  const folds = folded.map((fold, index) => ({ ...fold, ...entry(places, -1 - index) }));
  return { boxes, folds, passed: (from, to) => passed(ends(from), ends(to)) };
}

/** Pairs of nodes that the path ties, each once. @param {Trace} trace */
function linksOf({ edges }) {
  /** @type {Map<string, { from: number, to: number }>} */
  const links = new Map();
  for (const index of edges.keys()) {
    const [from, to] = [nodeNumber(edgeAt(index)[0]), nodeNumber(edgeAt(index)[1])];
    links.set(`${from} ${to}`, { from, to });
  }
  return [...links.values()];
}

/**
 * The nodes that are folded away in ranks with too many: those least closely tied to what is in focus.
 * @param {State} state
 * @param {Trace} trace
 * @param {readonly { from: number, to: number }[]} links
 */
function foldedRanks({ unfolded }, trace, links) {
  const centre = nodeNumber(trace.place);
  const ties = new Map([...trace.nodes].map((node) => [node, node === centre ? Number.POSITIVE_INFINITY : 0]));
  for (const { from, to } of links) {
    const weight = from === centre || to === centre ? 1000 : 1;
    for (const node of [from, to]) ties.set(node, entry(ties, node) + weight);
  }
  const nodes = inOrder([...trace.nodes]);
  return [...new Set(nodes.map(rankOf))].flatMap((rank) => {
    const own = nodes.filter((node) => rankOf(node) === rank);
    if (own.length <= MOST_CARDS || unfolded.has(rank)) return [];
    const kept = new Set(own.toSorted((a, b) => entry(ties, b) - entry(ties, a)).slice(0, KEPT_CARDS));
    return [{ rank, nodes: own.filter((node) => !kept.has(node)) }];
  });
}

/** @param {number} node */
function rankOf(node) {
  return at(picture.cards, node)[3];
}

/** From left to right, and from the top. @param {readonly number[]} nodes */
export function inOrder(nodes) {
  return nodes.toSorted((a, b) => {
    const [leftA, topA] = at(picture.cards, a);
    const [leftB, topB] = at(picture.cards, b);
    return leftA - leftB || topA - topB;
  });
}

/** The nodes that show, in the order in which they stand now. @param {readonly Box[]} boxes */
export function asTheyStand(boxes) {
  const visible = boxes.flatMap((box, node) => (box.visible ? [{ node, box }] : []));
  return visible.sort((a, b) => a.box.left - b.box.left || a.box.top - b.box.top).map(({ node }) => node);
}

/**
 * Where an edge meets a card: the row of its place, the row of what is folded, or the head.
 * @param {Box} box
 * @param {number} place
 */
export function anchor({ top, height, rows }, place) {
  const row = rows.places.indexOf(place);
  if (row >= 0) return top + sizes.head + (row + 0.5) * sizes.row;
  if (rows.more > 0) return top + sizes.head + (rows.places.length + 0.5) * sizes.row;
  return top + Math.min(height, sizes.head) / 2;
}
