import { at, entry, first, present } from '../../presence/index.ts';
import type { PictureSlot, SIZES } from './picture-sizes.ts';
import type { NodeBox } from './ranks.ts';

export interface LayeredLayout {
  readonly places: ReadonlyMap<number, PictureSlot>;
  readonly lines: readonly (readonly number[])[];
  readonly width: number;
  readonly height: number;
}

/** One card, or two side by side, the second half a step lower: the line of the first runs between its neighbours. */
interface RankBlock {
  readonly rank: number;
  readonly cards: readonly NodeBox[];
  readonly height: number;
}

/** A rank from side to side, and how wide each of its cards is. */
interface Extent {
  readonly left: number;
  readonly right: number;
  readonly width: number;
}

type Point = readonly [x: number, y: number];

const GAP = { columns: 18, names: 5 };
const BETWEEN = { columns: 68, names: 80 };
/** Between two names side by side. */
const BESIDE = 12;
/** Names of one rank that stand in one pile; more stand in two. */
const HIGHEST_PILE = 32;

/** Ranks from left to right. Dagre orders each so that few lines cross, and keeps room for lines that pass it. */
export async function layeredLayout(
  ranks: readonly (readonly NodeBox[])[],
  detail: 'columns' | 'names',
  sizes: typeof SIZES,
): Promise<LayeredLayout> {
  const widths = ranks.map((rank) => (detail === 'columns' ? boxWidth(rank) : nameWidth(rank)));
  const blocks = ranks.flatMap((rank, index) => blocksOf(rank, index, detail, sizes));
  const spans = spansOf(blocks, widths, BETWEEN[detail]);
  const { tops, lanes } = await placeBlocks(blocks, detail);
  const places = new Map<number, PictureSlot>();
  for (const [index, { cards, rank, height }] of blocks.entries()) {
    const { left, width } = at(spans, rank);
    for (const [slot, { id }] of cards.entries()) {
      const top = at(tops, index) + slot * Math.round((height + GAP[detail]) / 2);
      places.set(id, { left: left + slot * (width + BESIDE), top, width });
    }
  }
  const centre = detail === 'columns' ? sizes.head / 2 : sizes.name / 2;
  return {
    places,
    lines: linesOf(blocks, lanes, { spans, places, centre }),
    width: Math.max(0, ...spans.map(({ right }) => right)),
    height: Math.max(0, ...blocks.map(({ height }, index) => at(tops, index) + height)),
  };
}

/** With as many of its columns as show at first. */
export function boxHeight({ columns: { length } }: NodeBox, sizes: typeof SIZES): number {
  const rows = Math.min(length, sizes.openColumns) + (length > sizes.openColumns ? 1 : 0);
  return sizes.head + rows * sizes.row + sizes.foot;
}

function blocksOf(
  rank: readonly NodeBox[],
  index: number,
  detail: 'columns' | 'names',
  sizes: typeof SIZES,
): readonly RankBlock[] {
  const heightOf = (box: NodeBox): number => (detail === 'names' ? sizes.name : boxHeight(box, sizes));
  const wide = detail === 'names' && rank.length > HIGHEST_PILE ? 2 : 1;
  return Array.from({ length: Math.ceil(rank.length / wide) }, (_, row): RankBlock => {
    const cards = rank.slice(row * wide, (row + 1) * wide);
    return { rank: index, cards, height: Math.max(...cards.map(heightOf)) };
  });
}

function spansOf(blocks: readonly RankBlock[], widths: readonly number[], between: number): readonly Extent[] {
  let left = 0;
  return widths.map((width, rank): Extent => {
    const across = Math.max(...blocks.filter((block) => block.rank === rank).map(({ cards }) => cards.length));
    const span = { left, right: left + across * (width + BESIDE) - BESIDE, width };
    left = span.right + between;
    return span;
  });
}

/** The width of the longest name as most fonts set it; longer ones are cut. */
function nameWidth(rank: readonly NodeBox[]): number {
  const longest = Math.max(...rank.map(({ name }) => name.length));
  return Math.round(Math.min(200, Math.max(100, longest * 7.2 + 24)));
}

