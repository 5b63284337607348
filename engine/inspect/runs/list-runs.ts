import { isRunId } from '../../ids/index.ts';
import { refHistory, type Store } from '../../lake/index.ts';
import { environmentNames } from '../../plan/index.ts';
import { type RunPlace, type RunSummary, summariseRun } from './run-summary.ts';

export interface RunsRequest {
  /** Only the runs of this environment. */
  readonly environment?: string;
  /** At most so many, the newest. */
  readonly last: number;
}

/** The newest runs that a lake has anything of, newest first; those that did not finish too. */
export async function listRuns(store: Store, { environment, last }: RunsRequest): Promise<readonly RunSummary[]> {
  const places = await placesOf(store);
  const ids = new Set((await store.list('runs')).map((key) => key.split('/')[1]).filter(isRunId));
  const found: RunSummary[] = [];
  // Ids sort by time, so that of a long past nothing but its names is read.
  for (const id of [...ids].toSorted().reverse()) {
    if (found.length === last) break;
    const summary = await summariseRun(store, id, places.get(id));
    if (environment === undefined || summary.environment === environment) found.push(summary);
  }
  return found;
}

/** Run -> the position that names it. */
async function placesOf(store: Store): Promise<ReadonlyMap<string, RunPlace>> {
  const places = new Map<string, RunPlace>();
  for (const name of await environmentNames(store)) {
    const positions = await refHistory(store, name);
    for (const { n, value } of positions) {
      const { run } = value;
      if (isRunId(run)) places.set(run, { position: n, current: n === positions.at(-1)?.n });
    }
  }
  return places;
}
