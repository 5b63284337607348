import { readFileSync } from 'node:fs';

/**
 * A digest of the engine as it was compiled, with all packages that it was compiled with, and of what else decides what
 * it writes: Node, and its data of languages. Null where it is not compiled, and may be changed at any moment.
 */
export function buildDigest(file = new URL('../../digest', import.meta.url)): string | null {
  const { node, icu = 'none' } = process.versions;
  try {
    return `${readFileSync(file, 'utf8').trim()} node ${node} icu ${icu}`;
  } catch {
    return null;
  }
}
