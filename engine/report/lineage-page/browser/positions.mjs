import { data, nodeAt, picture } from './lineage.mjs';

/** @typedef {import('./state.mjs').State} State */
/** What of a card shows: places of columns and rows, and how many more there are. @typedef {{ readonly places: readonly number[], readonly more: number }} Rows */
/** @typedef {{ readonly left: number, readonly top: number, readonly height: number, readonly rows: Rows, readonly visible: boolean }} Box */

const { sizes } = picture;
/** Rows of a card on a path, before the rest is folded away. */
const MOST_ON_PATH = 12;
/** Between cards when only a path shows. */
const PATH_BETWEEN = 72;

/** @param {number} node @param {State} state @returns {Rows} */
function rowsOf(node, { trace, opened }) {
  const { first, columns } = nodeAt(node);
  const all = columns.map((_, index) => first + 1 + index);
  if (trace?.nodes.has(node)) {
    const traced = all.filter((place) => trace.up.has(place) || trace.down.has(place));
    const own = trace.up.has(first) || trace.down.has(first) ? [first] : [];
    if (opened.has(node)) return { places: [...all, ...own], more: 0 };
    const kept = traced.length > MOST_ON_PATH ? traced.slice(0, MOST_ON_PATH - 1) : traced;
    return { places: [...kept, ...own], more: all.length - kept.length };
  }
  if (opened.has(node)) return { places: all, more: 0 };
  if (trace !== null || picture.cards[node]?.[3] !== 1) return { places: [], more: 0 };
  const kept = all.slice(0, sizes.openColumns);
  return { places: kept, more: all.length - kept.length };
}

/** @param {Rows} rows */
function heightOf({ places, more }) {
  const lines = places.length + (more > 0 ? 1 : 0);
  return sizes.head + (lines === 0 ? 0 : lines * sizes.row + sizes.foot);
}

/**
 * Where cards stand: as laid out, those below a card that has grown moved down; with `only`, the path's cards alone,
 * rank by rank.
 * @param {State} state
 * @returns {readonly Box[]}
 */
export function boxes(state) {
  const shown = data.nodes.map((_, node) => rowsOf(node, state));
  return state.only && state.trace ? pathBoxes(shown, state.trace.nodes) : allBoxes(shown);
}

/** @param {readonly Rows[]} shown @returns {readonly Box[]} */
function allBoxes(shown) {
  /** @type {Map<number, number>} */
  const bottoms = new Map();
  const made = new Map(
    inOrder(data.nodes.map((_, node) => node)).map((node) => {
      const [left = 0, top = 0] = picture.cards[node] ?? [];
      const rows = shown[node] ?? { places: [], more: 0 };
      const height = heightOf(rows);
      const at = Math.max(top, (bottoms.get(left) ?? Number.NEGATIVE_INFINITY) + sizes.gap);
      bottoms.set(left, at + height);
      return [node, { left, top: at, height, rows, visible: true }];
    }),
  );
  return data.nodes.flatMap((_, node) => made.get(node) ?? []);
}

/** @param {readonly Rows[]} shown @param {ReadonlySet<number>} nodes @returns {readonly Box[]} */
function pathBoxes(shown, nodes) {
  const order = inOrder([...nodes]);
  const ranks = [...new Set(order.map((node) => picture.cards[node]?.[2] ?? 0))].sort((a, b) => a - b);
  /** @type {Map<number, Box>} */
  const made = new Map();
  for (const [column, rank] of ranks.entries()) {
    const own = order.filter((node) => picture.cards[node]?.[2] === rank);
    const heights = own.map((node) => heightOf(shown[node] ?? { places: [], more: 0 }));
    let top = -heights.reduce((sum, height) => sum + height + sizes.gap, -sizes.gap) / 2;
    for (const [index, node] of own.entries()) {
      const height = heights[index] ?? 0;
      const left = column * (sizes.width + PATH_BETWEEN);
      made.set(node, { left, top, height, rows: shown[node] ?? { places: [], more: 0 }, visible: true });
      top += height + sizes.gap;
    }
  }
  const hidden = { left: 0, top: 0, height: 0, rows: { places: [], more: 0 }, visible: false };
  return data.nodes.map((_, node) => made.get(node) ?? hidden);
}

/** From left to right, and from the top. @param {readonly number[]} nodes */
export function inOrder(nodes) {
  return nodes.toSorted((a, b) => {
    const [leftA = 0, topA = 0] = picture.cards[a] ?? [];
    const [leftB = 0, topB = 0] = picture.cards[b] ?? [];
    return leftA - leftB || topA - topB;
  });
}

/** Where an edge meets a card: the row of its place, the row of what is folded, or the head. @param {Box} box @param {number} place */
export function anchor({ top, rows }, place) {
  const row = rows.places.indexOf(place);
  if (row >= 0) return top + sizes.head + (row + 0.5) * sizes.row;
  if (rows.more > 0 && rows.places.length > 0) return top + sizes.head + (rows.places.length + 0.5) * sizes.row;
  return top + sizes.head / 2;
}
