import { createHmac, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { makeFolder } from './make-folder.ts';
import { isBelow, realPlace } from './reach.ts';
import { namedState, ownCaches } from './user-folders.ts';

/** The digest of a text that only this user's ews can compute: what carries it did not come with a project. */
export type Seal = (text: string) => string;

const KEY_BYTES = 32;

/**
 * The seal of whoever runs this: with a key in their own folder, which is made when it is first needed and asked for
 * once. Undefined where no key can be kept: then nothing that lies in a project is to be believed.
 */
export function userSeal(root: string, environment: NodeJS.ProcessEnv = process.env): () => Seal | undefined {
  let asked: { readonly seal: Seal | undefined } | undefined;
  return () => {
    asked ??= { seal: sealOf(keyIn(sealFolder(root, environment))) };
    return asked.seal;
  };
}

/** The seal with a key; undefined without one. */
export function sealOf(key: Uint8Array): Seal;
export function sealOf(key: Uint8Array | undefined): Seal | undefined;
export function sealOf(key: Uint8Array | undefined): Seal | undefined {
  return key === undefined ? undefined : (text) => createHmac('sha256', key).update(text).digest('hex');
}

/** Where the key lies: the folder of state that the user named, or of their caches. None of these in the project. */
function sealFolder(root: string, environment: NodeJS.ProcessEnv): string | undefined {
  const folders = [namedState(environment), ownCaches(environment)].filter((folder) => folder !== undefined);
  // Whoever wrote the project could have written a key into it.
  return folders.find((folder) => !isBelow(realPlace(root), realPlace(folder)));
}

/** What there is of the key of whoever runs this. */
export type KeyState =
  | { readonly kind: 'kept' | 'none yet'; readonly file: string }
  /** It stays as it is: whoever put it there may know why. */
  | { readonly kind: 'unusable'; readonly file: string; readonly reason: string }
  | { readonly kind: 'nowhere' };

/** Looks at the key, and makes none. An empty one, as a full disk leaves it, is none yet. */
export function userKeyState(root: string, environment: NodeJS.ProcessEnv = process.env): KeyState {
  const folder = sealFolder(root, environment);
  if (folder === undefined) return { kind: 'nowhere' };
  const file = path.join(folder, KEY_FILE);
  const found = lookAtKey(file);
  if (found.kind === 'refused') return { kind: 'unusable', file, reason: found.reason };
  return { kind: found.kind === 'key' ? 'kept' : 'none yet', file };
}

const KEY_FILE = 'seal.key';

/** The key in a folder, made if there is none; undefined where there cannot be one. */
function keyIn(folder: string | undefined): Uint8Array | undefined {
  if (folder === undefined) return undefined;
  const file = path.join(folder, KEY_FILE);
  const known = lookAtKey(file);
  if (known.kind === 'key') return known.key;
  if (known.kind === 'refused') return undefined;
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    makeFolder(folder);
    writeFileSync(unfinished, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' });
    // What is empty is replaced; of two processes that make the first one, the first has it.
    if (known.kind === 'empty') renameSync(unfinished, file);
    else linkSync(unfinished, file);
  } catch {
    // It is there by now, or cannot be.
  }
  try {
    unlinkSync(unfinished);
  } catch {
    // It never was, or has become the key.
  }
  const made = lookAtKey(file);
  return made.kind === 'key' ? made.key : undefined;
}

type FoundKey =
  | { readonly kind: 'key'; readonly key: Uint8Array }
  | { readonly kind: 'none' | 'empty' }
  | { readonly kind: 'refused'; readonly reason: string };

/** A key is a file of this user alone, of the right length, and no link. */
function lookAtKey(file: string): FoundKey {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = fstatSync(descriptor);
    if (!found.isFile()) return refusedKey('it is no file');
    if (found.uid !== process.getuid?.()) return refusedKey('it belongs to another user');
    if (found.size === 0) return { kind: 'empty' };
    if ((found.mode & 0o077) !== 0) return refusedKey('other users may read it');
    const key = Buffer.alloc(KEY_BYTES);
    const isWhole = found.size === KEY_BYTES && readSync(descriptor, key, 0, KEY_BYTES, 0) === KEY_BYTES;
    return isWhole ? { kind: 'key', key } : refusedKey(`it has ${found.size} bytes, and a key has ${KEY_BYTES}`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'none' };
    return refusedKey(code === 'ELOOP' ? 'it is a link' : `it cannot be read (${code})`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function refusedKey(reason: string): FoundKey {
  return { kind: 'refused', reason };
}
