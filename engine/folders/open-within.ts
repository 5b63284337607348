import { closeSync, constants, fstatSync, openSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { isWithin, type Reach } from './reach.ts';

/** Neither a link that took the place of the file meanwhile, nor a pipe, at which opening would wait. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Opens a file to read where a project may reach: a descriptor, or undefined for one that lies elsewhere. What was
 * opened is judged, as far as the system tells, so that a folder swapped for a link meanwhile does not lead out.
 */
export function openWithin(reach: Reach, file: string): number | undefined {
  const real = realpathSync.native(file);
  if (!isWithin(reach, real)) return undefined;
  const descriptor = openSync(real, FLAGS);
  if (fstatSync(descriptor).isFile() && openedAs(descriptor, real) === real) return descriptor;
  closeSync(descriptor);
  return undefined;
}

/** A file that has more bytes than were to be read: none of them was. */
export class FileTooLong extends Error {
  override readonly name = 'FileTooLong';
  readonly bytes: number;

  constructor(bytes: number) {
    super(`it has ${bytes} bytes`);
    this.bytes = bytes;
  }
}

/**
 * The bytes of a file where a project may reach; undefined for one that lies elsewhere.
 * @throws FileTooLong where it has more than `most`.
 */
export function readWithin(reach: Reach, file: string, most = Number.POSITIVE_INFINITY): Buffer | undefined {
  const descriptor = openWithin(reach, file);
  if (descriptor === undefined) return undefined;
  try {
    const { size } = fstatSync(descriptor);
    if (size > most) throw new FileTooLong(size);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The path of what was opened, which Linux alone tells; elsewhere the one that was asked for. */
function openedAs(descriptor: number, asked: string): string {
  return process.platform === 'linux' ? readlinkSync(`/proc/self/fd/${descriptor}`) : asked;
}
