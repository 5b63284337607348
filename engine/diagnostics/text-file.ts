/** A stretch of a text file. Lines and columns are 1-based and count UTF-16 units, as editors do. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** Where it ends, of what may go over several lines; else it ends on its line. */
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A file's text with the arithmetic that turns offsets into lines and columns. */
export interface TextFile {
  /** Path relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Where the lines of a file begin, looked up once: a file with thousands of problems is not read for each of them. */
const LINE_STARTS = new WeakMap<TextFile, readonly number[]>();

/** A line that is longer is not shown beside a problem. */
const LONGEST_SHOWN = 1000;

function lineStartsOf(file: TextFile): readonly number[] {
  const known = LINE_STARTS.get(file);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', at + 1)) starts.push(at + 1);
  LINE_STARTS.set(file, starts);
  return starts;
}

/** How many lines begin at or before an offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [1, starts.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (Number(starts[middle - 1]) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The span of `length` UTF-16 units from `offset` (0-based), clamped to its line. */
export function spanAt(file: TextFile, offset: number, length = 1): Span {
  const starts = lineStartsOf(file);
  const at = Math.max(0, Math.min(offset, file.text.length));
  const line = lineAt(starts, at);
  const column = at - Number(starts[line - 1]) + 1;
  const room = lengthOfLine(file, line) - column + 1;
  return { file: file.path, line, column, length: Math.max(1, Math.min(length, room)) };
}

/** The top of a file: the place of what is wrong with all of it, or with nothing that has a line. */
export function topOf(path: string): Span {
  return { file: path, line: 1, column: 1, length: 1 };
}

/** The text of a 1-based line, without its line break; empty beyond the end, and of a line too long to be looked at. */
export function lineTextAt(file: TextFile, line: number): string {
  const length = lengthOfLine(file, line);
  if (length > LONGEST_SHOWN) return '';
  const start = Number(lineStartsOf(file)[line - 1]);
  return Number.isNaN(start) ? '' : file.text.slice(start, start + length);
}

/** Without its line break; 0 beyond the end. */
function lengthOfLine(file: TextFile, line: number): number {
  const starts = lineStartsOf(file);
  const start = starts[line - 1];
  if (start === undefined) return 0;
  const next = starts[line];
  const end = next === undefined ? file.text.length : next - 1;
  return end > start && file.text[end - 1] === '\r' ? end - start - 1 : end - start;
}

/** DuckDB counts UTF-8 bytes; editors and this engine count UTF-16 units. */
export function byteToTextOffset(text: string, byteOffset: number): number {
  return Buffer.from(text, 'utf8').subarray(0, byteOffset).toString('utf8').length;
}
