import { lstatSync, readFileSync } from 'node:fs';
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

/** Whether it borrows objects of a folder that is not its own: another repository could be read through it. */
export function borrowsObjects({ git }: Repository): boolean {
  const own = commonFolder(git);
  if (own === undefined) return false;
  const objects = path.join(own, 'objects');
  if (!isBelow(realPlace(own), realPlace(objects))) return true;
  const lines = linesOf(path.join(objects, 'info', 'alternates')).filter((line) => line !== '' && line[0] !== '#');
  return lines.some((line) => !isBelow(realPlace(own), realPlace(path.resolve(objects, line))));
}

/** The folder with the objects: of a work tree beside others it is the one that they share. */
function commonFolder(git: string): string | undefined {
  if (kindOf(git) === 'folder') return shared(git);
  const [, named] = /^gitdir: (.+)$/.exec(linesOf(git).join('\n').trim()) ?? [];
  return named === undefined ? undefined : shared(path.resolve(path.dirname(git), named));
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
