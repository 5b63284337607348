import { constants } from 'node:fs';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ProblemError, usageError } from '../diagnostics/index.ts';
import { isBelow, isWithin, reachOf } from '../folders/index.ts';

/** What decides whether a file may be written. */
export interface WriteFlags {
  readonly projectDir: string;
  /** Folders outside of the project that the user named. */
  readonly allowOutside?: readonly string[];
  /** Replace the file if it is there. */
  readonly overwrite?: boolean;
  /** False where the command never replaces a file. */
  readonly canOverwrite?: false;
}

/** What is there already is written into, but for what a link leads to, and a pipe that nobody reads. */
const REPLACE =
  constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Writes a file that a flag names; one that is there already only where `overwrite` says so. Anywhere the user likes,
 * but a path of the project does not lead out of it through a link: who made the link is not who gave the flag.
 * ProblemError EWS6001 for a file that is there, is none, lies behind such a link, or cannot be written.
 */
export async function writeNamedFile(file: string, content: string | Uint8Array, flags: WriteFlags): Promise<void> {
  const root = path.resolve(flags.projectDir);
  if (isBelow(root, path.resolve(file)) && !isWithin(reachOf(root, flags.allowOutside), path.dirname(file))) {
    throw usageError(`${file} lies behind a link that leads out of the project`, 'name the folder that it leads to');
  }
  try {
    await writeFile(file, content, { flag: flags.overwrite === true ? REPLACE : 'wx' });
  } catch (error) {
    throw (await inTheWay(file, flags)) ?? cannotWrite(file, error);
  }
}

/** Puts a file in the place of whatever has its name, a link too: who reads it finds the old or the new one, whole. */
export async function replaceFile(file: string, content: string): Promise<void> {
  const unfinished = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  try {
    await writeFile(unfinished, content, { flag: 'wx' });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** What stands where the file was to be. */
async function inTheWay(file: string, { overwrite, canOverwrite }: WriteFlags): Promise<ProblemError | undefined> {
  const found = await lstat(file).catch(() => undefined);
  if (found?.isDirectory() === true) return usageError(`${file} is a folder`, 'name a file in it');
  if (found?.isSymbolicLink() === true) return usageError(`${file} is a link`, 'name the file that it leads to');
  if (found === undefined || overwrite === true) return undefined;
  const hint = canOverwrite === false ? 'name another file' : 'name another file, or add --overwrite';
  return usageError(`${file} is there already`, hint);
}

function cannotWrite(file: string, error: unknown): ProblemError {
  const why = error instanceof Error ? error.message : String(error);
  return usageError(`cannot write ${file}: ${why}`, 'name a file in a folder that is there');
}
