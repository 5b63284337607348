import {
  closeSync,
  constants,
  createReadStream,
  createWriteStream,
  fstatSync,
  openSync,
  type ReadStream,
} from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type ProblemError, problemError } from '../diagnostics/index.ts';
import { isWithin, openWithin } from '../folders/index.ts';
import { digestOnTheWay, type FileDigest, PIECE } from '../lake/index.ts';
import { type LocatedFile, shownAs } from './request.ts';

/** What is no file, such as a pipe that nobody writes, is not waited for. */
const READING = constants.O_RDONLY | constants.O_NONBLOCK;

export interface CopyTerms {
  readonly signal?: AbortSignal;
  /** The most bytes that the copy may have; absent: as many as the file has. */
  readonly most?: number;
}

/**
 * Copies a file of the project, which cannot change meanwhile then; returns the digest of the copy's bytes. The signal
 * ends it with an AbortError. ProblemError EWS1016 for a file that lies outside, EWS3041 for one that is larger than a
 * copy may be: nothing of it is written.
 */
export async function copyPrivately(
  from: LocatedFile,
  to: string,
  { signal, most = Number.POSITIVE_INFINITY }: CopyTerms = {},
): Promise<FileDigest> {
  const digesting = digestOnTheWay();
  await pipeline(opened(from, most), digesting.pass, createWriteStream(to), { ...(signal && { signal }) });
  return digesting.end();
}

/** Whoever reads it to its end, or gives up, closes it. */
function opened(from: LocatedFile, most: number): ReadStream {
  const fd = from.reach === undefined ? openSync(from.file, READING) : openWithin(from.reach, from.file);
  if (fd === undefined) throw outside(from);
  const { size } = fstatSync(fd);
  if (size <= most) return createReadStream('', { fd, start: 0, highWaterMark: PIECE });
  closeSync(fd);
  const message = `${shownAs(from)} has ${megabytes(size)}, and a copy may take ${megabytes(most)} of scratch`;
  throw problemError('EWS3041', message, { hint: 'make it smaller, or raise resources.scratch in the target' });
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
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
