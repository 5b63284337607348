import type { LineagePageData, PageNode } from './lineage-page-data.ts';
import { linesBetween, type PlacedShelf } from './lines.ts';
import { type Band, type Card, type Shelf, shelve } from './shelves.ts';

/** Lengths in pixels at zoom 1; the page's script takes them from its data. */
export const SIZES = { width: 208, head: 52, row: 24, foot: 8, gap: 22, between: 84, openColumns: 9 } as const;

/** Cards show their columns from the start where there are few of them. */
const OPEN_NODES = 24;

export interface LineagePicture {
  readonly sizes: typeof SIZES;
  readonly width: number;
  readonly height: number;
  readonly bands: readonly (Band & { readonly left: number; readonly right: number })[];
  /** By node: left, top, rank, and whether its columns show at first. */
  readonly cards: readonly (readonly [left: number, top: number, rank: number, open: 0 | 1])[];
  /** From, to, then x and y of each point passed. Curves join heights that differ, level pieces those that do not. */
  readonly lines: readonly (readonly number[])[];
}

/** Where every card stands and every line runs. Deterministic; the browser lays out nothing. */
export async function layOutLineage(data: LineagePageData): Promise<LineagePicture> {
  const open = data.nodes.length <= OPEN_NODES;
  const inputs = inputsOf(data);
  const cards = data.nodes.map(
    (node, id): Card => ({ id, kind: node.kind, height: heightOf(node, open), inputs: inputs[id] ?? [] }),
  );
  const { shelves, bands, widths } = shelve(cards, SIZES);
  const lefts = widths.map((_, rank) =>
    widths.slice(0, rank).reduce((left, across) => left + widthOf(across) + SIZES.between, 0),
  );
  const { tops, lanes } = await placeShelves(shelves, inputs);
  const rankSpans = lefts.map((left, rank) => ({ left, right: left + widthOf(widths[rank] ?? 1) }));
  const highest = Math.min(0, ...tops);
  const placed = shelves.map(
    (shelf, index): PlacedShelf => ({
      ...shelf,
      index,
      top: (tops[index] ?? 0) - highest,
      left: lefts[shelf.rank] ?? 0,
    }),
  );
  const places = new Map<number, LineagePicture['cards'][number]>();
  for (const { cards: row, left, top, rank } of placed) {
    for (const [slot, { id }] of row.entries()) {
      places.set(id, [left + slot * (SIZES.width + SIZES.gap), top, rank, open ? 1 : 0]);
    }
  }
  return {
    sizes: SIZES,
    width: Math.max(0, ...rankSpans.map(({ right }) => right)),
    height: Math.max(0, ...placed.map(({ top, height }) => top + height)),
    bands: bands.map((band) => ({
      ...band,
      left: rankSpans[band.first]?.left ?? 0,
      right: rankSpans[band.last]?.right ?? 0,
    })),
    cards: cards.map(({ id }) => places.get(id) ?? [0, 0, 0, 0]),
    lines: linesBetween(placed, rankSpans, (from, to) => lanes(from, to).map((y) => y - highest), SIZES),
  };
}

interface Placement {
  readonly tops: readonly number[];
  /** Heights at which a line between two shelves passes the ranks between them. */
  readonly lanes: (from: number, to: number) => readonly number[];
}

/** Dagre orders shelves so that few lines cross, and keeps room for lines that pass a rank. */
async function placeShelves(shelves: readonly Shelf[], inputs: readonly (readonly number[])[]): Promise<Placement> {
  // Loaded when a page is drawn: commands that draw none do not wait for it.
  const { Graph, layout } = await import('@dagrejs/dagre');
  const shelfOf = new Map(shelves.flatMap(({ cards }, index) => cards.map(({ id }) => [id, index] as const)));
  const graph = new Graph<object, { readonly y: number }, Route>();
  graph.setGraph({ rankdir: 'LR', ranker: 'none', nodesep: SIZES.gap, edgesep: 10, ranksep: SIZES.between });
  shelves.forEach(({ height, rank }, index) => {
    // Dagre keeps every second rank for labels of edges, of which there are none.
    graph.setNode(String(index), { width: SIZES.width, height, rank: 2 * rank, y: 0 } as { readonly y: number });
  });
  for (const [index, { cards, rank }] of shelves.entries()) {
    for (const input of cards.flatMap(({ id }) => inputs[id] ?? [])) {
      const from = shelfOf.get(input);
      if (from !== undefined && (shelves[from]?.rank ?? rank) < rank) {
        graph.setEdge(String(from), String(index), { points: [] });
      }
    }
  }
  layout(graph);
  return {
    tops: shelves.map(({ height }, index) => Math.round(graph.node(String(index)).y - height / 2)),
    lanes: (from, to) => {
      const { points } = graph.edge(String(from), String(to)) ?? { points: [] };
      // Of k ranks' distance: a point at each end, and one at every rank and half rank in between.
      const passed = Math.max(0, (shelves[to]?.rank ?? 0) - (shelves[from]?.rank ?? 0) - 1);
      return Array.from({ length: passed }, (_, index) => Math.round(points[2 * index + 2]?.y ?? 0));
    },
  };
}

interface Route {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

function widthOf(cards: number): number {
  return cards * (SIZES.width + SIZES.gap) - SIZES.gap;
}

function heightOf({ columns }: PageNode, open: boolean): number {
  const rows = Math.min(columns.length, SIZES.openColumns) + (columns.length > SIZES.openColumns ? 1 : 0);
  return open ? SIZES.head + rows * SIZES.row + SIZES.foot : SIZES.head;
}

/** For each node the nodes that it reads. */
function inputsOf({ nodes, edges }: LineagePageData): readonly (readonly number[])[] {
  const owners = nodes.flatMap(({ columns }, id) => [id, ...columns.map(() => id)]);
  const inputs = nodes.map(() => new Set<number>());
  for (const [from, to] of edges) {
    const [source, target] = [owners[from], owners[to]];
    if (source !== undefined && target !== undefined && source !== target) inputs[target]?.add(source);
  }
  return inputs.map((set) => [...set].sort((left, right) => left - right));
}
