import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './make-folder.ts';

/** `cache`: what is in it can be made again. `lake`: it cannot. */
export type OwnKind = 'cache' | 'lake';

interface Mark {
  readonly name: string;
  readonly text: string;
}

/**
 * The mark of a cache begins with the line that programs for backups look for (https://bford.info/cachedir/); the
 * second says whose it is.
 */
const MARKS: Readonly<Record<OwnKind, Mark>> = {
  cache: {
    name: 'CACHEDIR.TAG',
    text: 'Signature: 8a477f597d28d172789f06886806bc55\n# Made by ews: "ews clean" deletes this folder.\n',
  },
  lake: { name: '.ews-lake', text: 'A lake of ews: objects, runs and refs. See docs/architecture.md.\n' },
};

/** The name of the file that marks a folder of that kind. */
export function markOf(kind: OwnKind): string {
  return MARKS[kind].name;
}

/** Whether a folder carries the mark that says that ews made it. A link to such a folder does not. */
export function isOwn(folder: string, kind: OwnKind): boolean {
  const { name, text } = MARKS[kind];
  const mark = path.join(folder, name);
  try {
    return lstatSync(folder).isDirectory() && lstatSync(mark).isFile() && readFileSync(mark, 'utf8') === text;
  } catch {
    return false;
  }
}

/**
 * Makes a folder one of ews's, with its mark: one that is not there, is empty, or of which `isOurs` says by the names
 * in it that it was made before there were marks. False for any other, which is left as it is.
 */
export function makeOwn(folder: string, kind: OwnKind, isOurs: (names: readonly string[]) => boolean): boolean {
  if (isOwn(folder, kind)) return true;
  const names = namesIn(folder);
  if (names.length > 0 && !isOurs(names)) return false;
  makeFolder(folder);
  const { name, text } = MARKS[kind];
  try {
    writeFileSync(path.join(folder, name), text, { flag: 'wx' });
  } catch (error) {
    // Another process marks it at the same time, with the same bytes.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  return true;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
