import { type ProblemError, problemError } from '../../diagnostics/index.ts';
import { findObject, type ObjectId, type ObjectMeta, objectKey } from '../object.ts';
import type { Store } from '../store.ts';

/** The objects that some roots reach, by their folder. */
export type Reached = ReadonlyMap<string, ObjectMeta>;

/**
 * Follows `meta.json` from the roots down: to what each object was made from. What a root names and is not there is
 * passed over where it was collected before, or made of raw bytes, which are never removed; else ProblemError EWS4031,
 * for what it was made from is not known.
 * @param isThere whether the listing has an object's `meta.json`
 * @param isCollected whether a file of the lake was collected before
 */
export async function reachedFrom(
  store: Store,
  roots: Iterable<ObjectId>,
  isThere: (key: string) => boolean,
  isCollected: (key: string) => boolean,
): Promise<Reached> {
  const reached = new Map<string, ObjectMeta>();
  const seen = new Set<string>();
  let next = [...roots];
  while (next.length > 0) {
    const fresh = new Map(next.map((id) => [objectKey(id), id] as const).filter(([key]) => !seen.has(key)));
    for (const key of fresh.keys()) seen.add(key);
    const metas = await Promise.all([...fresh].map(([key, id]) => metaOf(store, key, id)));
    next = [];
    for (const [key, meta] of metas) {
      const isGone = meta === undefined && !isThere(`${key}/meta.json`);
      if (isGone && (isCollected(`${key}/meta.json`) || MADE_OF_RAW.test(key))) continue;
      if (meta === undefined) throw unreadable(store, key);
      reached.set(key, meta);
      next.push(...meta.inputs.filter(({ kind }) => kind !== 'raw'));
    }
  }
  return reached;
}

const MADE_OF_RAW = /^objects\/observations\//;

async function metaOf(store: Store, key: string, id: ObjectId) {
  return [key, await findObject(store, id, { fresh: true })] as const;
}

function unreadable(store: Store, key: string): ProblemError {
  const needed = 'is gone, and what is kept needs it: what it was made from is not known';
  const message = `${key} in ${store.description} ${needed}`;
  const hint = 'make it again, ews build, or see what else is missing, ews lineage verify; nothing was removed';
  return problemError('EWS4031', message, { hint });
}
