import { at, entry } from '../../offline-page/browser/presence.mjs';

/**
 * @typedef {{ readonly id: number, readonly rank: number, readonly width: number, readonly height: number }} PathCard
 */
/** @typedef {{ readonly left: number, readonly top: number, readonly width: number }} PathPlace */
/**
 * A card, or where the lines of one card pass a rank on their way to a further one.
 * @typedef {{ readonly key: string, readonly height: number, before: Item[], after: Item[], y: number }} Item
 */
/**
 * @typedef {{
 *   readonly places: ReadonlyMap<number, PathPlace>,
 *   readonly passed: (from: number, to: number) => readonly number[],
 * }} PathLayout `passed`: x and y of the points at which a line passes the ranks between its ends, two for each
 */

const PASSING = 10;
const SWEEPS = 6;

/**
 * Cards rank by rank from left to right, each rank in the order of what it is tied to (the barycentre rule of Sugiyama,
 * Tagawa and Toda 1981) and as near to it as the cards beside allow. Small enough for a page: what is chosen is not
 * known when the page is made.
 * @param {readonly PathCard[]} cards
 * @param {readonly (readonly [from: number, to: number])[]} links
 * @param {{ readonly between: number, readonly gap: number }} sizes `between` ranks, and `gap` between cards of one
 * @returns {PathLayout}
 */
export function layOutPath(cards, links, { between, gap }) {
  const ranks = [...new Set(cards.map(({ rank }) => rank))].sort((a, b) => a - b);
  const column = new Map(cards.map(({ id, rank }) => [id, ranks.indexOf(rank)]));
  /** @type {Item[][]} */
  const columns = ranks.map(() => []);
  /** @type {Map<string, Item>} */
  const items = new Map();
  const add = (/** @type {string} */ key, /** @type {number} */ rank, /** @type {number} */ height) => {
    /** @type {Item} */
    const made = { key, height, before: [], after: [], y: 0 };
    at(columns, rank).push(made);
    items.set(key, made);
    return made;
  };
  for (const { id, height } of cards) add(String(id), entry(column, id), height);
  for (const [from, to] of links) {
    let source = entry(items, String(from));
    const end = entry(column, to);
    for (let rank = entry(column, from) + 1; rank <= end; rank += 1) {
      const key = rank === end ? String(to) : `${from} at ${rank}`;
      const target = items.get(key) ?? add(key, rank, PASSING);
      if (!source.after.includes(target)) {
        source.after.push(target);
        target.before.push(source);
      }
      source = target;
    }
  }
  for (const own of columns) stack(own, gap);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forth = sweep % 2 === 0;
    for (const own of forth ? columns : columns.toReversed()) settle(own, forth ? 'before' : 'after', gap, sweep < 4);
  }
  const spans = spansOf(
    ranks.map((rank) => Math.max(...cards.filter((card) => card.rank === rank).map((card) => card.width))),
    between,
  );
  const places = cards.map(({ id, height }) => {
    const { left, right } = at(spans, entry(column, id));
    const top = Math.round(entry(items, String(id)).y - height / 2);
    return /** @type {const} */ ([id, { left, top, width: right - left }]);
  });
  const passed = (/** @type {number} */ from, /** @type {number} */ to) => {
    const [start, end] = [entry(column, from) + 1, entry(column, to)];
    return spans.slice(start, end).flatMap(({ left, right }, index) => {
      const y = Math.round(entry(items, `${from} at ${start + index}`).y);
      return [left, y, right, y];
    });
  };
  return { places: new Map(places), passed };
}

/** @param {readonly number[]} widths @param {number} between */
function spansOf(widths, between) {
  let left = 0;
  return widths.map((width) => {
    const span = { left, right: left + width };
    left = span.right + between;
    return span;
  });
}

/** One below the other around the middle. @param {readonly Item[]} own @param {number} gap */
function stack(own, gap) {
  let y = -own.reduce((sum, { height }) => sum + height + gap, -gap) / 2;
  for (const item of own) {
    item.y = y + item.height / 2;
    y += item.height + gap;
  }
}

/** @param {Item[]} own @param {'before' | 'after'} side @param {number} gap @param {boolean} reorder */
function settle(own, side, gap, reorder) {
  const wish = new Map(own.map((item) => [item, meanOf(item[side]) ?? item.y]));
  if (reorder) own.sort((a, b) => entry(wish, a) - entry(wish, b));
  let above = 0;
  const offsets = own.map((item, index) => {
    if (index > 0) above += (at(own, index - 1).height + item.height) / 2 + gap;
    return above;
  });
  const free = own.map((item, index) => entry(wish, item) - at(offsets, index));
  for (const [index, y] of nonDecreasing(free).entries()) at(own, index).y = y + at(offsets, index);
}

/** @param {readonly Item[]} items */
function meanOf(items) {
  return items.length === 0 ? undefined : items.reduce((sum, { y }) => sum + y, 0) / items.length;
}

/**
 * The nearest non-decreasing series by least squares: pools neighbours that are out of order.
 * @param {readonly number[]} values
 */
function nonDecreasing(values) {
  /** @type {{ sum: number, count: number }[]} */
  const pools = [];
  for (const value of values) {
    let pool = { sum: value, count: 1 };
    for (let last = pools.at(-1); last && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pools.pop();
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, count }) => Array(count).fill(sum / count));
}
