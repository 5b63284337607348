import { closeSync, createReadStream, createWriteStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { isWithin, openWithin } from '../folders/index.ts';
import { type LocatedFile, shownAs } from './request.ts';

/** Copies a file of the project, which cannot change meanwhile then. ProblemError EWS1016 for one that lies outside. */
export async function copyPrivately(from: LocatedFile, to: string): Promise<void> {
  if (from.reach === undefined) return copyFile(from.file, to);
  const descriptor = openWithin(from.reach, from.file);
  if (descriptor === undefined) throw outside(from);
  try {
    const bytes = createReadStream('', { fd: descriptor, autoClose: false, start: 0 });
    await pipeline(bytes, createWriteStream(to));
  } finally {
    closeSync(descriptor);
  }
}

/** ProblemError EWS1016 for a file that lies outside the project, where a link leads. */
export function checkReach(file: LocatedFile): void {
  if (file.reach !== undefined && !isWithin(file.reach, file.file)) throw outside(file);
}

function outside(file: LocatedFile): ProblemError {
  const message = `${shownAs(file)} lies outside the project, where a link leads`;
  const hint = 'copy it into the project, or name its folder with --allow-outside FOLDER or EWS_ALLOW_OUTSIDE';
  return problemError('EWS1016', message, { hint });
}
