import { lstatSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFolder } from '../folders/index.ts';
import { findLaunchTools, localWorkers, type Workers } from '../jobs/index.ts';
import { choosingVariables } from '../numerics/index.ts';
import { compiledFolder } from '../run/index.ts';
import { atCommandEnd } from './command-end.ts';

/** A file in scratch that is larger is no intermediate result: the kernel ends writing it. */
const LARGEST_FILE = 2 ** 40;

let workers: Workers | undefined;

/** How many more are kept idle than can be at work. */
let spare = 0;
let most = 0;

/**
 * Says that this process runs one build after another, and ends some of them: two workers more than can be at work are
 * kept, as many as one group takes, so that they are warm when those at work are ended. Called before the first session
 * is opened.
 */
export function keepSpareWorker(): void {
  spare = 2;
}

/** Starts what was ended, ahead of the next time that it is needed; nothing where no build has needed a worker yet. */
export function warmCommandWorkers(): void {
  workers?.warm(most);
}

/**
 * The workers of this process, which runs one command: sessions that it opens one after another share them. None is
 * started before a statement needs one.
 * @param named the folder that the user gave `ews` for what it writes while it works, if any.
 */
export function commandWorkers(width: number, [named]: readonly string[]): Workers {
  if (workers !== undefined) return workers;
  most = width + spare;
  const made = localWorkers({
    node: [path.join(compiledFolder(), 'programs/worker.js')],
    tools: findLaunchTools,
    scratchRoot: () => (named === undefined ? ownFolder() : path.join(named, 'workers')),
    width: most,
    fileBytes: LARGEST_FILE,
    environment: choosingVariables(process.env),
  });
  workers = made;
  // Otherwise they would keep the process alive.
  atCommandEnd(async () => {
    workers = undefined;
    await made.close();
  });
  return made;
}

/**
 * A folder of the user's own among the temporary ones, the same for every run, so that what dead ones left is found; a
 * new one where somebody else was there first.
 */
function ownFolder(): string {
  // In a container a user may have a number and no name, of which `userInfo` would know nothing at all.
  const uid = process.getuid?.();
  const folder = path.join(tmpdir(), `ews-workers-${uid}`);
  try {
    makeFolder(folder, 0o700);
    const found = lstatSync(folder);
    if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return folder;
  } catch {
    // Then one that nobody can have been before.
  }
  return mkdtempSync(path.join(tmpdir(), 'ews-workers-'));
}
