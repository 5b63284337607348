import type { Unmade } from './standing.ts';

/** The note of a node that was skipped because the run was stopped before it. */
export const STOPPED = 'stopped';

/** How a run failed to make a node; undefined where it did not try, or made it. */
export function unmadeBy({ status, note }: { readonly status: string; readonly note: string }): Unmade | undefined {
  if (status === 'failed') return 'failed';
  if (status !== 'skipped') return undefined;
  return note === STOPPED ? 'aborted' : 'blocked';
}
