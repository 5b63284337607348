import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const INTERVAL_MS = 50;

/**
 * Looks at a process's resident memory until it is stopped, and says once when it has grown beyond `limit` bytes. A
 * heap limit would not do: typed arrays live outside of the heap.
 */
export function watchMemory(
  pid: number | undefined,
  limit: number,
  exceeded: (bytes: number) => void,
): { stop(): void } {
  let stopped = false;
  const look = async (): Promise<void> => {
    const bytes = await residentBytes(pid);
    if (stopped) return;
    if (bytes !== null && bytes > limit) {
      stopped = true;
      exceeded(bytes);
      return;
    }
    timer = setTimeout(look, INTERVAL_MS);
  };
  let timer = setTimeout(look, INTERVAL_MS);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Resident memory in bytes; null where the platform does not tell it, or the process is gone or did not start. */
export async function residentBytes(pid: number | undefined): Promise<number | null> {
  if (pid === undefined) return null;
  const kilobytes = process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
  return kilobytes === null || !Number.isFinite(kilobytes) ? null : kilobytes * 1024;
}

async function fromProc(pid: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN);
  } catch {
    return null;
  }
}

async function fromPs(pid: number): Promise<number | null> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: 5000 });
    return Number(stdout.trim());
  } catch {
    return null;
  }
}
