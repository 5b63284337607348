import type { Content, Store } from './store.ts';

/** Stores `runs/<run>/<file>`, replacing it: a run rewrites its own files while it lives. */
export async function writeRunFile(store: Store, run: string, file: string, content: Content): Promise<void> {
  await store.write(`runs/${run}/${file}`, content);
}

export async function readRunFile(store: Store, run: string, file: string): Promise<Uint8Array | undefined> {
  return store.read(`runs/${run}/${file}`);
}

/** The greatest run id (ids sort by time) that got as far as writing `file`. */
export async function latestRun(store: Store, file = 'manifest.json'): Promise<string | undefined> {
  const ends = `/${file}`;
  const key = (await store.list('runs')).filter((each) => each.endsWith(ends) && each.split('/').length === 3).at(-1);
  return key?.slice('runs/'.length, -ends.length);
}
