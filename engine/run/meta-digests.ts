import type { NodeId } from '../compile/index.ts';
import { findObject, metaDigest, type ObjectId, objectKey, type Store } from '../lake/index.ts';
import type { Manifest, Plan } from '../plan/index.ts';
import type { NodeResult } from './events.ts';

/**
 * SHA-256 of the `meta.json` of every node's objects. Those that the environment's manifest names are taken from there:
 * on S3 reading costs a request, and what was damaged since must not be taken for what was stored.
 */
export async function metaDigests(
  store: Store,
  plan: Plan,
  results: readonly NodeResult[],
  before: Manifest | undefined,
): Promise<ReadonlyMap<NodeId, Readonly<Record<string, string>>>> {
  const made = new Map(results.map(({ id, objects }) => [id, objects]));
  const known = new Map(Object.values(before?.nodes ?? {}).flatMap(({ metas = {} }) => Object.entries(metas)));
  // An observations object stands for all relations of its source: it is read once.
  const read = new Map<string, Promise<string | undefined>>();
  const digestOf = (id: ObjectId): Promise<string | undefined> => {
    const key = objectKey(id);
    const digest = read.get(key) ?? Promise.resolve(known.get(key) ?? storedDigest(store, id));
    read.set(key, digest);
    return digest;
  };
  const digests = await Promise.all(
    plan.stages.map(async (stage) => {
      const objects = made.get(stage.node) ?? (stage.action === 'reuse' ? stage.stored.objects : []);
      const each = await Promise.all(objects.map(async (id) => [objectKey(id), await digestOf(id)] as const));
      return [
        stage.node,
        Object.fromEntries(each.flatMap(([key, digest]) => (digest ? [[key, digest]] : []))),
      ] as const;
    }),
  );
  return new Map(digests);
}

async function storedDigest(store: Store, { kind, name, fingerprint }: ObjectId): Promise<string | undefined> {
  const meta = await findObject(store, kind, name, fingerprint);
  return meta === undefined ? undefined : metaDigest(meta);
}
