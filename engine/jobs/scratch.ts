import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../folders/index.ts';

const BLOCK_BYTES = 512;

/**
 * Makes the scratch folder of this process below a root, and removes those of processes that are gone. A folder is
 * named by process id, its start and the boot: ids alone are used again, in containers at once.
 * @param root on a disk of this machine: on a shared one, runs of other machines would look dead.
 */
export function openScratch(root: string): string {
  makeFolder(root);
  sweepScratch(root);
  const folder = path.join(root, ownerName(process.pid) ?? String(process.pid));
  makeFolder(folder);
  return folder;
}

/** Removes the folders whose process is gone. What is not named as an owner's folder is left alone. */
function sweepScratch(root: string): void {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    const pid = /^(\d+)-\d+-[0-9a-f-]{36}$/.exec(name)?.[1];
    if (pid !== undefined && ownerName(Number(pid)) !== name) {
      rmSync(path.join(root, name), { recursive: true, force: true });
    }
  }
}

/** `pid-start-boot`; null where the process is gone, a zombie, or the platform does not tell. */
export function ownerName(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets, which may hold anything.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return [pid, fields[18], boot].join('-');
  } catch {
    return null;
  }
}

/** Bytes that a folder holds on disk; files that go away meanwhile count nothing. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  for (const name of namesIn(folder)) {
    const file = path.join(folder, name);
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    bytes += stat.isDirectory() ? folderBytes(file) : stat.blocks * BLOCK_BYTES;
  }
  return bytes;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
