import { ProblemError } from '../../diagnostics/index.ts';
import {
  commitObject,
  findObject,
  indentedJson,
  type NewObjectId,
  objectKey,
  readObjectJson,
  type Store,
} from '../../lake/index.ts';
import type { NumericsProbe } from '../../numerics/index.ts';

const FILE = 'probe.json';
const META = '/meta.json';

function recordOf(digest: string): NewObjectId {
  return { kind: 'numerics', name: 'machine', fingerprint: digest };
}

/**
 * Records the numerics of a machine in the lake: at its first commit, and when another machine commits to it. The
 * record is an object as any other, under the probe's digest, so that whoever may build may also record.
 */
export async function recordNumerics(store: Store, probe: NumericsProbe): Promise<void> {
  const id = recordOf(probe.digest);
  if ((await findObject(store, id)) !== undefined) return;
  const files = new Map([[FILE, Buffer.from(indentedJson(probe.functions))]]);
  await commitObject(store, { ...id, files, inputs: [], extra: {} });
}

/** The machines that computed what a lake holds, as far as it knows, by the digest of their numerics. */
export async function recordedNumerics(store: Store): Promise<ReadonlyMap<string, NumericsProbe>> {
  const folder = objectKey(recordOf(''));
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
    const meta = await findObject(store, recordOf(digest));
    return meta === undefined ? {} : await readObjectJson(store, meta, FILE);
  } catch (error) {
    if (error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS4002')) return {};
    throw error;
  }
}
