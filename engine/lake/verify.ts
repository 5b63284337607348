import path from 'node:path';
import { type Problem, ProblemError, problemError } from '../diagnostics/index.ts';
import { digestOfFile } from './canonical-json.ts';
import { findObject, type ObjectMeta } from './object.ts';
import { fileKeys, objectPath } from './object-files.ts';
import { readAnswer } from './raw-answer.ts';
import type { Store } from './store.ts';

export interface Verification {
  readonly objects: number;
  readonly files: number;
  readonly rawFiles: number;
  /** EWS4002 and EWS4005: every file whose bytes are gone or are not those that were stored. */
  readonly problems: readonly Problem[];
}

/**
 * Reads every stored byte again that is listed: the files of all objects against their `meta.json`, raw files against
 * their names. What somebody has read already, by a key, is counted and not read again.
 */
export async function verifyLake(store: Store, read: ReadonlySet<string> = new Set()): Promise<Verification> {
  const problems: Problem[] = [];
  let objects = 0;
  let files = 0;
  for (const key of await store.list('objects')) {
    if (path.posix.basename(key) !== 'meta.json') continue;
    objects += 1;
    const damaged = await problemsOf(async () => {
      // What is wrong with one that was read has been said.
      const meta = await readMeta(store, key).catch((error: unknown) =>
        read.has(key) ? undefined : Promise.reject(error),
      );
      for (const file of Object.keys(meta?.files ?? {})) {
        files += 1;
        if (meta !== undefined && !fileKeys(meta, file).some((each) => read.has(each)))
          problems.push(...(await problemsOf(() => objectPath(store, meta, file, { fresh: true }))));
      }
    });
    problems.push(...damaged);
  }
  const raw = await store.list('raw');
  for (const key of raw) if (!read.has(key)) problems.push(...(await problemsOf(() => checkRaw(store, key))));
  return { objects, files, rawFiles: raw.length, problems };
}

/** `objects/<kind>/<name>/<fingerprint>/meta.json`. */
async function readMeta(store: Store, key: string): Promise<ObjectMeta | undefined> {
  const [, kind = '', name = '', fingerprint = ''] = key.split('/');
  return findObject(store, { kind, name, fingerprint }, { fresh: true });
}

async function checkRaw(store: Store, key: string): Promise<void> {
  const [named = ''] = path.posix.basename(key).split('.');
  if (key.endsWith('.json.gz')) {
    await readAnswer(store, { key, sha256: named }, { fresh: true });
    return;
  }
  const { sha256 } = await digestOfFile(await store.localPath(key, { fresh: true }));
  if (sha256 === named) return;
  const message = `${key} in ${store.description} is not the file that was stored: its bytes have another digest`;
  const hint = 'restore it from a copy, or ingest the source again';
  throw problemError('EWS4002', message, { hint });
}

async function problemsOf(work: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
}
