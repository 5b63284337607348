import type { Episode } from '../episodes.ts';
import { monthIndex, monthStart } from '../months.ts';
import type { ModelSpec } from '../types.ts';

/** A set of scored rows to leave out, because a few episodes carry every number. */
export interface LeaveOut {
  readonly name: string;
  readonly leavesOut: (i: number) => boolean;
}

/** The rows that touch 2020, then each episode block where there are two or more. */
export function leaveOuts(
  rows: { readonly asOf: readonly string[]; readonly blocks: readonly number[] },
  episodes: readonly Episode[],
  window: ModelSpec['window'],
): readonly LeaveOut[] {
  const january = monthIndex('2020-01-01');
  const touches2020 = (i: number): boolean => {
    const month = monthIndex(rows.asOf[i] ?? '');
    return month <= january + 11 && month + window.toMonth >= january;
  };
  const found: LeaveOut[] = [];
  if (rows.asOf.some((_, i) => touches2020(i))) found.push({ name: '2020', leavesOut: touches2020 });
  const blocks = [...new Set(rows.blocks)];
  if (blocks.length < 2) return found;
  const troughs = episodes.flatMap(({ trough }) => (trough === null ? [] : [trough]));
  for (const block of blocks)
    found.push({ name: blockName(block, troughs), leavesOut: (i) => rows.blocks[i] === block });
  return found;
}

/** Such as '2001-12..2009-06': from the month after one trough through the next. */
function blockName(block: number, troughs: readonly number[]): string {
  const before = troughs[block - 1];
  const end = troughs[block];
  const month = (index: number): string => monthStart(index).slice(0, 7);
  return `${before === undefined ? '' : month(before + 1)}..${end === undefined ? '' : month(end)}`;
}
