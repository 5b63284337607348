import { readFile } from 'node:fs/promises';
import path from 'node:path';

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

/** Undefined where there is no provenance or it leaves the file out. `file`: its path relative to the project. */
export async function statedProvenance(root: string, file: string): Promise<StatedProvenance | undefined> {
  const key = path.posix.join(path.posix.dirname(file), PROVENANCE);
  const text = await readFile(path.join(root, key), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const stated = entryOf(text, path.posix.basename(file));
  if (stated === undefined) return undefined;
  return { key, sha256: textAt(stated, 'sha256'), origin: textAt(stated, 'origin') };
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
