import { createHash } from 'node:crypto';
import { comparableParts, withComparable } from './definition-digests.ts';
import type { Definitions } from './definitions.ts';

/**
 * What definitions follow from, as a digest: their files, the engine that read them, and what was put in afterwards. It
 * belongs to the object, not to its content: a copy with another source has none, until whoever made it says one.
 */
const ORIGINS = new WeakMap<Definitions, string>();

/** Undefined where nobody knows: then nothing that was kept is of these definitions. */
export function originOf(definitions: Definitions): string | undefined {
  return ORIGINS.get(definitions);
}

/** Says of definitions what they follow from. */
export function withOrigin(definitions: Definitions, origin: string): Definitions {
  ORIGINS.set(definitions, origin);
  return definitions;
}

/**
 * Says of `made` that it follows from `definitions` and from `facts`, which are all else that decides what it is.
 */
export function followingFrom(definitions: Definitions, facts: unknown, made: Definitions): Definitions {
  const origin = originOf(definitions);
  const parts = comparableParts(definitions);
  if (parts !== undefined) withComparable(made, { ...parts, context: originFrom([parts.context, facts]) });
  return origin === undefined ? made : withOrigin(made, originFrom([origin, facts]));
}

/** The origin of what follows from some facts alone; they are written as JSON. */
export function originFrom(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
