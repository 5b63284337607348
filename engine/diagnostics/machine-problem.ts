import { type ProblemError, problemError } from './problem.ts';

/** Codes of system errors that say something of a file, a disk or the limits of a process, with the way out. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space, then run again',
  EDQUOT: 'the disk quota is used up: free some space, then run again',
  EACCES: 'give this user permission to read and write it',
  EPERM: 'give this user permission to read and write it',
  EROFS: 'the file system is read-only: work on a copy, or choose a lake elsewhere in the target',
  EMFILE: 'a process may open too few files here: raise the limit (ulimit -n 4096), or take fewer --threads',
  ENFILE: 'the machine has too many open files: close programs, then run again',
  ENOENT: 'it was there before: let nothing else move or delete files while ews works, then run again',
  ENOTDIR: 'something that is no folder stands where a folder belongs: move it away, then run again',
  EEXIST: 'something that is no folder stands where a folder belongs: move it away, then run again',
  EISDIR: 'a folder stands where a file belongs: move it away, then run again',
  EIO: 'the disk cannot be read or written: check it, and restore what it held from a copy',
  ENOMEM: 'the machine is out of memory: close programs, or take fewer --threads',
  EAGAIN: 'the machine lets no more processes start: close programs, or raise the limit (ulimit -u)',
};

/** What DuckDB says in words where the system has a code. */
const DUCKDB_WORDS: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|max_temp_directory_size/i, 'ENOSPC'],
  [/Too many open files/i, 'EMFILE'],
  [/Permission denied/i, 'EACCES'],
  [/Read-only file system/i, 'EROFS'],
  [/No such file or directory|No files found that match/i, 'ENOENT'],
  [/Is a directory/i, 'EISDIR'],
  [/Input\/output error/i, 'EIO'],
];

/**
 * The machine's part in a failure: ProblemError EWS4018 for an error of the file system, of its limits, or of DuckDB
 * about either, undefined for any other, which is a bug of ours.
 * @param what was done when it happened, such as `features.labor could not be built`
 */
export function machineProblem(error: unknown, what?: string): ProblemError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = systemCode(error);
  const hint = code === undefined ? undefined : WAYS_OUT[code];
  if (hint === undefined) return undefined;
  const [said = error.message] = error.message.split('\n');
  return problemError('EWS4018', what === undefined ? said : `${what}: ${said}`, { hint });
}

function systemCode(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (!/\bIO Error: /.test(error.message)) return undefined;
  return DUCKDB_WORDS.find(([words]) => words.test(error.message))?.[1];
}