/** The width of a card whose columns show, a little smaller, each with its type. */
function boxWidth(rank: readonly NodeBox[]): number {
  const longest = Math.max(...rank.flatMap(({ name, columns }) => [name.length + 4, ...columns]));
  return Math.round(Math.min(208, Math.max(124, longest * 7 + 30)));
}

interface Placement {
  readonly tops: readonly number[];
  /** Heights at which a line between two blocks passes the ranks between them. */
  readonly lanes: (from: number, to: number) => readonly number[];
}

interface Route {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

async function placeBlocks(blocks: readonly RankBlock[], detail: 'columns' | 'names'): Promise<Placement> {
  // Loaded when a page is drawn: commands that draw none do not wait for it.
  const { Graph, layout } = await import('@dagrejs/dagre');
  const graph = new Graph<object, { readonly y: number }, Route>();
  graph.setGraph({ rankdir: 'LR', ranker: 'none', nodesep: GAP[detail], edgesep: 8, ranksep: BETWEEN[detail] });
  for (const [index, { height, rank }] of blocks.entries()) {
    // Dagre keeps every second rank for labels of edges, of which there are none.
    graph.setNode(String(index), { width: 100, height, rank: 2 * rank, y: 0 } as { readonly y: number });
  }
  const blockOf = new Map(blocks.flatMap(({ cards }, index) => cards.map(({ id }) => [id, index] as const)));
  for (const [index, { cards, rank }] of blocks.entries()) {
    for (const input of cards.flatMap(({ inputs }) => inputs)) {
      const from = blockOf.get(input);
      if (from !== undefined && at(blocks, from).rank < rank) {
        graph.setEdge(String(from), String(index), { points: [] });
      }
    }
  }
  layout(graph);
  const tops = blocks.map(({ height }, index) => graph.node(String(index)).y - height / 2);
  const highest = Math.min(0, ...tops);
  return {
    tops: tops.map((top) => Math.round(top - highest)),
    lanes: (from, to) => {
      const { points }: Route = present(graph.edge(String(from), String(to)));
      // An edge has a point at each end, and one at every rank and half rank in between.
      const passed = at(blocks, to).rank - at(blocks, from).rank - 1;
      return Array.from({ length: passed }, (_, index) => Math.round(at(points, 2 * index + 2).y - highest));
    },
  };
}

/** Where cards and ranks stand. */
interface Placed {
  readonly spans: readonly Extent[];
  readonly places: ReadonlyMap<number, PictureSlot>;
  /** From the top of a card to the middle of its head, where lines meet it. */
  readonly centre: number;
}

/** The points that lines pass: level through the ranks between, and past the card beside their own. */
function linesOf(
  blocks: readonly RankBlock[],
  lanes: Placement['lanes'],
  { spans, places, centre }: Placed,
): LayeredLayout['lines'] {
  const blockOf = new Map(blocks.flatMap(({ cards }, index) => cards.map(({ id }) => [id, index] as const)));
  const levelAt = (id: number, x: number): Point => [x, entry(places, id).top + centre];
  return blocks.flatMap((target, to) =>
    target.cards.flatMap(({ id, inputs }, slot) =>
      inputs.flatMap((input) => {
        const from = blockOf.get(input);
        const source = from === undefined ? undefined : blocks[from];
        if (from === undefined || source === undefined || source.rank >= target.rank) return [];
        const passed = lanes(from, to).flatMap((y, index): readonly Point[] => {
          const { left, right } = at(spans, source.rank + 1 + index);
          return [
            [left, y],
            [right, y],
          ];
        });
        const isInner = source.cards.length > 1 && first(source.cards).id === input;
        const leaving = isInner ? [levelAt(input, at(spans, source.rank).right)] : [];
        const arriving = slot > 0 ? [levelAt(id, at(spans, target.rank).left)] : [];
        return [[input, id, ...leaving, ...passed, ...arriving].flat()];
      }),
    ),
  );
}
