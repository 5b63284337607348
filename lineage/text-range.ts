/** A stretch of a text file. Lines and columns are 1-based and count UTF-16 units; the end is exclusive. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Of a call of a function: where the functions that it leads to say it, the innermost last. */
  readonly within?: readonly FunctionRange[];
}

/** A stretch of the file in which a function is written. */
export interface FunctionRange extends Omit<TextRange, 'within'> {
  /** `lib.growth`. */
  readonly function: string;
  readonly file: string;
}
