import type { NodeKind } from './lineage-page-data.ts';

export interface Card {
  readonly id: number;
  readonly kind: NodeKind;
  readonly height: number;
  readonly inputs: readonly number[];
}

/** Cards side by side, placed as one. */
export interface Shelf {
  readonly rank: number;
  readonly cards: readonly Card[];
  readonly height: number;
}

/** The ranks of one kind of stage, next to each other. */
export interface Band {
  readonly kind: NodeKind;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

export interface Shelves {
  readonly shelves: readonly Shelf[];
  readonly bands: readonly Band[];
  /** How many cards wide each rank is. */
  readonly widths: readonly number[];
}

export interface ShelfSizes {
  readonly width: number;
  /** Between cards: across a shelf, and from shelf to shelf. */
  readonly gap: number;
  /** Between ranks. */
  readonly between: number;
}

const ORDER: readonly NodeKind[] = ['raw', 'source', 'feature', 'label', 'frame', 'model', 'prediction'];
/** Width over height that the whole should come near to: that of a wide window beside a panel. */
const ASPECT = 2;
const WIDEST = 12;

/**
 * Left to right: kinds in their order, within a kind by what builds on what. Each rank is cut into shelves of as many
 * cards as bring the whole near its aspect: one for most, but fifty sources in a pile would be a picture all height.
 */
export function shelve(cards: readonly Card[], sizes: ShelfSizes): Shelves {
  const kinds = ORDER.flatMap((kind) => {
    const own = cards.filter((card) => card.kind === kind);
    return own.length === 0 ? [] : [{ kind, count: own.length, levels: levelsOf(own, cards) }];
  });
  const levels = kinds.flatMap((kind) => kind.levels);
  const height = bestHeight(levels, sizes);
  const widths = levels.map((level) => widthWithin(level, height, sizes.gap));
  const shelves = levels.flatMap((level, rank) =>
    rowsOf(level, widths[rank] ?? 1).map(
      (row): Shelf => ({ rank, cards: row, height: Math.max(...row.map((card) => card.height)) }),
    ),
  );
  let next = 0;
  const bands = kinds.map(({ kind, count, levels: own }): Band => {
    const first = next;
    next += own.length;
    return { kind, first, last: next - 1, count };
  });
  return { shelves, bands, widths };
}

/** By depth within the kind; each level in the order in which others use its cards. */
function levelsOf(own: readonly Card[], all: readonly Card[]): readonly (readonly Card[])[] {
  const byId = new Map(own.map((card) => [card.id, card]));
  const depths = new Map<number, number>();
  const depthOf = (card: Card): number => {
    const known = depths.get(card.id);
    if (known !== undefined) return known;
    depths.set(card.id, 0);
    const depth = Math.max(0, ...card.inputs.flatMap((id) => byId.get(id) ?? []).map((input) => depthOf(input) + 1));
    depths.set(card.id, depth);
    return depth;
  };
  const firstUse = new Map<number, number>();
  for (const [position, { inputs }] of all.entries()) {
    for (const input of inputs) if (!firstUse.has(input)) firstUse.set(input, position);
  }
  const use = ({ id }: Card): number => firstUse.get(id) ?? all.length;
  const deepest = Math.max(...own.map(depthOf));
  return Array.from({ length: deepest + 1 }, (_, depth) =>
    own.filter((card) => depthOf(card) === depth).toSorted((left, right) => use(left) - use(right)),
  );
}

function rowsOf(level: readonly Card[], width: number): readonly (readonly Card[])[] {
  const rows = Math.ceil(level.length / width);
  return Array.from({ length: rows }, (_, row) => level.slice(row * width, (row + 1) * width));
}

function heightOf(level: readonly Card[], width: number, gap: number): number {
  return rowsOf(level, width).reduce((sum, row) => sum + Math.max(...row.map(({ height }) => height)) + gap, -gap);
}

/** Cards side by side so that the level is no higher; as few as do. */
function widthWithin(level: readonly Card[], height: number, gap: number): number {
  const widths = Array.from({ length: WIDEST }, (_, index) => index + 1);
  return widths.find((width) => heightOf(level, width, gap) <= height) ?? WIDEST;
}

function bestHeight(levels: readonly (readonly Card[])[], { width, gap, between }: ShelfSizes): number {
  const candidates = levels.flatMap((level) =>
    Array.from({ length: WIDEST }, (_, index) => heightOf(level, index + 1, gap)),
  );
  const miss = (limit: number): number => {
    const across = levels.map((level) => widthWithin(level, limit, gap));
    const total = across.reduce((sum, cards) => sum + cards * (width + gap) + between, 0);
    const height = Math.max(1, ...levels.map((level, rank) => heightOf(level, across[rank] ?? 1, gap)));
    return Math.abs(Math.log(total / height / ASPECT));
  };
  return candidates.reduce((best, each) => (miss(each) < miss(best) ? each : best), Math.max(1, ...candidates));
}
