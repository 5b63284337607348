import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** How a process is started. */
export interface WorkerLaunch {
  readonly command: string;
  readonly args: readonly string[];
  /** What the process can read from descriptor 4; without it there is no such descriptor. */
  readonly given?: Uint8Array;
}

/** What this machine has to start a process with; null where it has none. */
export interface LaunchTools {
  /** Sends a process a signal when its parent dies. */
  readonly setpriv: string | null;
  /** Sets limits of the kernel. */
  readonly prlimit: string | null;
  /** The words that give a program a network with nothing in it. */
  readonly noNetwork: readonly string[] | null;
}

const FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

const DIES = ['--pdeathsig', 'KILL'] as const;

/** With a user namespace, as anyone may; without one, as root may, who in it could not read what others own. */
const NAMESPACES = [['--net'], ['--user', '--map-root-user', '--net']] as const;

/** Looks for the tools where systems keep theirs, never along PATH, and tries what may be refused to this user. */
export async function findLaunchTools(): Promise<LaunchTools> {
  const [setpriv = null, prlimit = null, unshare = null] = ['setpriv', 'prlimit', 'unshare'].map(programNamed);
  const [first] = NAMESPACES;
  // Where one does nothing behind the other, both work: each process that is tried costs some milliseconds.
  if (setpriv !== null && unshare !== null && (await works(setpriv, [...DIES, unshare, ...first, '--']))) {
    return { setpriv, prlimit, noNetwork: [unshare, ...first, '--'] };
  }
  const [dies, noNetwork] = await Promise.all([works(setpriv, DIES), unshare === null ? null : namespaceOf(unshare)]);
  return { setpriv: dies ? setpriv : null, prlimit, noNetwork };
}

/** Looked for where systems keep their programs. */
export function programNamed(name: string): string | null {
  const files = FOLDERS.map((folder) => path.join(folder, name));
  return files.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function namespaceOf(unshare: string): Promise<readonly string[] | null> {
  for (const way of NAMESPACES) {
    if (await works(unshare, [...way, '--'])) return [unshare, ...way, '--'];
  }
  return null;
}

/** Whether a program that does nothing runs behind these words. */
export async function works(tool: string | null | undefined, args: readonly string[]): Promise<boolean> {
  if (tool === null || tool === undefined) return false;
  try {
    await promisify(execFile)(tool, [...args, '/bin/true'], { env: {}, timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}

/** The largest file that a worker may write; scratch as a whole is looked at from outside. */
interface FileLimit {
  readonly fileBytes: number;
}

/** A worker's program, with its files bounded and the network taken from it, as far as the machine has the tools. */
export function workerLaunch(tools: LaunchTools, node: readonly string[], { fileBytes }: FileLimit): WorkerLaunch {
  return commandOf([
    ...boundBy(tools, [`--fsize=${fileBytes}`]),
    ...(tools.noNetwork ?? []),
    process.execPath,
    ...node,
  ]);
}

/** Words that end a process with its parent, keep it from dumping its core, and set limits of the kernel. */
export function boundBy({ setpriv, prlimit }: LaunchTools, limits: readonly string[]): readonly string[] {
  return [
    ...(setpriv === null ? [] : [setpriv, ...DIES]),
    ...(prlimit === null ? [] : [prlimit, '--core=0', ...limits]),
  ];
}

export function commandOf([command = process.execPath, ...args]: readonly string[]): WorkerLaunch {
  return { command, args };
}
