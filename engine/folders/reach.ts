import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Where the files of a project may lie: in its folder, and in those that the user named. Real paths. */
export interface Reach {
  readonly root: string;
  readonly outside: readonly string[];
}

/** How many links may lead to each other before they are taken for a circle, as Linux has it. */
const MOST_LINKS = 40;

/** `outside`: folders that the user named by flag or environment, never the project. */
export function reachOf(root: string, outside: readonly string[] = []): Reach {
  return { root: realPlace(root), outside: outside.map((folder) => realPlace(folder)) };
}

/**
 * Whether a file lies, with all links followed, where the project may reach; what is not there yet lies where it would
 * be made. A repository's own folder is no part of a project: its configuration may hold passwords.
 */
export function isWithin({ root, outside }: Reach, file: string): boolean {
  const real = realPlace(file);
  const place = [root, ...outside].find((folder) => isBelow(folder, real));
  return place !== undefined && !path.relative(place, real).split(path.sep).includes('.git');
}

/** Whether `file` is the folder, or lies below it. */
export function isBelow(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** A path with all links followed, also those that lead to what is not there yet. */
export function realPlace(file: string, links = 0): string {
  const full = path.resolve(file);
  try {
    return realpathSync(full);
  } catch {
    const parent = path.dirname(full);
    if (parent === full || links > MOST_LINKS) return full;
    const place = path.join(realPlace(parent, links), path.basename(full));
    const target = targetOf(place);
    return target === undefined ? place : realPlace(path.resolve(path.dirname(place), target), links + 1);
  }
}

function targetOf(place: string): string | undefined {
  try {
    return lstatSync(place).isSymbolicLink() ? readlinkSync(place) : undefined;
  } catch {
    return undefined;
  }
}
