import { problemError } from '../diagnostics/index.ts';
import { digestOfFile, sha256 } from './canonical-json.ts';
import type { Content, Store } from './store.ts';

/** Bytes exactly as a source gave them, under their own digest. */
export interface RawObject {
  readonly key: string;
  readonly sha256: string;
}

interface RawContent {
  readonly source: string;
  readonly name: string;
  readonly extension: string;
  readonly content: Content;
}

/** `raw/<source>/<name>/<sha256>.<extension>`; the digest is that of the stored bytes. Immutable, never collected. */
export async function storeRaw(store: Store, raw: RawContent): Promise<RawObject> {
  const { source, name, extension, content } = raw;
  const digest =
    content instanceof Uint8Array ? sha256(content) : (await digestOfFile(content.file, content.signal)).sha256;
  const folder = `raw/${source}/${name}`;
  const key = `${folder}/${digest}.${extension}`;
  if (!(await store.list(folder)).includes(key)) await store.write(key, content);
  return { key, sha256: digest };
}

/** A local path to a raw object, compared with its digest: ProblemError EWS4002 if the bytes differ. */
export async function rawPath(store: Store, raw: RawObject): Promise<string> {
  const local = await store.localPath(raw.key);
  if ((await digestOfFile(local)).sha256 === raw.sha256) return local;
  const message = `${raw.key} in ${store.description} was changed since it was stored`;
  const hint = 'restore it from a backup: raw answers cannot be computed again';
  throw problemError('EWS4002', message, { hint });
}
