import path from 'node:path';
import { type Problem, ProblemError } from '../diagnostics/index.ts';
import { digestOfFile } from './canonical-json.ts';
import { type ObjectMeta, objectPath } from './object.ts';
import { readAnswer } from './raw-answer.ts';
import type { Store } from './store.ts';
import { readJson } from './stored-json.ts';

export interface Verification {
  readonly objects: number;
  readonly files: number;
  readonly rawFiles: number;
  /** EWS4002 and EWS4005: every file whose bytes are gone or are not those that were stored. */
  readonly problems: readonly Problem[];
}

/** Reads every stored byte again: the files of all objects against their `meta.json`, raw files against their names. */
export async function verifyLake(store: Store): Promise<Verification> {
  const problems: Problem[] = [];
  let objects = 0;
  let files = 0;
  for (const key of await store.list('objects')) {
    if (path.posix.basename(key) !== 'meta.json') continue;
    objects += 1;
    const damaged = await problemsOf(async () => {
      const meta = (await readJson(store, key)) as ObjectMeta | undefined;
      for (const file of Object.keys(meta?.files ?? {})) {
        files += 1;
        if (meta !== undefined)
          problems.push(...(await problemsOf(() => objectPath(store, meta, file, { fresh: true }))));
      }
    });
    problems.push(...damaged);
  }
  const raw = await store.list('raw');
  for (const key of raw) problems.push(...(await rawProblems(store, key)));
  return { objects, files, rawFiles: raw.length, problems };
}

async function rawProblems(store: Store, key: string): Promise<readonly Problem[]> {
  const [named = ''] = path.posix.basename(key).split('.');
  if (key.endsWith('.json.gz')) return problemsOf(() => readAnswer(store, { key, sha256: named }, { fresh: true }));
  const { sha256 } = await digestOfFile(await store.localPath(key, { fresh: true }));
  if (sha256 === named) return [];
  const message = `${key} in ${store.description} is not the file that was stored: its bytes have another digest`;
  return [{ code: 'EWS4002', severity: 'error', message, hint: 'restore it from a copy, or ingest the source again' }];
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
