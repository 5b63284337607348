import path from 'node:path';
import { isPacked, packOf, unpack } from './packed.ts';
import { damagedRecord, isDamage } from './record-problem.ts';
import type { Content, Store } from './store.ts';

/** What became known of a run only after it was committed: no manifest can name it. */
export const LATE_FILE = 'undelivered.json';

/** Stores `runs/<run>/<file>`, replacing it: a run rewrites its own files while it lives. */
export async function writeRunFile(store: Store, runId: string, file: string, content: Content): Promise<void> {
  await store.write(`runs/${runId}/${file}`, content);
}

/** Stores small files of one folder of a run together: `Store.writePacked`. */
export async function writeRunFiles(
  store: Store,
  runId: string,
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  if (files.size > 0) await store.writePacked(`runs/${runId}/${folder}`, files);
}

/**
 * The bytes of a file of a run; undefined where it has none. ProblemError EWS5046, with this hint, if they are damaged.
 */
export async function readRunFile(
  store: Store,
  runId: string,
  file: string,
  hint = 'restore it from a copy, or write the files anew with the next run: ews build',
): Promise<Uint8Array | undefined> {
  try {
    return await store.read(`runs/${runId}/${file}`);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw damagedRecord(error.problems[0]?.message ?? `runs/${runId}/${file} is damaged`, hint);
  }
}

/** The keys of all files of a run, packed or not. */
export async function listRunFiles(store: Store, runId: string): Promise<readonly string[]> {
  const keys = await store.list(`runs/${runId}`);
  const all = keys.map(async (key) => {
    const packed = isPacked(key) ? await store.read(key) : undefined;
    if (packed === undefined) return [key];
    return [...unpack(key, packed).keys()].map((name) => path.posix.join(path.posix.dirname(key), name));
  });
  return (await Promise.all(all)).flat();
}

/** Which files a run has, by their names: asked of the place once, and none of them is read. */
export async function hasRunFiles(store: Store, runId: string): Promise<(file: string) => boolean> {
  const keys = new Set(await store.list(`runs/${runId}`));
  return (file) => {
    const key = `runs/${runId}/${file}`;
    const pack = packOf(key);
    return keys.has(key) || (pack !== undefined && keys.has(pack));
  };
}
