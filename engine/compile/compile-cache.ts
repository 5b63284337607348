import type { Json } from '../warehouse/index.ts';

/**
 * Remembers what compiling found out before, by digests of all that it depends on: it saves time and never changes an
 * outcome. A value that it gives was kept under the same key.
 */
export interface CompileCache {
  find(key: string): Json | undefined;
  keep(key: string, value: Json): void;
  /** Called when a compile is over. */
  save(): void;
}

export const NO_CACHE: CompileCache = { find: () => undefined, keep: () => undefined, save: () => undefined };
