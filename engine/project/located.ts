import type { Span, TextFile } from '../diagnostics/index.ts';

/** Where the YAML value at a path (`['columns', 0, 'name']`) stands; falls back to the nearest parent. */
export interface Located {
  readonly file: TextFile;
  spanOf(path: readonly (string | number)[]): Span;
}
