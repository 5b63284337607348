import { lineTextAt, type Problem, type ProblemCode, problem, spanAt } from '../../diagnostics/index.ts';
import type { CallPlace, TextOrigin } from '../mapped-text.ts';

/** What is wrong at a place of a text that was put together. */
export interface WordsAtOrigin {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly notes?: readonly string[] | undefined;
}

/**
 * A problem where something was written: at the outermost call, if calls led there, with the places in the functions
 * as notes.
 * @param length how much is underlined of what stands in the file itself.
 */
export function problemAtOrigin(origin: TextOrigin, length: number, words: WordsAtOrigin): Problem {
  const [outermost] = origin.calls;
  const file = outermost?.file ?? origin.file;
  const start = outermost?.start ?? origin.offset;
  const span = spanAt(file, start, outermost === undefined ? length : outermost.end - outermost.start);
  const notes = [...calledNotes(origin), ...(words.notes ?? [])];
  return problem(words.code, words.message, {
    span,
    lineText: lineTextAt(file, span.line),
    hint: words.hint,
    notes: notes.length === 0 ? undefined : notes,
  });
}

/** `in lib.growth, features/lib/growth.sql:2:40`, the innermost function first; none for what no call led to. */
export function calledNotes({ file, offset, calls }: TextOrigin): readonly string[] {
  const inner = calls.map((call, index): string => {
    const next: CallPlace | undefined = calls[index + 1];
    const at = next === undefined ? spanAt(file, offset) : spanAt(next.file, next.start);
    return `in ${call.name}, ${at.file}:${at.line}:${at.column}`;
  });
  return inner.toReversed();
}
