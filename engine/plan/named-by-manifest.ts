import type { NamedByManifest, Store } from '../lake/index.ts';
import { runsNamedBy } from './file-of-run.ts';
import { readManifest } from './read-manifest.ts';

/**
 * What the manifest of a run names, for garbage collection, which does not know manifests; undefined where the run has
 * none. Throws as `readManifest`.
 */
export async function namedByManifest(store: Store, runId: string): Promise<NamedByManifest | undefined> {
  const manifest = await readManifest(store, runId);
  if (manifest === undefined) return undefined;
  return {
    objects: Object.values(manifest.nodes).flatMap(({ objects }) => objects),
    runs: runsNamedBy(manifest),
    sources: new Map(Object.entries(manifest.sources ?? {}).map(([source, { n }]) => [source, n])),
  };
}
