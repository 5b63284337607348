import type { Text } from '../block.ts';

/** Words of people or names as a cell of a table; an empty cell where there are none. */
export function wordsCell(words: string | undefined): Text {
  return words === undefined ? [] : [words];
}
