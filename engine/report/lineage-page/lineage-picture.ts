import { computedOnce, type KeptTexts } from '../../cards/index.ts';
import { boxHeight, layeredLayout } from './layered-layout.ts';
import type { LineagePageData } from './lineage-page-data.ts';
import { namesLayout } from './names-layout.ts';
import { type PictureSlot, SIZES } from './picture-sizes.ts';
import { boxesOf, type NodeBox, ranksOf } from './ranks.ts';

/**
 * How much shows before anything is chosen: columns, where there are few nodes; names and lines between them; or an
 * index, names without lines, where lines would hide everything.
 */
export type Detail = 'columns' | 'names' | 'index';

export interface LineagePicture {
  readonly detail: Detail;
  readonly sizes: typeof SIZES;
  /** By node. Nodes of one rank stand in one column of the picture of a path. */
  readonly cards: readonly PlacedBox[];
  /** Pairs of nodes of which the second reads the first, then x and y of each point that their line passes. */
  readonly lines: readonly (readonly number[])[];
}

export type PlacedBox = readonly [left: number, top: number, width: number, rank: number];

/** A stage of a kind that this version does not know, in a lineage that was stored, has no lane. */
const NOWHERE: PlacedBox = [0, 0, 0, 0];

/** What fits a window without becoming too small to read. */
const LARGEST = { width: 1750, height: 940 };
/** Names in one column of the picture that are still told apart along lines. */
const MOST_IN_RANK = 64;
const MOST_LINES = 420;

/** Where every card stands at first and every line runs. Deterministic: the layout of another run may be kept. */
export function layOutLineage(data: LineagePageData, kept?: KeptTexts): Promise<LineagePicture> {
  const boxes = boxesOf(data);
  return computedOnce(kept, 'lineage picture', boxes, () => layOutBoxes(boxes));
}

async function layOutBoxes(boxes: readonly NodeBox[]): Promise<LineagePicture> {
  const ranks = ranksOf(boxes);
  const rankOf = new Map(ranks.flatMap((rank, index) => rank.map(({ id }) => [id, index] as const)));
  const lines = boxes.reduce((sum, { inputs }) => sum + inputs.length, 0);
  const isCrowded = lines > MOST_LINES || ranks.some((rank) => rank.length > MOST_IN_RANK);
  const placed = (places: ReadonlyMap<number, PictureSlot>): readonly PlacedBox[] =>
    boxes.map(({ id }) => {
      const [place, rank] = [places.get(id), rankOf.get(id)];
      return place === undefined || rank === undefined ? NOWHERE : [place.left, place.top, place.width, rank];
    });
  if (isCrowded) {
    return { detail: 'index', sizes: SIZES, cards: placed(namesLayout(boxes, SIZES.entry)), lines: [] };
  }
  const columns = mayFit(ranks) ? await layeredLayout(ranks, 'columns', SIZES) : undefined;
  if (columns !== undefined && columns.width <= LARGEST.width && columns.height <= LARGEST.height) {
    return { detail: 'columns', sizes: SIZES, cards: placed(columns.places), lines: columns.lines };
  }
  const names = await layeredLayout(ranks, 'names', SIZES);
  return { detail: 'names', sizes: SIZES, cards: placed(names.places), lines: names.lines };
}

/** Whether a pile of every rank's cards with their columns is low enough: told without a layout, which costs time. */
function mayFit(ranks: readonly (readonly NodeBox[])[]): boolean {
  return ranks.every((rank) => rank.reduce((sum, box) => sum + boxHeight(box, SIZES), 0) <= LARGEST.height);
}
