import type { PictureSlot } from './picture-sizes.ts';
import { lanesOf, type NodeBox } from './ranks.ts';

/** Width over height of a wide window. */
const ASPECT = 1.95;
const BETWEEN_LANES = 44;
const BETWEEN_COLUMNS = 6;

/** Every name in the lane of its kind, in as many columns as bring the whole near the aspect of a window; by name. */
export function namesLayout(boxes: readonly NodeBox[], entry: number): ReadonlyMap<number, PictureSlot> {
  // `group_2` before `group_10`.
  const byName = new Intl.Collator('en', { numeric: true });
  const lanes = lanesOf(boxes).map((lane) => ({
    cards: lane.toSorted((left, right) => byName.compare(left.name, right.name) || left.id - right.id),
    width: entryWidth(lane),
  }));
  const longest = Math.max(...lanes.map((lane) => lane.cards.length));
  const widthAt = (rows: number): number =>
    lanes.reduce((sum, lane) => sum + laneWidth(lane, rows) + BETWEEN_LANES, -BETWEEN_LANES);
  const miss = (rows: number): number => Math.abs(Math.log(widthAt(rows) / (rows * entry) / ASPECT));
  const candidates = Array.from({ length: longest }, (_, index) => index + 1);
  const rows = candidates.reduce((best, each) => (miss(each) < miss(best) ? each : best), 1);
  const places = new Map<number, PictureSlot>();
  let left = 0;
  for (const lane of lanes) {
    // As even as can be: no column of three beside one of thirty.
    const even = Math.ceil(lane.cards.length / Math.ceil(lane.cards.length / rows));
    for (const [position, { id }] of lane.cards.entries()) {
      const column = Math.floor(position / even);
      const top = (position % even) * entry;
      places.set(id, { left: left + column * (lane.width + BETWEEN_COLUMNS), top, width: lane.width });
    }
    left += laneWidth(lane, rows) + BETWEEN_LANES;
  }
  return places;
}

function laneWidth(
  { cards, width }: { readonly cards: readonly NodeBox[]; readonly width: number },
  rows: number,
): number {
  return Math.ceil(cards.length / rows) * (width + BETWEEN_COLUMNS) - BETWEEN_COLUMNS;
}

/** The width of the longest name as most fonts set it; longer ones are cut. */
function entryWidth(lane: readonly NodeBox[]): number {
  const longest = Math.max(...lane.map(({ name }) => name.length));
  return Math.round(Math.min(190, Math.max(98, longest * 7 + 8)));
}
