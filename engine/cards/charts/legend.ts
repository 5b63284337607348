import { element, label } from './svg.ts';
import { textLines, textWidth } from './text-lines.ts';

const SWATCHES = {
  line: (x: number, y: number) => element('line', { class: 'line', x1: x, x2: x + 16, y1: y, y2: y }),
  sum: (x: number, y: number) => element('line', { class: 'line sum', x1: x, x2: x + 16, y1: y, y2: y }),
  threshold: (x: number, y: number) => element('line', { class: 'threshold', x1: x, x2: x + 16, y1: y, y2: y }),
  outcome: (x: number, y: number) => element('line', { class: 'outcome', x1: x, x2: x + 16, y1: y, y2: y }),
  alarm: (x: number, y: number) => element('rect', { class: 'alarm', x, y: y - 2.5, width: 16, height: 5 }),
  event: (x: number, y: number) => element('rect', { class: 'event', x, y: y - 6, width: 16, height: 12 }),
};

export type LegendEntry = readonly [text: string, swatch: keyof typeof SWATCHES];

/** An entry in its place: with the lines of its text, one below the other. */
export interface PlacedEntry {
  readonly entry: number;
  readonly x: number;
  readonly row: number;
  readonly lines: readonly string[];
}

const LINE = 19;
/** Between an entry and the next. */
const GAP = 14;
/** A swatch and the space behind it. */
const SWATCH = 22;

/**
 * Texts beside each other from `left` on, in as many rows as the room up to `right` makes of them; one that has no room
 * in a row of its own has several lines.
 * @param before what stands before each text: a swatch, a letter
 */
export function placedEntries(
  texts: readonly string[],
  { left, right, before }: { readonly left: number; readonly right: number; readonly before: number },
): { readonly rows: number; readonly placed: readonly PlacedEntry[] } {
  let [x, row] = [left, 0];
  const placed = texts.map((text, entry) => {
    const lines = textLines(text, right - left - before);
    const width = before + Math.max(...lines.map(textWidth));
    if (x > left && x + width > right) [x, row] = [left, row + 1];
    const at = { entry, x, row, lines };
    x += width + GAP;
    row += lines.length - 1;
    return at;
  });
  return { rows: row + 1, placed };
}

/** What the marks of a chart mean, above its plot: markup, and how much lower the plot begins for it. */
export interface Legend {
  readonly content: readonly string[];
  readonly extra: number;
}

/** @param left where the plot begins: the legend too, unless it then needs a second row. */
export function legendOf(entries: readonly LegendEntry[], { left, width }: { left: number; width: number }): Legend {
  const texts = entries.map(([text]) => text);
  const beside = placedEntries(texts, { left, right: width, before: SWATCH });
  const { rows, placed } = beside.rows === 1 ? beside : placedEntries(texts, { left: 0, right: width, before: SWATCH });
  const content = placed.flatMap(({ entry, x, row, lines }) => {
    const y = 10 + row * LINE;
    const swatch = entries[entry]?.[1];
    return [
      ...(swatch === undefined ? [] : [SWATCHES[swatch](x, y)]),
      ...lines.map((line, i) => label([x + SWATCH - 1, y + 4 + i * LINE], line)),
    ];
  });
  return { content, extra: (rows - 1) * LINE };
}
