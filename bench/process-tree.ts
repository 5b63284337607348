import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 40;

/** Processor time of a process and of all that it starts, however they end. */
export interface ProcessTree {
  /** Seconds, as far as was seen; what a process took between the last look and its end is missing. */
  readonly cpuSeconds: () => number;
  /** The most memory that one of them had at a time, as far as was seen. */
  readonly peakBytes: () => number;
  readonly stop: () => void;
}

interface Seen {
  readonly parent: number;
  readonly nanoseconds: number;
}

/**
 * Looks at `/proc` from time to time. A parent's own account of its children misses those that are killed behind a
 * barrier, because nobody there waits for them. Null where there is no such folder.
 */
export function watchTree(root: number): ProcessTree | null {
  if (process.platform !== 'linux') return null;
  const members = new Map<number, number>([[root, 0]]);
  let peak = 0;
  const look = (): void => {
    const seen = new Map<number, Seen>();
    for (const name of readdirSync('/proc')) {
      const found = /^\d+$/.test(name) ? seenIn(name) : undefined;
      if (found !== undefined) seen.set(Number(name), found);
    }
    // Who belongs stays, also when its parent is gone; a child of a child is found in one of the next rounds.
    for (const [pid, { parent, nanoseconds }] of seen) {
      if (members.has(pid) || members.has(parent))
        members.set(pid, Math.max(nanoseconds, members.get(pid) ?? nanoseconds));
      if (members.has(pid)) peak = Math.max(peak, peakOf(pid));
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    cpuSeconds: () => [...members.values()].reduce((sum, each) => sum + each, 0) / 1e9,
    peakBytes: () => peak,
    stop: () => clearInterval(timer),
  };
}

function seenIn(pid: string): Seen | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    const tasks = readdirSync(`/proc/${pid}/task`).map((task) =>
      Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]),
    );
    return { parent, nanoseconds: tasks.reduce((sum, each) => sum + each, 0) };
  } catch {
    return undefined;
  }
}

/** Its highest memory until now; nothing of one that has ended meanwhile. */
function peakOf(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kilobytes === undefined ? 0 : Number(kilobytes) * 1024;
  } catch {
    return 0;
  }
}
