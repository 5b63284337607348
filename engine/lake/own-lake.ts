import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { makeOwn, markOf } from '../folders/index.ts';
import { LAKE_FOLDERS, STRAYS } from './folders.ts';
import { SCRATCH_FOLDER } from './key.ts';

/**
 * Marks the folder of a lake before something is written there. A lake of before there were marks holds nothing but the
 * folders of lakes. ProblemError EWS4015 for a folder that is somebody else's.
 */
export function claimLake(root: string): void {
  if (makeOwn(root, 'lake', isLake)) return;
  const hint = 'name a folder that is not there yet, or an empty one, as path of the store';
  throw notOurs(root, `${root} is to be a lake, but holds what is not of a lake of ews`, hint);
}

function isLake(names: readonly string[]): boolean {
  return names.every((name) => LAKE_FOLDERS.has(name) || name === SCRATCH_FOLDER || STRAYS.has(name));
}

/** Marks the folder of copies before one is kept there. ProblemError EWS4015 for a folder that is somebody else's. */
export function claimCopies(folder: string): void {
  if (makeOwn(folder, 'cache', (names) => holdsCopies(folder, names))) return;
  const hint = 'name a folder that is not there yet, or an empty one, as path of the cache';
  throw notOurs(folder, `${folder} is to hold copies of the lake, but holds something else`, hint);
}

/** Copies of before there were marks: each has an entry that is called by a digest. */
function holdsCopies(folder: string, names: readonly string[]): boolean {
  const entries = path.join(folder, 'entries');
  const isKnown = names.every((name) => ['files', 'entries', 'tmp'].includes(name));
  return isKnown && existsSync(entries) && readdirSync(entries).every((name) => /^[0-9a-f]{64}\.json$/.test(name));
}

function notOurs(folder: string, message: string, hint: string): ProblemError {
  const notes = [`what ews makes carries ${markOf('lake')} or ${markOf('cache')}; ${folder} was not touched`];
  return problemError('EWS4015', message, { hint, notes });
}
