import { openLocalStore, type PlainObject, type Store } from '../../engine/lake/index.ts';

/** `<kind>/<name>/<fingerprint>/<file>` -> sha256, for every file of every committed object of a lake. */
export function objectDigests(lake: string): Promise<Readonly<Record<string, string>>> {
  return digestsIn(openLocalStore(lake));
}

/** The same of any store. */
export async function digestsIn(store: Store): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const key of await store.list('objects')) {
    if (!key.endsWith('/meta.json')) continue;
    const folder = key.slice('objects/'.length, -'/meta.json'.length);
    const files = (await jsonAt(store, key))['files'] as Readonly<Record<string, { readonly sha256: string }>>;
    for (const [file, digest] of Object.entries(files)) digests[`${folder}/${file}`] = digest.sha256;
  }
  return digests;
}

async function jsonAt(store: Store, key: string): Promise<PlainObject> {
  const bytes = await store.read(key);
  if (bytes === undefined) throw new Error(`nothing is stored as ${key}`);
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as PlainObject;
}
