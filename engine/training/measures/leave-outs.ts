import { type Day, monthIndex } from '../../calendar/index.ts';
import { at } from '../../presence/index.ts';
import { EpisodeBlocks } from '../episode-blocks.ts';
import type { Episode } from '../episodes.ts';
import type { ModelSpec } from '../types.ts';

/** A set of scored rows to leave out, because a few episodes carry every number. */
export interface LeaveOut {
  readonly name: string;
  readonly leavesOut: (i: number) => boolean;
}

/** The rows that touch 2020, then each episode block where there are two or more. */
export function leaveOuts(
  rows: { readonly asOf: readonly Day[]; readonly keys?: readonly string[]; readonly blocks: readonly number[] },
  episodes: readonly Episode[],
  window: ModelSpec['window'],
): readonly LeaveOut[] {
  const january = monthIndex('2020-01-01');
  const touches2020 = (i: number): boolean => {
    const month = monthIndex(at(rows.asOf, i));
    return month <= january + 11 && month + window.toMonth >= january;
  };
  const found: LeaveOut[] = [];
  if (rows.asOf.some((_, i) => touches2020(i))) found.push({ name: '2020', leavesOut: touches2020 });
  const blocks = [...new Set(rows.blocks)];
  if (blocks.length < 2) return found;
  const keyed = rows.keys === undefined ? [{}] : rows.keys.map((key) => ({ key }));
  const named = new EpisodeBlocks(episodes, keyed);
  for (const block of blocks) {
    const name = named.nameOf(block, rows.keys?.[rows.blocks.indexOf(block)]);
    found.push({ name, leavesOut: (i) => rows.blocks[i] === block });
  }
  return found;
}
