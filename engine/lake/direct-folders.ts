import { realpathSync } from 'node:fs';
import path from 'node:path';
import { realPlace } from '../folders/index.ts';

/** The folders below one that no link leads to: behind one, reading and writing would lead out of it. */
export class DirectFolders {
  readonly #root: string;
  readonly #known = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Whether a folder below the root lies where its path says; what is not there yet lies where it would be made. */
  has(folder: string): boolean {
    if (this.#known.has(folder)) return true;
    const place = path.join(realPlace(this.#root), path.relative(this.#root, folder));
    if (realPlace(folder) !== place) return false;
    if (isThere(folder)) this.#known.add(folder);
    return true;
  }

  /** A folder that was removed: made again, it is looked at again. */
  forget(folder: string): void {
    this.#known.delete(folder);
  }
}

function isThere(folder: string): boolean {
  try {
    return realpathSync.native(folder) !== '';
  } catch {
    return false;
  }
}
