import { ProblemError } from '../diagnostics/index.ts';
import { canonicalJson, type PlainObject } from './canonical-json.ts';
import type { Reading, Store } from './store.ts';

/** A JSON object of the lake, or undefined. ProblemError EWS4002 if the bytes are not one. */
export async function readJson(store: Store, key: string, reading?: Reading): Promise<PlainObject | undefined> {
  const bytes = await store.read(key, reading);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as PlainObject;
  } catch {
    // Falls through to the problem below.
  }
  const message = `${key} in ${store.description} is damaged: it is not a JSON object`;
  const hint = 'restore it from a backup, or delete it and build again';
  throw new ProblemError([{ code: 'EWS4002', severity: 'error', message, hint }]);
}

/** The bytes under which a JSON object is stored: canonical, with a final line break. */
export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${canonicalJson(value)}\n`, 'utf8');
}
