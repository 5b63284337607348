import { problemError } from '../diagnostics/index.ts';

const WAYS_OUT: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space, then run again',
  EACCES: 'give this user permission to read and write the folder and what is in it',
  EROFS: 'the file system is read-only: choose another folder in the target',
  EPERM: 'the file system must allow hard links: choose a local disk in the target',
};

/** Errors of the file system become a ProblemError EWS4006 that names the place; all else passes. */
export async function guardDisk<T>(doing: string, place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = diskErrorCode(error);
    if (code === undefined) throw error;
    const message = `cannot ${doing} in ${place}: ${(error as Error).message}`;
    const hint = WAYS_OUT[code] ?? 'check that the folder exists, is writable and has space';
    throw problemError('EWS4006', message, { hint });
  }
}

/** System errors carry a code such as ENOENT. */
export function diskErrorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
