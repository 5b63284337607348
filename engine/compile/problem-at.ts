import { lineTextAt, type Problem, spanAt, type TextFile } from '../diagnostics/index.ts';

/** A problem whose frame underlines `length` units from `offset`. */
export function problemAt(
  file: TextFile,
  offset: number,
  length: number,
  what: Pick<Problem, 'code' | 'message'> & Partial<Pick<Problem, 'hint' | 'notes'>>,
): Problem {
  const span = spanAt(file, offset, length);
  return { severity: 'error', ...what, span, lineText: lineTextAt(file, span.line) };
}

/** The length of the (dotted, quoted) name that starts at `offset`, at least one. */
export function wordAt(text: string, offset: number): number {
  return /^(?:"(?:[^"]|"")*"|[\w$.])+/.exec(text.slice(offset))?.[0].length ?? 1;
}
