import { openLocalStore, openS3Store, type S3StoreEffects, type Store } from '../lake/index.ts';
import { openAgents } from '../network/index.ts';
import type { TargetDefinition } from '../project/index.ts';

/** What a store does beside storing: it waits between tries, and says what it found wrong and healed. */
type OpenEffects = Pick<S3StoreEffects, 'sleep' | 'random' | 'onProblem'>;

/** Opens the lake of a target; nothing is asked of it yet. `folder`: where it is, or the copies of it. */
export function openStore({ store }: TargetDefinition, folder: string, effects: OpenEffects): Store {
  if (store.kind === 'local') return openLocalStore(folder);
  // Which Node a user runs is known to whoever installed it, and no business of every command's standard error.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const cache = { ...store.cache, path: folder };
  return openS3Store({ ...store, cache }, { ...effects, agents: () => openAgents(process.env) });
}
