import path from 'node:path';
import { ProblemError, problemError } from '../diagnostics/index.ts';
import { digestOfFile, type FileDigest, sha256 } from './canonical-json.ts';
import { findObject, type ObjectId, type ObjectMeta, objectKey } from './object.ts';
import { isDamage } from './record-problem.ts';
import type { Reading, Store } from './store.ts';
import { wayBack } from './way-back.ts';

/** Hex digits of a file's digest that its name has. */
const DIGITS = 16;

/**
 * The name under which a file of an object is stored: `data-3f9ac81b22d0e457.parquet` for `data.parquet`. It says what
 * is in it, so that writers with different bytes write different files, whoever comes first or dies half-way.
 */
export function storedName(file: string, { sha256: digest }: Pick<FileDigest, 'sha256'>): string {
  const { name, ext } = path.posix.parse(file);
  return `${name}-${digest.slice(0, DIGITS)}${ext}`;
}

/** The key under which a file of an object is stored now, whatever lake it is. */
export function newFileKey(meta: ObjectMeta, file: string): string {
  return `${objectKey(meta)}/${storedName(file, digestIn(meta, file))}`;
}

/** The keys under which a file of an object may lie, in order: lakes of before call it by its own name. */
export function fileKeys(meta: ObjectMeta, file: string): readonly [string, string] {
  return [newFileKey(meta, file), `${objectKey(meta)}/${file}`];
}

/** The bytes of one file of an object, compared with their digest: ProblemError EWS4002 if they differ. */
export async function readObjectFile(store: Store, meta: ObjectMeta, file: string): Promise<Uint8Array> {
  const [key, before] = fileKeys(meta, file);
  const bytes = (await store.read(key)) ?? (await store.read(before));
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
  const { local } = await foundFile(store, meta, file, reading);
  if ((await digestOfFile(local)).sha256 !== digestIn(meta, file).sha256) {
    throw damaged(store, meta, file, 'was changed');
  }
  return local;
}

/** A stored file: its key, and a local path to its bytes. */
export interface FoundFile {
  readonly key: string;
  readonly local: string;
}

/** One file of an object as it is stored, whatever its bytes; undefined where nothing says which, or it is gone. */
export async function findObjectFile(store: Store, id: ObjectId, file: string): Promise<FoundFile | undefined> {
  try {
    const meta = await findObject(store, id, { fresh: true });
    if (meta?.files[file] !== undefined) return await foundFile(store, meta, file, { fresh: true });
  } catch (error) {
    if (!isGone(error) && !isDamage(error)) throw error;
  }
  return undefined;
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
  const files = meta === undefined ? [] : Object.keys(meta.files).flatMap((file) => fileKeys(meta, file));
  return Object.fromEntries(
    [...files, `${folder}/meta.json`].flatMap((key) => {
      const version = store.versionOf(key);
      return version === undefined ? [] : [[key, version]];
    }),
  );
}

/** Whether the place itself holds a file as it was stored: a copy on this machine proves nothing. */
export async function isIntact(store: Store, meta: ObjectMeta, file: string): Promise<boolean> {
  try {
    await objectPath(store, meta, file, { fresh: true });
    return true;
  } catch (error) {
    if (isGone(error) || isDamage(error)) return false;
    throw error;
  }
}

/** ProblemError EWS4005, with the name that the file has today, where neither is there. */
async function foundFile(store: Store, meta: ObjectMeta, file: string, reading?: Reading): Promise<FoundFile> {
  const [key, before] = fileKeys(meta, file);
  try {
    return { key, local: await store.localPath(key, reading) };
  } catch (error) {
    if (!isGone(error)) throw error;
    const local = await store.localPath(before, reading).catch((second: unknown) => {
      throw isGone(second) ? error : second;
    });
    return { key: before, local };
  }
}

function isGone(error: unknown): boolean {
  return error instanceof ProblemError && error.problems.every(({ code }) => code === 'EWS4005');
}

/** What `meta.json` says of a file that it must have. @throws Error where it has none. */
export function digestIn(meta: ObjectMeta, file: string): FileDigest {
  const digest = meta.files[file];
  if (digest === undefined) throw new Error(`${objectKey(meta)} has no file ${file}`);
  return digest;
}

function damaged(store: Store, meta: ObjectMeta, file: string, what: string): ProblemError {
  const message = `${file} of ${objectKey(meta)} in ${store.description} ${what} since it was stored`;
  return problemError('EWS4002', message, { hint: wayBack(objectKey(meta)) });
}
