import { problemError } from '../diagnostics/index.ts';
import { makeOwn } from '../folders/index.ts';

/** Makes the folder that a command works in, marked as one that may go. ProblemError EWS4006 where that cannot be. */
export function makeScratch(folder: string): void {
  try {
    makeOwn(folder, 'cache', () => false);
  } catch (error) {
    const message = `cannot make ${folder} to work in: ${error instanceof Error ? error.message : String(error)}`;
    throw problemError('EWS4006', message, { hint: 'name a folder for that: EWS_STATE_DIR=FOLDER' });
  }
}
