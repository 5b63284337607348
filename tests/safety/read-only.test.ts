import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sharedProject } from '../build/built-project.ts';
import { LOOKING } from './commands.ts';
import { type HostileWorld, hostileWorld, outside, said } from './hostile-world.ts';

const shared = sharedProject();
const NOBODY = 65534;
const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];

/** What only looks; no file is asked for. As data they say the same. */
const COMMANDS = LOOKING.filter((args) => !args.includes('--output') && !args.includes('--json'));
/** A machine with much to do takes minutes. */
const LONG = { timeout: 400_000 };

/** Why a program cannot be run so here; undefined where it can. */
function whyNot(through: readonly string[]): string | undefined {
  const [program = '', ...args] = through;
  try {
    execFileSync(program, [...args, process.execPath, '--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${program} cannot run node here`;
  }
}

/** The built project, what the commands say of it while it can be written, and a home that is empty. */
async function openProject(): Promise<{ readonly world: HostileWorld; readonly expected: string }> {
  const writable = await hostileWorld(onTestFinished, (await shared()).root);
  const expected = await said(writable, COMMANDS);
  const world = { ...writable, home: path.join(writable.top, 'another home'), state: undefined };
  await mkdir(world.home);
  return { world, expected };
}

it('commands that only look say the same of a project that they may not write', LONG, async (context) => {
  if (process.getuid?.() !== 0) context.skip('only root can become nobody');
  const reason = whyNot(AS_NOBODY);
  if (reason !== undefined) context.skip(reason);
  const { world, expected } = await openProject();
  execFileSync('chmod', ['-R', 'a+rX,a-w', world.top]);
  onTestFinished(() => void execFileSync('chmod', ['-R', 'u+w', world.top]));
  const temporary = path.join(world.top, 'tmp');
  await chmod(temporary, 0o1777);
  const before = await outside(world, [world.home]);
  expect(await said(world, COMMANDS, AS_NOBODY)).toBe(expected);
  expect(await outside(world, [world.home])).toEqual(before);
  expect(await readdir(world.home)).toEqual([]);
});

it('and of one that is mounted to be read, with a folder for state', LONG, async (context) => {
  const bind = (world: HostileWorld) => ['bwrap', '--dev-bind', '/', '/', '--ro-bind', world.project, world.project];
  const { world, expected } = await openProject();
  const reason = whyNot(bind(world));
  if (reason !== undefined) context.skip(reason);
  const state = path.join(world.top, 'new state');
  await mkdir(state);
  const before = await outside(world, [world.home, state]);
  expect(await said({ ...world, state }, COMMANDS, bind(world))).toBe(expected);
  expect(await outside(world, [world.home, state])).toEqual(before);
  expect(
    (await readdir(path.join(state, 'scratch')).catch(() => [])).filter((name) => name !== 'CACHEDIR.TAG'),
  ).toEqual([]);
});
