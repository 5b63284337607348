import type { Seal } from '../folders/index.ts';
import { openLocalStore, openS3Store, type S3StoreEffects, type SweptStore } from '../lake/index.ts';
import { openAgents } from '../network/index.ts';
import type { TargetDefinition } from '../project/index.ts';

/** What a store does beside storing: it waits between tries, and says what it found wrong and healed. */
interface OpenEffects extends Pick<S3StoreEffects, 'sleep' | 'random' | 'onProblem'> {
  /** Asked for where there are copies. */
  readonly seal: () => Seal | undefined;
}

/** Opens the lake of a target; nothing is asked of it yet. `folder`: where it is, or the copies of it. */
export function openStore({ store }: TargetDefinition, folder: string, effects: OpenEffects): SweptStore {
  if (store.kind === 'local') return openLocalStore(folder);
  // Which Node a user runs is known to whoever installed it, and no business of every command's standard error.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const cache = { ...store.cache, path: folder };
  const seal = effects.seal();
  return openS3Store({ ...store, cache }, { ...effects, seal, agents: () => openAgents(process.env) });
}
