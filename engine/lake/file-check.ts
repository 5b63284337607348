import { ProblemError } from '../diagnostics/index.ts';
import { digestOfFile, sha256 } from './canonical-json.ts';
import type { CollectedFile } from './gc/index.ts';
import { isMetaOf, type ObjectId, type ObjectMeta, objectKey } from './object.ts';
import { digestIn, fileKeys } from './object-files.ts';
import type { RawObject } from './raw.ts';
import { readAnswer } from './raw-answer.ts';
import type { Store } from './store.ts';
import { jsonObjectIn } from './stored-json.ts';

/** A stored file, read again from the place itself. */
export interface FileCheck {
  readonly key: string;
  /** unrecorded: it is there, and nobody wrote down what it was; collected: it went because nothing needed it. */
  readonly state: 'holds' | 'changed' | 'gone' | 'unrecorded' | 'collected';
  /** SHA-256 that it must have; null where none is recorded. */
  readonly expected: string | null;
  /** SHA-256 that it has; null where it is gone or cannot be read as what it is. */
  readonly found: string | null;
  /** When it went, and by which step; only of what was collected. */
  readonly collected?: CollectedFile;
}

export interface MetaCheck {
  readonly file: FileCheck;
  /** What it says; only where it is what was stored, or nothing contradicts it. */
  readonly meta?: ObjectMeta;
}

/** Compares a file with its digest. */
export async function checkFile(store: Store, key: string, expected: string): Promise<FileCheck> {
  return judged(key, expected, async () => (await digestOfFile(await store.localPath(key, { fresh: true }))).sha256);
}

/** Compares a file of an object with its digest, whichever of its two names it has. */
export async function checkObjectFile(store: Store, meta: ObjectMeta, file: string): Promise<FileCheck> {
  const { sha256: expected } = digestIn(meta, file);
  const [key, before] = fileKeys(meta, file);
  const check = await checkFile(store, key, expected);
  if (check.state !== 'gone') return check;
  const earlier = await checkFile(store, before, expected);
  return earlier.state === 'gone' ? check : earlier;
}

/** Compares the bytes of a compressed answer with the digest that it is named by. */
export async function checkAnswer(store: Store, raw: RawObject): Promise<FileCheck> {
  return judged(raw.key, raw.sha256, async () => sha256(await readAnswer(store, raw, { fresh: true })));
}

/** Compares an object's `meta.json` with the digest that a manifest recorded; undefined where none did. */
export async function checkMeta(store: Store, id: ObjectId, expected: string | undefined): Promise<MetaCheck> {
  const key = `${objectKey(id)}/meta.json`;
  let bytes: Uint8Array | undefined;
  const file = await judged(key, expected ?? null, async () => {
    bytes = await store.read(key, { fresh: true });
    return bytes === undefined ? undefined : sha256(bytes);
  });
  const meta = bytes === undefined ? undefined : metaIn(bytes, id);
  if (file.state === 'holds' && meta !== undefined) return { file, meta };
  if (file.state !== 'unrecorded') return { file };
  return meta === undefined ? { file: { ...file, state: 'changed' } } : { file, meta };
}

async function judged(
  key: string,
  expected: string | null,
  digest: () => Promise<string | undefined>,
): Promise<FileCheck> {
  try {
    const found = await digest();
    if (found === undefined) return { key, state: 'gone', expected, found: null };
    return { key, state: stateOf(found, expected), expected, found };
  } catch (error) {
    const codes = error instanceof ProblemError ? error.problems.map(({ code }) => code) : [];
    if (codes.includes('EWS4005')) return { key, state: 'gone', expected, found: null };
    if (codes.includes('EWS4002')) return { key, state: 'changed', expected, found: null };
    throw error;
  }
}

function stateOf(found: string, expected: string | null): FileCheck['state'] {
  if (expected === null) return 'unrecorded';
  return found === expected ? 'holds' : 'changed';
}

/** The meta.json of this object, if the bytes are one. */
function metaIn(bytes: Uint8Array, id: ObjectId): ObjectMeta | undefined {
  const meta = jsonObjectIn(bytes);
  return meta !== undefined && isMetaOf(meta, id) ? meta : undefined;
}
