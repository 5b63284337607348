import { problemError } from '../diagnostics/index.ts';
import type { PlainObject } from './canonical-json.ts';
import type { Store } from './store.ts';
import { canonicalBytes, type JsonFile, readJsonFile } from './stored-json.ts';

/** Wide enough that listings sort: a file every second lasts three years. */
const DIGITS = 8;
const NAME = /^\d{8}\.json$/;

/** `<folder>/00000001.json` and so on: files that are written once, one after the other. */
export function numberedKey(folder: string, n: number): string {
  return `${folder}/${String(n).padStart(DIGITS, '0')}.json`;
}

/** The numbers in each folder directly below `folder`, ascending; the folder's own are under `''`. */
export async function listNumbered(store: Store, folder: string): Promise<ReadonlyMap<string, readonly number[]>> {
  const numbers = new Map<string, number[]>();
  for (const key of await store.list(folder)) {
    const [file = '', name = '', ...deeper] = key
      .slice(folder.length + 1)
      .split('/')
      .reverse();
    if (deeper.length > 0 || !NAME.test(file)) continue;
    numbers.set(name, [...(numbers.get(name) ?? []), Number(file.slice(0, DIGITS))]);
  }
  return numbers;
}

/** Writes file `n` if it is not there yet; of concurrent writers exactly one gets `true`. */
export async function appendNumbered(store: Store, folder: string, n: number, value: PlainObject): Promise<boolean> {
  return store.createExclusive(numberedKey(folder, n), canonicalBytes(value));
}

export async function readNumbered(store: Store, folder: string, n: number): Promise<PlainObject> {
  return (await readNumberedFile(store, folder, n)).value;
}

/** What file `n` says. ProblemError EWS4002 if it is damaged, EWS4005 if it went while it was listed. */
export async function readNumberedFile(store: Store, folder: string, n: number): Promise<JsonFile> {
  const key = numberedKey(folder, n);
  const file = await readJsonFile(store, key);
  if (file !== undefined) return file;
  const message = `${key} vanished from ${store.description} while it was read`;
  throw problemError('EWS4005', message, { hint: 'run the command again' });
}
