import { readFileSync } from 'node:fs';

const PAGE_BYTES = 4096;

/**
 * Bytes of memory that a process alone holds: resident pages without those of programs and libraries, which all workers
 * share (70 MB of them). Null where the platform does not tell, or the process is gone.
 */
export function ownMemory(pid: number): number | null {
  const fields = readProc(`${pid}/statm`)?.split(' ');
  if (fields === undefined) return null;
  return (Number(fields[1]) - Number(fields[2])) * PAGE_BYTES;
}

/** Bytes of data segments that a process has asked for, whether or not they are resident; null as above. */
export function dataSegments(pid: number): number | null {
  const kilobytes = /^VmData:\s+(\d+) kB$/m.exec(readProc(`${pid}/status`) ?? 'gone')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** The last of a chain of only children: behind `unshare --fork` it is the process that counts. */
export function innermost(pid: number): number {
  const [child] = readProc(`${pid}/task/${pid}/children`)?.trim().split(' ') ?? [];
  return child === undefined || child === '' ? pid : innermost(Number(child));
}

function readProc(file: string): string | undefined {
  try {
    return readFileSync(`/proc/${file}`, 'latin1');
  } catch {
    return undefined;
  }
}
