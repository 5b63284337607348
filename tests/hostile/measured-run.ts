import { type ChildProcess, spawn } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../source-files.ts';

const EVERY_MS = 25;
const PAGE_BYTES = 4096;
const BLOCK_BYTES = 512;
/** Folders are looked at each eighth time: that costs more than a look at processes. */
const FOLDERS_EVERY = 8;

/** A process by its id and its start: ids alone are used again. */
type ProcessKey = `${number} ${string}`;

/** What a command did to the machine, seen from outside. */
export interface MeasuredRun {
  /** Null where it was ended by a signal. */
  readonly code: number | null;
  readonly output: string;
  readonly seconds: number;
  /** The most that all processes of its tree held at once, what they share with others left out. */
  readonly memoryBytes: number;
  /** The most that lay in its scratch folders at once, on disk. */
  readonly scratchBytes: number;
}

/** Where a command works: a project, a home and a folder for temporary files, all its own. */
export interface CommandPlace {
  readonly project: string;
  readonly home: string;
  readonly scratch: string;
}

/** A command that runs, as somebody beside it sees it. */
export interface WatchedCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<MeasuredRun>;
  /** The processes of its tree that were seen and are still there. */
  left(): readonly number[];
}

/** Starts `ews ARGS` of the compiled engine on a project, and looks at its processes until it ends. */
export function watchedCommand(place: CommandPlace, args: readonly string[]): WatchedCommand {
  const { project, home, scratch } = place;
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, 'bin/ews.mjs'), ...args, '--project-dir', project], {
    cwd: project,
    env: { PATH: process.env['PATH'], HOME: home, TMPDIR: scratch, EWS_STATE_DIR: home, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seen = new Set<ProcessKey>();
  let [memoryBytes, scratchBytes, looks] = [0, 0, 0];
  const look = (): void => {
    const tree = treeOf(Number(child.pid));
    for (const pid of tree) seen.add(keyOf(pid));
    memoryBytes = Math.max(memoryBytes, sumOf(tree.map(ownMemory)));
    if (looks++ % FOLDERS_EVERY !== 0) return;
    scratchBytes = Math.max(scratchBytes, folderBytes(scratch) + folderBytes(path.join(project, '.ews/scratch')));
  };
  const watch = setInterval(look, EVERY_MS);
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(([ending, out, err]) => {
    clearInterval(watch);
    const seconds = (performance.now() - begun) / 1000;
    return { code: ending, output: `${out}${err}`, seconds, memoryBytes, scratchBytes };
  });
  return { child, ended, left: () => stillThere(seen) };
}

/** A process and all that it and its children have started, also those that lead groups of their own. */
function treeOf(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)?.trim().split(' ') ?? [];
  return [pid, ...children.filter((id) => id !== '').flatMap((id) => treeOf(Number(id)))];
}

/** Resident memory without shared pages: programs and libraries, which all processes have in common. */
function ownMemory(pid: number): number {
  const [, resident, shared] = read(`/proc/${pid}/statm`)?.split(' ') ?? [];
  return resident === undefined ? 0 : (Number(resident) - Number(shared)) * PAGE_BYTES;
}

function keyOf(pid: number): ProcessKey {
  return `${pid} ${startOf(pid)}`;
}

/** When a process began, in ticks since the boot; `gone` where there is none, or only a zombie. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === undefined || state === 'Z' || state === 'X' ? 'gone' : String(fields[18]);
}

function stillThere(seen: ReadonlySet<ProcessKey>): readonly number[] {
  return [...seen].flatMap((key) => {
    const [pid, start] = key.split(' ');
    return start !== 'gone' && startOf(Number(pid)) === start ? [Number(pid)] : [];
  });
}

/** Bytes that a folder holds on disk; what goes away meanwhile counts nothing. */
function folderBytes(folder: string): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).map((entry) => path.join(folder, entry.name));
    return sumOf(
      entries.map((entry) => {
        const about = lstatSync(entry, { throwIfNoEntry: false });
        if (about === undefined) return 0;
        return about.isDirectory() ? folderBytes(entry) : about.blocks * BLOCK_BYTES;
      }),
    );
  } catch {
    return 0;
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}
