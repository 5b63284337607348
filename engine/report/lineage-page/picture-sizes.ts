/** Lengths in pixels at zoom 1; the page's script takes them from its data. */
export const SIZES = {
  /** A card with columns: its head, a row, what is below the rows, and how many columns show at first. */
  head: 46,
  row: 22,
  foot: 7,
  openColumns: 6,
  /** Height of a card that is only its name. */
  name: 24,
  /** Height of a name in an index, where there are hundreds. */
  entry: 19,
} as const;

export interface PictureSlot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}
