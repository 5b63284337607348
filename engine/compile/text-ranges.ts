import type { TextRange } from '../../lineage/index.ts';
import { at } from '../presence/index.ts';

/** Turns offsets into a text, UTF-16 units, into lines and columns; lines are counted once. */
export function textRanges(text: string): (start: number, end: number) => TextRange {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  const lineOf = (offset: number): number => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (at(starts, middle) <= offset) low = middle;
      else high = middle;
    }
    return low;
  };
  return (start, end) => {
    const [first, last] = [lineOf(start), lineOf(end)];
    return {
      line: first + 1,
      column: start - at(starts, first) + 1,
      endLine: last + 1,
      endColumn: end - at(starts, last) + 1,
    };
  };
}
