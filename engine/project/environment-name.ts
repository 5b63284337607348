import { RESERVED_REFS } from '../ids/index.ts';

/** Whether an environment may be called so: it is a folder of refs, beside those of sources and of the lake itself. */
export function isEnvironmentName(text: string): boolean {
  return /^[a-z0-9][a-z0-9_.-]{0,62}$/.test(text) && !RESERVED_REFS.has(text);
}
