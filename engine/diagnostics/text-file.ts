/** A stretch of a text file. Lines and columns are 1-based and count UTF-16 units, as editors do. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A file's text with the arithmetic that turns offsets into lines and columns. */
export interface TextFile {
  /** Path relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The span of `length` UTF-16 units from `offset` (0-based), clamped to its line. */
export function spanAt(file: TextFile, offset: number, length = 1): Span {
  const before = file.text.slice(0, Math.max(0, Math.min(offset, file.text.length)));
  const line = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const column = before.length - lineStart + 1;
  const room = lineTextAt(file, line).length - column + 1;
  return { file: file.path, line, column, length: Math.max(1, Math.min(length, room)) };
}

/** The top of a file: the place of what is wrong with all of it, or with nothing that has a line. */
export function topOf(path: string): Span {
  return { file: path, line: 1, column: 1, length: 1 };
}

/** The text of a 1-based line, without its line break; empty beyond the end. */
export function lineTextAt(file: TextFile, line: number): string {
  const [text = ''] = file.text.split('\n').slice(line - 1, line);
  return text.replace(/\r$/, '');
}

/** DuckDB counts UTF-8 bytes; editors and this engine count UTF-16 units. */
export function byteToTextOffset(text: string, byteOffset: number): number {
  return Buffer.from(text, 'utf8').subarray(0, byteOffset).toString('utf8').length;
}
