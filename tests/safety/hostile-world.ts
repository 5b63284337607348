import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { copyProject, type OnFinished } from '../build/small-project.ts';

const RUNNER = path.join(import.meta.dirname, 'run-commands.mjs');
const MAIN = path.resolve(import.meta.dirname, '../../dist/engine/cli/main.js');

/** In files that no command may read; nothing that a command says or stores may hold it. */
export const PRIVATE = 'PRIVATE-OF-SOMEBODY';

/** What the environment of every command holds that is nobody else's business. */
const ENVIRONMENT = {
  FRED_API_KEY: 'c0ffee00c0ffee00c0ffee00c0ffee0a',
  AWS_ACCESS_KEY_ID: 'AKIAQ3EGENVIRONMENT0',
  AWS_SECRET_ACCESS_KEY: 'secret+of+the+environment/ofAWS1234567890',
  AWS_SESSION_TOKEN: 'token-of-the-environment',
  OPENLINEAGE_API_KEY: 'lineage-key-of-the-environment',
  HTTPS_PROXY: 'http://me:proxy-password@127.0.0.1:9',
} as const;

/** The parts of it that are secret. */
export const SECRETS: readonly string[] = [
  ...Object.entries(ENVIRONMENT).flatMap(([name, value]) => (name === 'HTTPS_PROXY' ? [] : [value])),
  'proxy-password',
];

/** A machine with a user's own files, and a project that somebody else wrote. */
export interface HostileWorld {
  /** The folder of all that there is. */
  readonly top: string;
  readonly project: string;
  /** A folder of the user, with files of the names that lakes and caches have. */
  readonly victim: string;
  /** What runs out of the project makes this file. */
  readonly ran: string;
  readonly home: string;
  /** `EWS_STATE_DIR`, where the user named one. */
  readonly state: string | undefined;
}

/** A world whose user named a folder for state. */
export interface HostileWorldWithState extends HostileWorld {
  readonly state: string;
}

/** What this machine computes, once a command has asked: it takes a second. */
let numerics: Buffer | undefined;

/** `from`: the project that becomes hostile, with its lake. */
export async function hostileWorld(onFinished: OnFinished, from: string): Promise<HostileWorldWithState> {
  const top = await temporaryFolder(onFinished);
  const project = path.join(top, 'project');
  const { root } = await copyProject(onFinished, from);
  await rename(root, project);
  const victim = path.join(top, 'victim');
  for (const folder of [
    'home/.cache',
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
  return { top, project, victim, home: path.join(top, 'home'), ran: path.join(top, 'RAN'), state };
}

/**
 * All that there is without some folders. The folder for what is temporary is looked into alone: what was in it
 * meanwhile is gone afterwards, but for the empty folder that workers have for each user.
 */
export async function outside({ top }: HostileWorld, without: readonly string[]) {
  const temporary = path.join(top, 'tmp');
  const left = (await readdir(temporary, { recursive: true })).filter((name) => !/^ews-workers-\d+$/.test(name));
  return { files: await snapshot(top, [...without, temporary]), temporary: left };
}

/** What a file system holds: the digest of a file, where a link leads, and when either was written, by its path. */
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
  // A file that was made and taken away again leaves its mark on the folder.
  const at = ` at ${about.mtimeMs}, mode ${about.mode.toString(8)}`;
  if (about.isSymbolicLink()) return `-> ${await readlink(full)}${at}`;
  if (!about.isFile()) return (about.isDirectory() ? 'folder' : 'neither') + at;
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(full)) digest.update(chunk);
  return digest.digest('hex') + at;
}

/**
 * Everything that the commands said on both streams, as bytes that came. `through`: a program with its arguments that
 * runs node in turn.
 */
export async function said(
  world: HostileWorld,
  commands: readonly (readonly string[])[],
  through: readonly string[] = [],
): Promise<string> {
  const { top, project, home, state } = world;
  const [program, ...args] = [...through, process.execPath, RUNNER, MAIN];
  const child = spawn(present(program), args, {
    cwd: project,
    env: {
      ...ENVIRONMENT,
      PATH: process.env['PATH'],
      HOME: home,
      TMPDIR: path.join(top, 'tmp'),
      ...(state === undefined ? {} : { EWS_STATE_DIR: state }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(commands.map((args) => JSON.stringify(args)).join('\n'));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const known = state === undefined ? path.join(home, '.cache/ews') : state;
  numerics ??= await readFile(path.join(known, 'numerics.json')).catch(() => undefined);
  return `${out}\n${err}`;
}
