import { ProblemError, problemError } from '../diagnostics/index.ts';
import {
  digestOfFile,
  type FileDigest,
  isPlainObject,
  type PlainJson,
  type PlainObject,
  sha256,
} from './canonical-json.ts';
import type { ObjectKind } from './object-kinds.ts';
import { isDamage } from './record-problem.ts';
import type { Content, Reading, Store } from './store.ts';
import { canonicalBytes, readJson } from './stored-json.ts';
import { wayBack } from './way-back.ts';

/** An object's name: what it is and the digest of everything that went into it. */
export interface ObjectId {
  readonly kind: string;
  readonly name: string;
  readonly fingerprint: string;
}

/**
 * `meta.json` says what an object holds. It has no times and no actors: equal objects have equal files, whoever made
 * them. `extra` is what its first maker says of it.
 */
export interface ObjectMeta extends ObjectId {
  readonly files: Readonly<Record<string, FileDigest>>;
  readonly inputs: readonly ObjectId[];
  readonly extra: PlainObject;
}

/** The name of an object that is about to be stored. */
export interface NewObjectId extends ObjectId {
  readonly kind: ObjectKind;
}

export interface NewObject extends NewObjectId {
  readonly files: ReadonlyMap<string, Content>;
  readonly inputs: readonly ObjectId[];
  readonly extra: PlainObject;
}

/** `objects/<kind>/<name>/<fingerprint>`, the folder of an object. */
export function objectKey(id: ObjectId): string {
  return `objects/${id.kind}/${id.name}/${id.fingerprint}`;
}

/** SHA-256 of the bytes under which an object's `meta.json` is stored. */
export function metaDigest(meta: ObjectMeta): string {
  return sha256(canonicalBytes(meta));
}

/**
 * Stores the files, then `meta.json`, which commits them. An object that is there already stays as it is: lost or
 * damaged files are written again, a `meta.json` that says nothing too, other bytes under the same fingerprint are a
 * ProblemError EWS4004.
 */
export async function commitObject(store: Store, object: NewObject): Promise<ObjectMeta> {
  const { kind, name, fingerprint, inputs, extra } = object;
  const files: Record<string, FileDigest> = {};
  for (const [file, content] of object.files) files[file] = await digestOfContent(content);
  const meta: ObjectMeta = { kind, name, fingerprint, files, inputs, extra };
  const stored = await findObject(store, object).catch(ifDamaged);
  if (stored !== undefined && stored !== DAMAGED) assertSame(store, stored, meta);
  for (const [file, content] of object.files) {
    const intact = stored !== undefined && stored !== DAMAGED && (await isIntact(store, stored, file));
    if (!intact) await store.write(`${objectKey(object)}/${file}`, content);
  }
  if (stored !== undefined && stored !== DAMAGED) return stored;
  const key = `${objectKey(object)}/meta.json`;
  if (stored === DAMAGED) await store.write(key, canonicalBytes(meta));
  else if (!(await store.createExclusive(key, canonicalBytes(meta)))) {
    assertSame(store, await findObject(store, object), meta);
  }
  return meta;
}

const DAMAGED = 'damaged';

/** What says nothing of an object does not stand in the way of the object. */
function ifDamaged(error: unknown): typeof DAMAGED {
  if (isDamage(error)) return DAMAGED;
  throw error;
}

/**
 * The committed object of this name; undefined also for one whose writer died before `meta.json`. ProblemError EWS4002
 * if that does not say what an object holds.
 */
export async function findObject(store: Store, id: ObjectId, reading?: Reading): Promise<ObjectMeta | undefined> {
  const key = `${objectKey(id)}/meta.json`;
  const meta = await readJson(store, key, reading);
  if (meta === undefined) return undefined;
  if (isMetaOf(meta, id)) return meta;
  const message = `${key} in ${store.description} is damaged: it does not say what ${id.kind} ${id.name} holds`;
  throw problemError('EWS4002', message, { hint: wayBack(key) });
}

/** Whether a JSON object is the meta.json of this object. */
export function isMetaOf(value: PlainObject, id: ObjectId): value is PlainObject & ObjectMeta {
  const { kind, name, fingerprint, files, inputs, extra } = value;
  if (kind !== id.kind || name !== id.name || fingerprint !== id.fingerprint) return false;
  if (!isPlainObject(files) || !isPlainObject(extra) || !Array.isArray(inputs)) return false;
  return (
    inputs.every(isObjectId) && Object.values(files).every((file) => isPlainObject(file) && isText(file['sha256']))
  );
}

