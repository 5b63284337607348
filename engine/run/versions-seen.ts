import type { NodeId } from '../compile/index.ts';
import { type ObjectId, objectVersions, type Store } from '../lake/index.ts';
import type { Plan } from '../plan/index.ts';
import type { NodeResult } from './events.ts';

/** Versions of the files of every node's objects, as far as the store saw them in this run; asks it for nothing new. */
export async function versionsSeen(
  store: Store,
  plan: Plan,
  results: readonly NodeResult[],
): Promise<ReadonlyMap<NodeId, Readonly<Record<string, string>>>> {
  const made = new Map(results.map(({ id, objects }) => [id, objects]));
  const versions = new Map<NodeId, Readonly<Record<string, string>>>();
  for (const stage of plan.stages) {
    const objects = made.get(stage.node) ?? (stage.action === 'reuse' ? stage.stored.objects : []);
    versions.set(stage.node, await versionsOf(store, objects));
  }
  return versions;
}

async function versionsOf(store: Store, objects: readonly ObjectId[]): Promise<Readonly<Record<string, string>>> {
  const versions = await Promise.all(objects.map((id) => objectVersions(store, id)));
  return Object.assign({}, ...versions) as Record<string, string>;
}
