import { problemError } from '../diagnostics/index.ts';
import { type FileDigest, isPlainObject, type PlainJson, type PlainObject, sha256 } from './canonical-json.ts';
import type { ObjectKind } from './object-kinds.ts';
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
  return inputs.every(isObjectId) && Object.entries(files).every(isNamedDigest);
}

/** A file's name leads nowhere else, and its digest is one: both become part of a key. */
function isNamedDigest([name, file]: readonly [string, PlainJson]): boolean {
  if (!isPlainObject(file) || !/^[a-z][a-z0-9_-]*\.[a-z]+$/.test(name)) return false;
  return typeof file['sha256'] === 'string' && /^[0-9a-f]{64}$/.test(file['sha256']);
}

/** Whether a JSON value names an object. */
export function isObjectId(value: PlainJson | undefined): boolean {
  return isPlainObject(value) && isText(value['kind']) && isText(value['name']) && isText(value['fingerprint']);
}

function isText(value: PlainJson | undefined): boolean {
  return typeof value === 'string';
}