/** Whether a JSON value names an object. */
export function isObjectId(value: PlainJson | undefined): boolean {
  return isPlainObject(value) && isText(value['kind']) && isText(value['name']) && isText(value['fingerprint']);
}

function isText(value: PlainJson | undefined): boolean {
  return typeof value === 'string';
}

/** The bytes of one file of an object, compared with their digest: ProblemError EWS4002 if they differ. */
export async function readObjectFile(store: Store, meta: ObjectMeta, file: string): Promise<Uint8Array> {
  const bytes = await store.read(`${objectKey(meta)}/${file}`);
  if (bytes === undefined) throw damaged(store, meta, file, 'is gone');
  if (sha256(bytes) !== digestIn(meta, file).sha256) throw damaged(store, meta, file, 'was changed');
  return bytes;
}

/** What one JSON file of an object says: its bytes are those that its writer stored. Throws as `readObjectFile`. */
export async function readObjectJson<Contents>(store: Store, meta: ObjectMeta, file: string): Promise<Contents> {
  return JSON.parse(Buffer.from(await readObjectFile(store, meta, file)).toString('utf8')) as Contents;
}

/** A local path to one file of an object, compared with its digest: ProblemError EWS4002 if the bytes differ. */
export async function objectPath(store: Store, meta: ObjectMeta, file: string, reading?: Reading): Promise<string> {
  const local = await store.localPath(`${objectKey(meta)}/${file}`, reading);
  if ((await digestOfFile(local)).sha256 !== digestIn(meta, file).sha256) {
    throw damaged(store, meta, file, 'was changed');
  }
  return local;
}

/**
 * The versions of an object's files, by key, as far as this store object has seen them; empty for a place that keeps no
 * versions.
 */
export async function objectVersions(store: Store, id: ObjectId): Promise<Readonly<Record<string, string>>> {
  const folder = objectKey(id);
  // Nothing is read where nothing can be known.
  if (store.versionOf(`${folder}/meta.json`) === undefined) return {};
  const meta = await findObject(store, id);
  const keys = [...Object.keys(meta?.files ?? {}), 'meta.json'].map((file) => `${folder}/${file}`);
  return Object.fromEntries(
    keys.flatMap((key) => {
      const version = store.versionOf(key);
      return version === undefined ? [] : [[key, version]];
    }),
  );
}

/** Whether the place itself holds a file as it was stored: a copy on this machine proves nothing. */
async function isIntact(store: Store, meta: ObjectMeta, file: string): Promise<boolean> {
  try {
    await objectPath(store, meta, file, { fresh: true });
    return true;
  } catch (error) {
    const expected = ['EWS4002', 'EWS4005'];
    if (error instanceof ProblemError && error.problems.every(({ code }) => expected.includes(code))) return false;
    throw error;
  }
}

async function digestOfContent(content: Content): Promise<FileDigest> {
  if (!(content instanceof Uint8Array)) return digestOfFile(content.file);
  return { sha256: sha256(content), bytes: content.byteLength };
}

function digestIn(meta: ObjectMeta, file: string): FileDigest {
  const digest = meta.files[file];
  if (digest === undefined) throw new Error(`${objectKey(meta)} has no file ${file}`);
  return digest;
}

function assertSame(store: Store, stored: ObjectMeta | undefined, made: ObjectMeta): void {
  const differing = Object.keys({ ...stored?.files, ...made.files }).filter(
    (file) => stored?.files[file]?.sha256 !== made.files[file]?.sha256,
  );
  if (differing.length === 0) return;
  const message = `${made.kind} ${made.name} came out differently: ${differing.join(', ')} of ${objectKey(made)}`;
  const hint =
    'the step is not deterministic, or the stored object was made by another engine: ' +
    `compare it with ${store.description}/${objectKey(made)}`;
  throw problemError('EWS4004', message, { hint });
}

function damaged(store: Store, meta: ObjectMeta, file: string, what: string): ProblemError {
  const message = `${file} of ${objectKey(meta)} in ${store.description} ${what} since it was stored`;
  return problemError('EWS4002', message, { hint: wayBack(objectKey(meta)) });
}
