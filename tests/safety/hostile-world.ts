import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { copyProject, type OnFinished } from '../build/small-project.ts';

const RUNNER = path.join(import.meta.dirname, 'run-commands.mjs');
const MAIN = path.resolve(import.meta.dirname, '../../dist/engine/cli/main.js');

/** In files that no command may read; nothing that a command says or stores may hold it. */
export const PRIVATE = 'PRIVATE-OF-SOMEBODY';

/** A machine with a user's own files, and a project that somebody else wrote. */
export interface HostileWorld {
  /** The folder of all that there is. */
  readonly top: string;
  readonly project: string;
  /** A folder of the user, with files of the names that lakes and caches have. */
  readonly victim: string;
  /** What runs out of the project makes this file. */
  readonly ran: string;
  readonly state: string;
}

/** What this machine computes, once a command has asked: it takes a second. */
let numerics: Buffer | undefined;

/** `from`: the project that becomes hostile, with its lake. */
export async function hostileWorld(onFinished: OnFinished, from: string): Promise<HostileWorld> {
  const top = await temporaryFolder(onFinished);
  const project = path.join(top, 'project');
  const { root } = await copyProject(onFinished, from);
  await rename(root, project);
  const victim = path.join(top, 'victim');
  for (const folder of [
    'home',
    'tmp',
    ...['cache', 'files', 'entries', 'tmp', '.tmp', 'objects'].map((name) => `victim/${name}`),
  ]) {
    await mkdir(path.join(top, folder), { recursive: true });
  }
  for (const file of ['cache/photo', 'files/a', 'tmp/b', '.tmp/host.1.0000000000000000', 'a.yaml', 'x.csv']) {
    await writeFile(path.join(victim, file), `date,amount\n1999-01-01,${PRIVATE}\n`);
  }
  const state = path.join(top, 'state');
  await mkdir(state);
  if (numerics !== undefined) await writeFile(path.join(state, 'numerics.json'), numerics);
  return { top, project, victim, ran: path.join(top, 'RAN'), state };
}

/** What a file system holds: the digest of a file, where a link leads, by its path. */
export async function snapshot(folder: string, without: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  const visit = async (place: string): Promise<void> => {
    for (const name of (await readdir(place)).toSorted()) {
      const full = path.join(place, name);
      if (without.includes(full)) continue;
      const about = await lstat(full);
      if (about.isDirectory()) await visit(full);
      found[path.relative(folder, full)] = await described(full, about);
    }
  };
  await visit(folder);
  return found;
}

async function described(full: string, about: Awaited<ReturnType<typeof lstat>>): Promise<string> {
  if (about.isSymbolicLink()) return `-> ${await readlink(full)}`;
  if (!about.isFile()) return about.isDirectory() ? 'folder' : 'neither';
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(full)) digest.update(chunk);
  return digest.digest('hex');
}

/** Everything that the commands said on both streams, as bytes that came. */
export async function said(world: HostileWorld, commands: readonly (readonly string[])[]): Promise<string> {
  const { top, project, state } = world;
  const child = spawn(process.execPath, [RUNNER, MAIN], {
    cwd: project,
    env: {
      PATH: process.env['PATH'],
      HOME: path.join(top, 'home'),
      TMPDIR: path.join(top, 'tmp'),
      EWS_STATE_DIR: state,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(commands.map((args) => JSON.stringify(args)).join('\n'));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  numerics ??= await readFile(path.join(state, 'numerics.json')).catch(() => undefined);
  return `${out}\n${err}`;
}
