import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { sha256 } from './canonical-json.ts';
import type { RawObject } from './raw.ts';
import type { Reading, Store } from './store.ts';

/**
 * Stores what a source answered, compressed: `raw/<source>/<name>/<sha256>.json.gz`. The digest is that of the bytes as
 * they came: it does not depend on who compressed them. Immutable; bytes that are there already stay as they are.
 */
export async function storeAnswer(
  store: Store,
  raw: { readonly source: string; readonly name: string; readonly bytes: Uint8Array },
): Promise<RawObject> {
  const digest = sha256(raw.bytes);
  const key = `raw/${raw.source}/${raw.name}/${digest}.json.gz`;
  await store.createExclusive(key, await promisify(gzip)(raw.bytes));
  return { key, sha256: digest };
}

/** The bytes as they came. ProblemError EWS4005 if they are gone, EWS4002 if they are not those that were stored. */
export async function readAnswer(store: Store, raw: RawObject, reading: Reading = {}): Promise<Uint8Array> {
  const stored = await store.read(raw.key, reading);
  if (stored === undefined) throw lost(store, raw, 'EWS4005', 'is gone');
  const bytes = await promisify(gunzip)(stored).catch(() => undefined);
  if (bytes === undefined || sha256(bytes) !== raw.sha256) throw lost(store, raw, 'EWS4002', 'was changed');
  return bytes;
}

function lost(store: Store, raw: RawObject, code: 'EWS4002' | 'EWS4005', what: string): ProblemError {
  const message = `${raw.key} in ${store.description} ${what} since it was stored`;
  const hint = 'restore it from a backup, or ask the source for everything again: ews ingest --full-refresh';
  return problemError(code, message, { hint });
}
