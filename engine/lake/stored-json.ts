import { problemError } from '../diagnostics/index.ts';
import { canonicalJson, type PlainObject, sha256 } from './canonical-json.ts';
import type { Reading, Store } from './store.ts';

/** A JSON object as it is stored, with the SHA-256 of its bytes. */
export interface JsonFile {
  readonly value: PlainObject;
  readonly sha256: string;
}

/** A JSON object of the lake, or undefined. ProblemError EWS4002 if the bytes are not one. */
export async function readJson(store: Store, key: string, reading?: Reading): Promise<PlainObject | undefined> {
  return (await readJsonFile(store, key, reading))?.value;
}

/** A JSON object of the lake with its digest, or undefined. Throws as `readJson`. */
export async function readJsonFile(store: Store, key: string, reading?: Reading): Promise<JsonFile | undefined> {
  const bytes = await store.read(key, reading);
  if (bytes === undefined) return undefined;
  const value = jsonObjectIn(bytes);
  if (value !== undefined) return { value, sha256: sha256(bytes) };
  const message = `${key} in ${store.description} is damaged: it is not a JSON object`;
  const hint = 'restore it from a copy, or compute what it belongs to anew: ews build --full-refresh';
  throw problemError('EWS4002', message, { hint });
}

/** The JSON object that these bytes are; undefined where they are none. */
export function jsonObjectIn(bytes: Uint8Array): PlainObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainObject) : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes under which a JSON object is stored: those of its canonical text. */
export function canonicalBytes(value: unknown): Uint8Array {
  return Buffer.from(canonicalText(value), 'utf8');
}

/** Canonical JSON as a file has it, with a final line break. */
export function canonicalText(value: unknown): string {
  return `${canonicalJson(value)}\n`;
}

/** JSON that people read too: indented, keys as they come, with a final line break. */
export function indentedJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}
`;
}
