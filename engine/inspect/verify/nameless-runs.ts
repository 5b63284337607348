import type { Store } from '../../lake/index.ts';
import { MANIFEST } from '../../plan/index.ts';
import { manifestOfRun } from './run-record.ts';

/**
 * Runs of an environment that got as far as their manifest, and that no position names: they were stopped there, lost to
 * another run, or their position was taken away. Nobody can tell from the lake.
 */
export async function namelessRuns(
  store: Store,
  named: readonly (string | null)[],
  environment: string,
): Promise<readonly string[]> {
  const ends = `/${MANIFEST}`;
  const keys = (await store.list('runs')).filter((key) => key.endsWith(ends) && key.split('/').length === 3);
  const runs = keys.map((key) => key.slice('runs/'.length, -ends.length)).filter((run) => !named.includes(run));
  const notes = runs.map(async (run) => {
    const { manifest } = await manifestOfRun(store, run);
    if (manifest?.environment !== environment) return [];
    const place =
      manifest.parent === undefined ? '' : `, and would have made position ${(manifest.parent?.n ?? 0) + 1}`;
    return [
      `run ${run} got as far as its manifest${place}, and no position names it: it was stopped or lost to another, or its position was taken away`,
    ];
  });
  return (await Promise.all(notes)).flat();
}
