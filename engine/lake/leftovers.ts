import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { readdir, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

/** Neither a link nor a pipe is read: the one leads elsewhere, the other waits. */
export const NO_LINK = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const DAY_MS = 86_400_000;
const HOST = hostname().replaceAll(/[^A-Za-z0-9-]/g, '_');

/** A name for an unfinished write that says whose it is: `<host>.<pid>.<random>`. */
export function scratchName(): string {
  return `${HOST}.${process.pid}.${randomBytes(8).toString('hex')}`;
}

/** What else lies in the folder is not ours to remove. */
const SCRATCH_NAME = /^[\w-]*\.\d+\.[0-9a-f]{16}$/;

/** Removes the unfinished writes whose writer is gone. `now` in milliseconds since 1970. */
export async function reapLeftovers(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!SCRATCH_NAME.test(name)) continue;
    const file = path.join(folder, name);
    if (await isAbandoned(file, now)) await unlink(file).catch(() => undefined);
  }
}

/** A process of this host is gone; of another host, whose processes cannot be seen, files are older than a day. */
async function isAbandoned(file: string, now: number): Promise<boolean> {
  const [host, pid] = path.basename(file).split('.');
  if (host === HOST && !isAlive(Number(pid))) return true;
  const age = await stat(file).then(
    (found) => now - found.mtimeMs,
    () => 0,
  );
  return age > DAY_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
