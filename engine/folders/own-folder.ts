import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * In folders whose content can be made again. The first line is what programs for backups look for
 * (https://bford.info/cachedir/); the second says whose it is.
 */
export const CACHE_MARK = 'CACHEDIR.TAG';
const CACHE_TEXT = 'Signature: 8a477f597d28d172789f06886806bc55\n# Made by ews: "ews clean" deletes this folder.\n';

/** In the folder of a lake. */
export const LAKE_MARK = '.ews-lake';
const LAKE_TEXT = 'A lake of ews: objects, runs and refs. See docs/architecture.md.\n';

export type OwnKind = 'cache' | 'lake';

const MARKS: Readonly<Record<OwnKind, { readonly name: string; readonly text: string }>> = {
  cache: { name: CACHE_MARK, text: CACHE_TEXT },
  lake: { name: LAKE_MARK, text: LAKE_TEXT },
};

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
 * Makes a folder one of ews's, with its mark: one that is not there, is empty, or holds nothing but what `isOurs` knows
 * by its name, as folders of before there were marks do. False for any other, which is left as it is.
 */
export function makeOwn(folder: string, kind: OwnKind, isOurs: (name: string) => boolean): boolean {
  if (isOwn(folder, kind)) return true;
  const names = namesIn(folder);
  if (!names.every((name) => isOurs(name) || name === MARKS[kind].name)) return false;
  mkdirSync(folder, { recursive: true });
  const { name, text } = MARKS[kind];
  // Two processes write the same bytes; a link of that name is not followed.
  if (!names.includes(name)) writeMark(path.join(folder, name), text);
  return isOwn(folder, kind);
}

function writeMark(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
