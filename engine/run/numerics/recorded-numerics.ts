import { ProblemError } from '../../diagnostics/index.ts';
import { commitObject, findObject, indentedJson, objectKey, readObjectFile, type Store } from '../../lake/index.ts';
import type { NumericsProbe } from '../../numerics/index.ts';

const KIND = 'numerics';
const NAME = 'machine';
const FILE = 'probe.json';
const META = '/meta.json';

/**
 * Records the numerics of a machine in the lake: at its first commit, and when another machine commits to it. An object as
 * any other, under the probe's digest, so that whoever may build may also record.
 */
export async function recordNumerics(store: Store, probe: NumericsProbe): Promise<void> {
  if ((await findObject(store, KIND, NAME, probe.digest)) !== undefined) return;
  const files = new Map([[FILE, Buffer.from(indentedJson(probe.functions))]]);
  await commitObject(store, { kind: KIND, name: NAME, fingerprint: probe.digest, files, inputs: [], extra: {} });
}

/** The machines that computed what a lake holds, as far as it knows, by the digest of their numerics. */
export async function recordedNumerics(store: Store): Promise<ReadonlyMap<string, NumericsProbe>> {
  const folder = objectKey({ kind: KIND, name: NAME, fingerprint: '' });
  const found = new Map<string, NumericsProbe>();
  for (const key of await store.list(folder.slice(0, -1))) {
    if (!key.endsWith(META)) continue;
    const digest = key.slice(folder.length, -META.length);
    found.set(digest, { digest, functions: await functionsOf(store, digest) });
  }
  return found;
}

/** Without its functions a machine is another one all the same: a damaged record stops no build. */
async function functionsOf(store: Store, digest: string): Promise<NumericsProbe['functions']> {
  try {
    const meta = await findObject(store, KIND, NAME, digest);
    return meta === undefined ? {} : JSON.parse(Buffer.from(await readObjectFile(store, meta, FILE)).toString('utf8'));
  } catch (error) {
    if (error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS4002')) return {};
    throw error;
  }
}
