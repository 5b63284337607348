import { RESERVED_REFS } from '../ids/index.ts';
import { isPlainObject, type Ref, type Store } from '../lake/index.ts';

/** The environments that a lake has, by name: each has a position, be it that it was deleted. */
export async function environmentNames(store: Store): Promise<readonly string[]> {
  const parts = (await store.list('refs')).map((key) => key.split('/'));
  const names = parts.flatMap(([, name = '', ...rest]) => (rest.length === 1 ? [name] : []));
  return [...new Set(names)].filter((name) => !RESERVED_REFS.has(name));
}

/** Who deleted an environment, and when: UTC, ISO 8601. */
export interface Deletion {
  readonly at: string;
  readonly actor: string;
}

/**
 * What a position says that ends an environment. It is a position like the others, so that the chain goes on over it
 * and nobody can take an environment away unseen; the next build makes the position after it.
 */
export function deletionIn(value: Ref['value'] | undefined): Deletion | undefined {
  const deleted = value?.['deleted'];
  if (!isPlainObject(deleted)) return undefined;
  const { at, actor } = deleted;
  return typeof at === 'string' && typeof actor === 'string' ? { at, actor } : undefined;
}
