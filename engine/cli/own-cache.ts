import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { isOwn, makeOwn } from '../folders/index.ts';

/**
 * Writes a file of a cache at once, in a folder that is made if need be. False where the folder is not ours to write,
 * cannot be written, or the disk is full: what a cache does not hold is made again. Its parts, one behind the other,
 * are asked for only where they can be written: sealing them may make a key.
 */
export function writeCacheFile(
  folder: string,
  file: string,
  partsOf: () => readonly (string | Uint8Array)[] | undefined,
): boolean {
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    if (existsSync(folder) && !isOwn(folder, 'cache') && !isCache(readdirSync(folder))) return false;
    const parts = partsOf();
    if (parts === undefined || !makeOwn(folder, 'cache', isCache)) return false;
    for (const part of parts) appendFileSync(unfinished, part);
    renameSync(unfinished, file);
    return true;
  } catch {
    dropUnfinished(unfinished);
    return false;
  }
}

/** On a full disk it would lie in the way of all else. */
function dropUnfinished(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder cannot be written.
  }
}

/** Whether it is a file: a pipe would be read for ever, and a link leads elsewhere. */
export function isPlainFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** A folder of caches of before there were marks. */
function isCache(names: readonly string[]): boolean {
  return names.every((name) => /^compile(\.[0-9a-f]{12})?$|^s3$/.test(name));
}
