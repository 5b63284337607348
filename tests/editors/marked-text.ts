import type { TextPlace } from './language-client.ts';

/** Stands in texts of tests where the cursor is. */
const CURSOR = '¦';

/** A text, and the place in it where the mark stood. */
export function markedText(marked: string): { readonly text: string; readonly place: TextPlace } {
  const [before, after, ...others] = marked.split(CURSOR);
  if (before === undefined || after === undefined || others.length > 0) throw new Error(`one ${CURSOR}: ${marked}`);
  const lines = before.split('\n');
  return {
    text: before + after,
    place: { line: lines.length - 1, character: before.length - before.lastIndexOf('\n') - 1 },
  };
}
