import path from 'node:path';
import { openLocalStore, openS3Store, type S3StoreEffects, type Store } from '../lake/index.ts';
import { openAgents } from '../network/index.ts';
import type { TargetDefinition } from '../project/index.ts';

/** What a store does beside storing: it waits between tries, and says what it found wrong and healed. */
type OpenEffects = Pick<S3StoreEffects, 'sleep' | 'random' | 'onProblem'>;

/** Opens the lake of a target; nothing is asked of it yet. */
export function openStore(root: string, target: TargetDefinition, effects: OpenEffects): Store {
  const { store } = target;
  if (store.kind === 'local') return openLocalStore(path.resolve(root, store.path));
  // Which Node a user runs is known to whoever installed it, and no business of every command's standard error.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const cache = { ...store.cache, path: path.resolve(root, store.cache.path) };
  return openS3Store({ ...store, cache }, { ...effects, agents: () => openAgents(process.env) });
}

/** Where a target keeps what can be fetched again: folders that hold nothing else. */
export function cacheFolders(root: string, target: TargetDefinition): readonly string[] {
  const { store } = target;
  if (store.kind === 'local') return [];
  // Only what the store makes there: a path may be any folder, also one that somebody uses.
  return ['files', 'entries', 'tmp'].map((name) => path.resolve(root, store.cache.path, name));
}
