import { isRunId, secondOf } from '../../ids/index.ts';
import { readRef, refHistory, type Store } from '../../lake/index.ts';
import { type LeftToDo, type Manifest, readInvocation, readManifest } from '../../plan/index.ts';
import { readResults, type StoredNodeResult } from './run-results.ts';

/**
 * The newest run of an environment, also one that did not finish; undefined where it has none. Of the runs of one
 * second, which ids do not sort, it is the one that the environment holds.
 */
export async function newestRunOf(store: Store, environment: string): Promise<string | undefined> {
  const held = (await readRef(store, environment))?.value['run'];
  const ids = new Set((await store.list('runs')).map((key) => key.split('/')[1]).filter(isRunId));
  const later = [...ids].filter((id) => !isRunId(held) || secondOf(id) > secondOf(held));
  for (const id of later.toSorted().reverse()) {
    const said = (await readInvocation(store, id)) ?? (await readManifest(store, id));
    if (said?.environment !== environment) continue;
    // A run whose clock was ahead has a late name and an early position.
    const manifest = await readManifest(store, id);
    if (manifest === undefined || !(await isCommitted(store, manifest))) return id;
  }
  return isRunId(held) ? held : undefined;
}

/**
 * What a run had left to do: nodes and ingestions that failed, were blocked or not reached, and tests that failed. All
 * that it was asked for where it did not come to its end; what it stored is found then. Throws as `readManifest`.
 */
export async function leftToDo(store: Store, runId: string): Promise<LeftToDo['nodes']> {
  const seen = new Set<string>();
  for (let run: string | null = runId; run !== null && !seen.has(run); ) {
    seen.add(run);
    const manifest = await readManifest(store, run);
    if (manifest !== undefined && (await isCommitted(store, manifest))) {
      const { nodes } = await readResults(store, manifest);
      return new Set<string>(nodes.filter(isLeft).map(({ id }) => id));
    }
    // A retry that was stopped leaves what it was to go over.
    run = (await readInvocation(store, run))?.retries ?? null;
  }
  return 'all';
}

/** Whether its environment became what it made: another run may have been faster. */
async function isCommitted(store: Store, { run, environment }: Manifest): Promise<boolean> {
  return (await refHistory(store, environment)).some(({ value }) => value['run'] === run);
}

function isLeft({ status, test }: StoredNodeResult): boolean {
  return status === 'failed' || status === 'skipped' || test?.status === 'fail';
}
