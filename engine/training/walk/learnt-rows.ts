import type { Day } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';

/** The first and the last date of the rows that a refit learnt from; `learnt` is one element a row, and true of one. */
export function learntSpan(
  asOf: readonly Day[],
  learnt: readonly boolean[],
): { readonly firstRow: Day; readonly lastRow: Day } {
  return { firstRow: at(asOf, learnt.indexOf(true)), lastRow: at(asOf, learnt.lastIndexOf(true)) };
}

/** The labels that are known. */
export function knownLabels<Y>(labels: readonly (Y | null)[]): readonly Y[] {
  return labels.filter((label) => label !== null);
}
