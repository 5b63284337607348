import path from 'node:path';
import { type Reach, reachOf, readWithin } from '../folders/index.ts';
import type { Definitions } from '../project/index.ts';

/** Says beside a bundled file what it is, where it comes from and its SHA-256. */
const PROVENANCE = 'provenance.json';

/** What the `provenance.json` beside a file says of it. */
export interface StatedProvenance {
  /** Project-relative path of the `provenance.json`. */
  readonly key: string;
  /** Null where it states none, or cannot be read as what it is. */
  readonly sha256: string | null;
  /** Where the file comes from, in words. */
  readonly origin: string | null;
}

/**
 * Undefined where there is no provenance, a link leads out of the project, or it leaves the file out. `file`: its path
 * relative to the project.
 */
export function statedProvenance(
  { root, outside }: Pick<Definitions, 'root' | 'outside'>,
  file: string,
): StatedProvenance | undefined {
  const key = path.posix.join(path.posix.dirname(file), PROVENANCE);
  const text = textWithin(reachOf(root, outside), path.join(root, key));
  if (text === undefined) return undefined;
  const stated = entryOf(text, path.posix.basename(file));
  if (stated === undefined) return undefined;
  return { key, sha256: textAt(stated, 'sha256'), origin: textAt(stated, 'origin') };
}

function textWithin(reach: Reach, file: string): string | undefined {
  try {
    return readWithin(reach, file)?.toString('utf8');
  } catch {
    return undefined;
  }
}

function entryOf(text: string, name: string): unknown {
  try {
    return (JSON.parse(text) as Readonly<Record<string, unknown>> | null)?.[name];
  } catch {
    return null;
  }
}

function textAt(entry: unknown, key: string): string | null {
  const value = typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>)[key] : null;
  return typeof value === 'string' ? value : null;
}
