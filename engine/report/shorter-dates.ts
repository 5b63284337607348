import type { Day } from '../calendar/index.ts';
import { listed } from './counted.ts';

/** Names that a line spells out before it counts the rest. */
const NAMES_SHOWN = 4;

/** `through 2022-10-31 only: features.business_cycle, labels.recession_12m`, a line a day. */
export function shorterLines(shorter: readonly { readonly node: string; readonly last: Day }[]): readonly string[] {
  const days = [...new Set(shorter.map(({ last }) => last))].toSorted();
  return days.map((day) => {
    const names = shorter.filter(({ last }) => last === day).map(({ node }) => node);
    return `through ${day} only: ${listed(names, NAMES_SHOWN)}`;
  });
}
