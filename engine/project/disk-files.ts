import { existsSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { isWithin, type Reach, reachOf, readWithin } from '../folders/index.ts';
import { decodeText } from './decode-text.ts';
import { ROOM_FOLDERS } from './layout.ts';
import type { FileState, ProjectFiles } from './project-files.ts';

/** Folders that hold no definitions; every other folder whose name starts with a dot is skipped as well. */
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist']);

const ROOMS: ReadonlySet<string> = new Set(Object.values(ROOM_FOLDERS));

export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || SKIPPED_FOLDERS.has(name);
}

/**
 * The files under `root`. Symbolic links are followed only while they stay inside the root or lead into a folder that
 * the user named (`outside`), each folder once in
 * every room: a link in place of a room is that room, though the folder that it leads to lies in the project, too.
 * Synchronous calls on purpose: a project is thousands of small files, which are read several times faster this way
 * and never run out of file descriptors.
 */
export function diskFiles(root: string, outside: readonly string[] = []): ProjectFiles {
  const folder = path.resolve(root);
  const reach = reachOf(folder, outside);
  const listed = (): Listing =>
    existsSync(folder) && statSync(folder).isDirectory() ? listFolder(folder, reach) : { files: [], outward: [] };
  let last: Listing | undefined;
  return {
    list: async () => {
      last = listed();
      return last.files;
    },
    outward: async () => (last ?? listed()).outward,
    ...(outside.length === 0 ? {} : { outside }),
    readText: async (file, most) => {
      const bytes = readWithin(reach, path.join(folder, file), most);
      if (bytes === undefined) throw new Error('it is no file of the project any more');
      return decodeText(bytes);
    },
    // Names of the listing are not normalised again: there are thousands.
    states: { of: (file) => stateOf(`${folder}${path.sep}${file}`), now: Date.now },
    above: async (name) => folderAbove(folder, name),
  };
}

function stateOf(file: string): FileState | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return { size: found.size, modified: found.mtimeMs, changed: found.ctimeMs, inode: found.ino };
}

interface Listing {
  readonly files: readonly string[];
  /** Links that lead elsewhere. */
  readonly outward: readonly string[];
}

function listFolder(root: string, reach: Reach): Listing {
  const realRoot = realpathSync(root);
  const seen = new Set<string>();
  const files: string[] = [];
  const outward: string[] = [];
  const linked: string[] = [];
  const visit = (folder: string, prefix: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const absolute = path.join(folder, entry.name);
      const relative = prefix + entry.name;
      const kind = entry.isSymbolicLink() ? linkedKind(absolute, reach) : kindOf(entry);
      if (kind === 'outward') outward.push(relative);
      if (kind === 'file') files.push(relative);
      if (kind !== 'folder' || isSkippedFolder(entry.name)) continue;
      if (entry.isSymbolicLink()) linked.push(relative);
      else enter(absolute, relative);
    }
  };
  const enter = (absolute: string, relative: string): void => {
    const real = realpathSync(absolute);
    const visited = `${roomIn(relative)}/${real}`;
    if (real === realRoot || seen.has(visited)) return;
    seen.add(visited);
    visit(absolute, `${relative}/`);
  };
  visit(realRoot, '');
  // Folders by their own names first, then by links in order of names: in which order a disk lists decides nothing.
  while (linked.length > 0) {
    for (const relative of linked.splice(0).toSorted()) enter(path.join(realRoot, relative), relative);
  }
  return { files, outward };
}

/** The room that a path is in; all that is in none counts as one. */
function roomIn(relative: string): string {
  const [top = ''] = relative.split('/');
  return ROOMS.has(top) ? top : '';
}

type FileKind = 'file' | 'folder' | 'outward' | 'other';

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory'>): Exclude<FileKind, 'outward'> {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

/** What a link leads to; `other` where it is broken or goes in a circle. */
function linkedKind(link: string, reach: Reach): FileKind {
  if (!isWithin(reach, link)) return 'outward';
  try {
    return kindOf(statSync(link));
  } catch {
    return 'other';
  }
}

function folderAbove(folder: string, name: string): string | undefined {
  const parent = path.dirname(folder);
  if (parent === folder) return undefined;
  return existsSync(path.join(parent, name)) ? parent : folderAbove(parent, name);
}
