import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BarredProgram } from '../../jobs/index.ts';
import { compiledFolder } from '../compiled-folder.ts';

/**
 * The compiled training room, its guard before anything else: by the name by which the program imports it, so that
 * there is one of it. All of `dist` may be read: Node 20.19 looks into each folder above a module.
 */
export function trainingProgram(dist = compiledFolder()): BarredProgram {
  return {
    entry: path.join(dist, 'programs/training.js'),
    readable: [dist, ...packageFolders(path.dirname(dist))],
    preloaded: [pathToFileURL(path.join(dist, 'engine/training/job/guard.js')).href],
  };
}

/** What tries to get out of where a program is, with as much to read; without the guard, which is no barrier. */
export function probeProgram({ readable }: BarredProgram, dist = compiledFolder()): BarredProgram {
  return { entry: path.join(dist, 'engine/jobs/barriers/probe.js'), readable };
}

/** Where Node looks for packages from a folder on, and the file that says how its modules are written. */
function packageFolders(folder: string): readonly string[] {
  const found: string[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    const packages = path.join(at, 'node_modules');
    if (existsSync(packages)) found.push(packages);
    if (at === path.dirname(at)) return [...found, path.join(folder, 'package.json')];
  }
}
