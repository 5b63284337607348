import type { Day } from '../calendar/index.ts';
import { refHistory, type Store } from '../lake/index.ts';
import { deletionIn } from './environments.ts';
import type { Manifest } from './manifest.ts';
import { manifestGone, readManifest, runIn } from './read-manifest.ts';

export interface RunAt {
  /** Current at the end of the day; undefined when the environment held none yet. */
  readonly run: string | undefined;
  /** UTC day of the environment's first run that is kept. */
  readonly since: string | undefined;
}

/** The run that an environment pointed to at the end of a UTC day (`YYYY-MM-DD`), by the history of its ref. */
export async function runAt(store: Store, environment: string, day: Day): Promise<RunAt> {
  let since: string | undefined;
  // From the newest back: the past that people ask for is mostly near, and each step is a read.
  for (const ref of (await refHistory(store, environment)).toReversed()) {
    const deleted = deletionIn(ref.value);
    if (deleted !== undefined && deleted.at.slice(0, 10) <= day) return { run: undefined, since };
    if (deleted !== undefined) continue;
    const runId = runIn(ref);
    const manifest = await readManifest(store, runId);
    if (manifest === undefined) throw manifestGone(store, ref);
    since = dayOf(manifest) ?? since;
    if (since !== undefined && since <= day) return { run: runId, since };
  }
  return { run: undefined, since };
}

function dayOf(manifest: Manifest | undefined): Day | undefined {
  return manifest?.at?.slice(0, 10);
}
