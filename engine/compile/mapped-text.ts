import type { TextFile } from '../diagnostics/index.ts';
import { at } from '../presence/index.ts';

/** A call of a function in the text that it stands in, by UTF-16 offsets; the end is exclusive. */
export interface CallPlace {
  /** `lib.growth`. */
  readonly name: string;
  readonly file: TextFile;
  readonly start: number;
  readonly end: number;
}

/** Where a part of a text that was put together was written. */
export interface TextOrigin {
  readonly file: TextFile;
  readonly offset: number;
  /** The calls that led there, the outermost first; none for what the definition itself says. */
  readonly calls: readonly CallPlace[];
}

/** A part of a text that was copied from a file, or stands for something there. */
export interface Piece extends TextOrigin {
  readonly text: string;
  /** How much of the file it stands for: as much as it is long if it was copied, nothing if it was made. */
  readonly length: number;
}

/** A text that was put together, and where each part of it comes from. */
export type MappedText = readonly Piece[];

/** A SQL text as DuckDB gets it: variables are typed constants, functions are written out. */
export interface BoundText {
  readonly sql: string;
  /** Where what stands at a UTF-16 offset in `sql` was written. */
  readonly toOrigin: (offset: number) => TextOrigin;
  /** What it was put together of. */
  readonly mapped: MappedText;
}

/** A stretch of a file, as it stands there. */
export function copied(file: TextFile, start: number, end: number): Piece {
  return { text: file.text.slice(start, end), file, offset: start, length: end - start, calls: [] };
}

/** A text that stands in no file, at the place for which it stands. */
export function made(text: string, { file, offset, calls }: TextOrigin): Piece {
  return { text, file, offset, length: 0, calls };
}

export function sqlOf(mapped: MappedText): string {
  return mapped.map(({ text }) => text).join('');
}

/** The part of a text between two of its offsets. */
export function slice(mapped: MappedText, start: number, end: number): MappedText {
  const found: Piece[] = [];
  let before = 0;
  for (const piece of mapped) {
    const [from, to] = [Math.max(start - before, 0), Math.min(end - before, piece.text.length)];
    before += piece.text.length;
    if (from >= to) continue;
    const isCopied = piece.length === piece.text.length;
    const place = isCopied ? { offset: piece.offset + from, length: to - from } : {};
    found.push({ ...piece, text: piece.text.slice(from, to), ...place });
  }
  return found;
}

/** Where what stands at an offset was written; the last piece goes on for whatever lies behind it. */
export function boundText(mapped: MappedText): BoundText {
  const starts: number[] = [];
  let sql = '';
  for (const { text } of mapped) {
    starts.push(sql.length);
    sql += text;
  }
  const toOrigin = (offset: number): TextOrigin => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (at(starts, middle) <= offset) low = middle;
      else high = middle;
    }
    const piece = at(mapped, low);
    const { file, calls } = piece;
    return { file, offset: piece.offset + Math.min(offset - at(starts, low), piece.length), calls };
  };
  return { sql, toOrigin, mapped };
}

/** Where an origin shows in the definition's own file: where it stands, or the call that led there. */
export function placeInDefinition({ offset, calls }: TextOrigin): number {
  const [outermost] = calls;
  return outermost === undefined ? offset : outermost.start;
}
