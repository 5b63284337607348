import type { Store } from '../../lake/index.ts';
import { MANIFEST, type Manifest } from '../../plan/index.ts';
import { manifestOfRun } from './run-record.ts';

/**
 * Notes on runs of an environment that got as far as their manifest, and that no position names: they were stopped
 * there, lost to another run, or their position was taken away. Nobody can tell from the lake.
 */
export async function namelessRuns(
  store: Store,
  named: readonly (string | null)[],
  environment: string,
): Promise<readonly string[]> {
  const ends = `/${MANIFEST}`;
  const keys = (await store.list('runs')).filter((key) => key.endsWith(ends) && key.split('/').length === 3);
  const runs = keys.map((key) => key.slice('runs/'.length, -ends.length)).filter((runId) => !named.includes(runId));
  const notes = runs.map(async (runId) => {
    const { manifest } = await manifestOfRun(store, runId);
    if (manifest?.environment !== environment) return [];
    const unnamed = 'no position names it: it was stopped or lost to another, or its position was taken away';
    return [`run ${runId} got as far as its manifest${nextPlace(manifest)}, and ${unnamed}`];
  });
  return (await Promise.all(notes)).flat();
}

/** Where a run would have stood, if its manifest says from which position it was made. */
function nextPlace({ parent }: Manifest): string {
  if (parent === undefined) return '';
  return `, and would have made position ${parent === null ? 1 : parent.n + 1}`;
}
