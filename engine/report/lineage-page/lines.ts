import type { Shelf, ShelfSizes } from './shelves.ts';

export interface PlacedShelf extends Shelf {
  readonly index: number;
  readonly left: number;
  readonly top: number;
}

interface Span {
  readonly left: number;
  readonly right: number;
}

type Point = readonly [x: number, y: number];

/** How far from its shelf a gutter runs: lines that leave run below, lines that arrive above. */
const GUTTER = 7;

/**
 * A line for every two cards of which one reads the other. On a shelf of several cards, lines reach those inside along
 * the gutters between shelves, where they run together instead of behind other cards.
 */
export function linesBetween(
  shelves: readonly PlacedShelf[],
  ranks: readonly Span[],
  lanes: (from: number, to: number) => readonly number[],
  sizes: ShelfSizes,
): readonly (readonly number[])[] {
  const placeOf = new Map(
    shelves.flatMap((shelf) => shelf.cards.map(({ id }, slot) => [id, { shelf, slot }] as const)),
  );
  return shelves.flatMap((target) =>
    target.cards.flatMap(({ id, inputs }, slot) =>
      inputs.flatMap((input) => {
        const source = placeOf.get(input);
        if (source === undefined) return [];
        const passed = lanes(source.shelf.index, target.index).flatMap((y, index): readonly Point[] => {
          const { left = 0, right = 0 } = ranks[source.shelf.rank + 1 + index] ?? {};
          return [
            [left, y],
            [right, y],
          ];
        });
        const points = [
          ...leaving(source.shelf, source.slot, ranks[source.shelf.rank], sizes),
          ...passed,
          ...arriving(target, slot, sizes),
        ];
        return [[input, id, ...points.flat()]];
      }),
    ),
  );
}

/** From a card inside a rank, down to the gutter below its shelf and along it to the end of the rank. */
function leaving(
  shelf: PlacedShelf,
  slot: number,
  rank: Span | undefined,
  { width, gap }: ShelfSizes,
): readonly Point[] {
  const right = shelf.left + slot * (width + gap) + width;
  if (rank === undefined || right >= rank.right) return [];
  const y = shelf.top + shelf.height + GUTTER;
  return [
    [right + gap, y],
    [rank.right, y],
  ];
}

function arriving(shelf: PlacedShelf, slot: number, { width, gap }: ShelfSizes): readonly Point[] {
  if (slot === 0) return [];
  const left = shelf.left + slot * (width + gap);
  const y = shelf.top - GUTTER;
  return [
    [shelf.left, y],
    [left - gap, y],
  ];
}
