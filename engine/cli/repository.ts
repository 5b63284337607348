import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isBelow, realPlace } from '../folders/index.ts';

/** A repository, as far as it is known before git runs. */
export interface Repository {
  /** The folder that holds its `.git`, all links followed. */
  readonly top: string;
  /** A folder in it, relative to `top`, with `/` at its end; empty for `top` itself. */
  readonly prefix: string;
  /** Git's own folder, or a file that names it. */
  readonly git: string;
}

/**
 * The nearest repository with a `.git` above a folder. Found without git, which would take any folder with a `HEAD` and
 * an `objects` for a repository, such as one that somebody committed.
 */
export function repositoryOf(folder: string): Repository | undefined {
  const start = realPlace(folder);
  for (let top = start; ; top = path.dirname(top)) {
    const git = path.join(top, '.git');
    if (kindOf(git) !== undefined) {
      const inside = path.relative(top, start).split(path.sep).join('/');
      return { top, prefix: inside === '' ? '' : `${inside}/`, git };
    }
    if (top === path.dirname(top)) return undefined;
  }
}

/**
 * Why a repository is not read: another one could be read through it, whose files are nobody's business here. Whoever
 * made an archive with a `.git` in it chose what that leads to. Undefined for one of its own.
 */
export function foreignParts(repository: Repository): string | undefined {
  const folders = foldersOf(repository);
  if (folders === undefined) return 'its .git names a repository that does not know this folder';
  const { common } = folders;
  // Even one within its own folder may borrow from elsewhere in turn.
  if (linesOf(path.join(common, 'objects/info/alternates')).some((line) => line !== '' && line[0] !== '#')) {
    return 'its repository borrows objects from another folder: git repack -a -d, then remove info/alternates';
  }
  const link = [...new Set(Object.values(folders))].flatMap(linksIn)[0];
  return link === undefined ? undefined : `${link} is a link: put what it leads to in its place`;
}

/** Git's own folder, and the one with the objects: of a work tree beside others it is the one that they share. */
interface GitFolders {
  readonly own: string;
  readonly common: string;
}

/** Undefined where they are another repository's. */
function foldersOf({ top, git }: Repository): GitFolders | undefined {
  if (kindOf(git) === 'folder') {
    const common = shared(git);
    return isInside(git, common) ? { own: git, common } : undefined;
  }
  const [, named] = /^gitdir: (.+)$/.exec(linesOf(git).join('\n').trim()) ?? [];
  if (named === undefined) return undefined;
  const own = path.resolve(top, named);
  const common = shared(own);
  // A work tree beside others, and a submodule, are known to the repository that they belong to.
  const isKnown = common === own ? isSubmodule(own, top) : isWorkTree(own, common, git);
  const isOwn = isInside(top, own) && isInside(top, common);
  return isOwn || isKnown ? { own, common } : undefined;
}

function isWorkTree(own: string, common: string, git: string): boolean {
  const [back = ''] = linesOf(path.join(own, 'gitdir'));
  return isInside(path.join(common, 'worktrees'), own) && realPlace(path.resolve(own, back)) === realPlace(git);
}

function isSubmodule(own: string, top: string): boolean {
  const [, tree] = /^\s*worktree\s*=\s*(.+?)\s*$/m.exec(linesOf(path.join(own, 'config')).join('\n')) ?? [];
  return tree !== undefined && realPlace(path.resolve(own, tree)) === realPlace(top);
}

function isInside(folder: string, place: string): boolean {
  return isBelow(realPlace(folder), realPlace(place));
}

/** Where git looks for commits and what they hold, in its own folder; with what is below. */
const PLACES: Readonly<Record<string, boolean>> = {
  '.': false,
  objects: false,
  'objects/info': false,
  'objects/pack': false,
  refs: true,
  reftable: false,
};

/** Links among these: git follows them. */
function linksIn(own: string): readonly string[] {
  return Object.entries(PLACES).flatMap(([place, recursive]) =>
    entriesOf(path.join(own, place), recursive)
      .filter((entry) => entry.isSymbolicLink())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
}

function entriesOf(folder: string, recursive: boolean): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive, withFileTypes: true });
  } catch {
    return [];
  }
}

function shared(folder: string): string {
  const [named] = linesOf(path.join(folder, 'commondir'));
  return named === undefined || named === '' ? folder : path.resolve(folder, named);
}

function linesOf(file: string): readonly string[] {
  try {
    // Neither a pipe, which would never end, nor a link.
    return lstatSync(file).isFile() ? readFileSync(file, 'utf8').split('\n') : [];
  } catch {
    return [];
  }
}

function kindOf(place: string): 'folder' | 'file' | undefined {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return 'folder';
  return found?.isFile() === true ? 'file' : undefined;
}
