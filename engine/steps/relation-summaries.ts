import type { NodeId } from '../compile/index.ts';
import { observationsOf, type RelationSummary } from '../ingest/index.ts';
import { findObject, type ObjectId, type ObjectMeta, objectKey, type Store } from '../lake/index.ts';

/** Reads what is stored of each source relation from the object that holds it; nothing is, where there is no object. */
export async function relationSummaries(
  store: Store,
  objects: Iterable<readonly [NodeId, ObjectId | undefined]>,
): Promise<ReadonlyMap<NodeId, RelationSummary>> {
  const metas = new Map<string, ObjectMeta | undefined>();
  const summaries = new Map<NodeId, RelationSummary>();
  for (const [id, object] of objects) {
    if (object === undefined) continue;
    const key = objectKey(object);
    if (!metas.has(key)) metas.set(key, await findObject(store, object));
    const meta = metas.get(key);
    const summary = meta && observationsOf(meta).relations[id];
    if (summary !== undefined) summaries.set(id, summary);
  }
  return summaries;
}
