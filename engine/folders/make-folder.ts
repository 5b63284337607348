import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing. It stands for Node's `recursive`, which never ends below a folder
 * that refuses children by saying that there is none, as /proc does.
 * @param mode as of `mkdir`
 * @returns the uppermost folder that was made; undefined where all were there
 * @throws what the system says, also of a file in the way; EACCES where a folder refuses children in this way
 */
export function makeFolder(folder: string, mode?: number): string | undefined {
  const parent = path.dirname(folder);
  const isWithin = parent === folder || existsSync(parent);
  const first = isWithin ? undefined : makeFolder(parent, mode);
  try {
    mkdirSync(folder, { mode });
    return first ?? folder;
  } catch (error) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return first;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    // Others remove folders that are empty.
    if (!existsSync(parent)) return makeFolder(folder, mode);
    throw Object.assign(new Error(`EACCES: no folder can be made there, mkdir '${folder}'`), {
      code: 'EACCES',
      syscall: 'mkdir',
      path: folder,
    });
  }
}
