import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { ownerName } from '../scratch.ts';
import { datagramEar, type Ear, streamEar } from './ears.ts';
import type { ProbeTargets } from './ways-out.ts';
import { within } from './within.ts';

/** A signal that does nothing to a process that does not ask for it, and that nobody else sends. */
const SIGNAL = 'SIGURG';
const SIGNAL_MS = 2000;

const PREFIX = 'ews-outside-';
/** A folder's owner by process id, start and boot, and six characters that make it the only one. */
const OWNED = new RegExp(`^${PREFIX}(\\d+-\\d+-[0-9a-f-]{36})-\\w{6}$`);

/** Ways that leave files, each in a folder of its name. */
const WRITING = [
  'file_write',
  'wasi_file',
  'database_file',
  'v8_files',
  'heap_snapshot',
  'diagnostic_report',
  'trace_log',
  'unix_listen',
] as const;

/** What lies outside of a barrier for a probe to reach for: sockets, files and this process. */
export interface Outside {
  readonly targets: ProbeTargets;
  readonly ears: Readonly<Record<'tcp' | 'udp' | 'resolver' | 'unix' | 'abstract', Ear>>;
  filesOf(way: (typeof WRITING)[number]): readonly string[];
  /** Whether the file that is there to be changed is no longer as it was. */
  isChanged(): boolean;
  /** Whether a signal came; also where this process would not notice. */
  wasSignalled(): boolean;
  readonly secret: string;
  close(): void;
}

export async function openOutside(): Promise<Outside> {
  const token = randomBytes(16).toString('hex');
  // Not in /tmp or /run: those are the first that a barrier makes its own, so they would prove little.
  const root = writable(['/var/tmp', homedir(), tmpdir()]);
  sweepOutside(root);
  const folder = mkdtempSync(path.join(root, `${PREFIX}${ownerName(process.pid) ?? process.pid}-`));
  for (const way of WRITING) mkdirSync(path.join(folder, way));
  const [secretFile, kept] = [path.join(folder, 'secret'), path.join(folder, 'kept')];
  const secret = `secret ${token}`;
  writeFileSync(secretFile, secret);
  writeFileSync(kept, token);
  const before = stateOf(kept);
  const unixSocket = path.join(folder, 'socket');
  const abstractSocket = `\0ews-${token}`;
  const signals = await listenForSignals();
  const ears = {
    tcp: await streamEar({ port: 0 }),
    udp: await datagramEar(),
    resolver: await datagramEar(),
    unix: await streamEar({ path: unixSocket }),
    // A name without a file is Linux's; elsewhere nobody can reach for it.
    abstract: await streamEar(process.platform === 'linux' ? { path: abstractSocket } : { port: 0 }),
  };
  return {
    targets: {
      token,
      tcpPort: ears.tcp.port,
      udpPort: ears.udp.port,
      resolverPort: ears.resolver.port,
      unixSocket,
      abstractSocket,
      secret: secretFile,
      kept,
      folder,
      parent: process.pid,
    },
    ears,
    filesOf: (way) => readdirSync(path.join(folder, way)),
    isChanged: () => stateOf(kept) !== before,
    wasSignalled: signals.wasSignalled,
    secret,
    close() {
      for (const ear of Object.values(ears)) ear.close();
      signals.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Removes what processes of this user left behind that were killed. */
export function sweepOutside(root: string): void {
  for (const name of readdirSync(root)) {
    const owner = OWNED.exec(name)?.[1];
    if (owner === undefined || ownerName(Number.parseInt(owner, 10)) === owner) continue;
    const folder = path.join(root, name);
    if (statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.()) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function writable(folders: readonly string[]): string {
  return folders.find(isWritable) ?? tmpdir();
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** All that can be changed of a file, as one text; it may be gone. */
function stateOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return 'gone';
  return [stat.mode, stat.mtimeMs, stat.size, stat.ino, readFileSync(file, 'utf8')].join(' ');
}

/** Hears the signal, once it has heard one of its own: who does not hear that would not hear another's. */
async function listenForSignals() {
  let heard = 0;
  let first: ((hears: boolean) => void) | undefined;
  const own = new Promise<boolean>((resolve) => {
    first = resolve;
  });
  const hear = (): void => {
    heard += 1;
    first?.(true);
  };
  process.on(SIGNAL, hear);
  process.kill(process.pid, SIGNAL);
  const hears = await within(SIGNAL_MS, own, false);
  return { wasSignalled: () => !hears || heard !== 1, close: () => void process.off(SIGNAL, hear) };
}
