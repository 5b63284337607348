import { cpSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { present } from '../../engine/presence/index.ts';
import { objectDigests } from '../build/objects.ts';
import { copyProject, manifestOf, type TestProject } from '../build/small-project.ts';
import { ews } from './product.ts';
import { tinyProject, type Watched, watch } from './watched-command.ts';

const isLinux = process.platform === 'linux';

async function replaced({ root }: TestProject, file: string, text: string): Promise<void> {
  await writeFile(path.join(root, `${file}.tmp`), text);
  await rename(path.join(root, `${file}.tmp`), path.join(root, file));
}

/** Processes that a process has started, and theirs. */
async function descendants(root: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => undefined);
    if (stat === undefined) continue;
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // What has ended and nobody has waited for is no process that works.
    if (state !== 'Z') parents.set(Number(name), Number(parent));
  }
  const found = new Set([root]);
  for (let grew = true; grew; ) {
    const before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
    grew = found.size > before;
  }
  return [...found].filter((pid) => pid !== root);
}

/** What a process holds of the machine. */
async function held({ child }: Watched): Promise<{ readonly handles: number; readonly processes: number }> {
  const pid = present(child.pid);
  const handles = (await readdir(`/proc/${pid}/fd`)).length;
  return { handles, processes: (await descendants(pid)).length };
}

/** A heap in which a watch works, and in which what 200 builds would leave behind does not fit. */
const SMALL_HEAP = '--max-old-space-size=96';

it.runIf(isLinux)('ews build --watch holds after 200 saves what it held after 20', async () => {
  const project = await tinyProject();
  const watched = watch(project, [SMALL_HEAP]);
  await watched.told.until(/watching \d+ files/);
  let early: Awaited<ReturnType<typeof held>> | undefined;
  for (let save = 1; save <= 200; save++) {
    const built = watched.told.next(/Done in[\s\S]*Run page/);
    await replaced(project, 'features/credit.sql', `SELECT date, amount + ${save} AS amount FROM bank.loans\n`);
    await built;
    if (save === 20) early = await held(watched);
  }
  const late = await held(watched);
  // A file or two may be open at the moment of the look.
  expect(late.handles).toBeLessThanOrEqual(present(early).handles + 4);
  expect(late.processes).toBeLessThanOrEqual(present(early).processes);
  expect(watched.told.text()).not.toMatch(/MaxListenersExceeded|error EWS/);
  expect(await watched.interrupt()).toBe(0);
});

it.runIf(isLinux).each([
  ['before it is ready', /found \d+ series/],
  ['while it computes for the first time', /OK +source/],
  ['while it trains', /models follow/],
  ['when it waits', /models follow[\s\S]*Done in[\s\S]*Done in[\s\S]*Run page/],
])('Ctrl-C ends a watch and every process of it: %s', async (_when, moment) => {
  const project = await copyProject(onTestFinished);
  const watched = watch(project);
  const reached = watched.told.until(moment);
  if (moment.source.startsWith('models')) {
    await watched.told.until(/watching \d+ files/);
    const file = 'features/credit.sql';
    const text = await readFile(path.join(project.root, file), 'utf8');
    await replaced(project, file, text.replace('100 * ln', '50 * ln'));
  }
  await reached;
  const processes = await descendants(present(watched.child.pid));
  expect(await watched.interrupt()).toBe(0);
  const left = async (): Promise<readonly number[]> => {
    const all = await descendants(1);
    return processes.filter((pid) => all.includes(pid));
  };
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  expect(watched.told.text()).not.toContain('bug in ews');
});

/** Edits of the small project, each with its ways to be: of a recipe, of dates, of words, wrong ones among them. */
const EDITS: readonly (readonly [string, string, readonly string[]])[] = [
  ['features/credit.sql', '100 * ln', ['100 * ln', '50 * ln', '25 * ln', '100 * lnn', '/* a comment */ 100 * ln']],
  ['features/slope.sql', 'SELECT', ['SELECT', 'SELECT ', '-- words\nSELECT', 'SELEC']],
  ['ews.config.yaml', 'end: 2009-12-31', ['end: 2009-12-31', 'end: 2009-11-30', 'end: 2009-10-31', 'end: soon']],
  [
    'ews.config.yaml',
    'value: 6, description: months over',
    ['value: 6, description: months over', 'value: 5, description: months over'],
  ],
];

function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const SEED = Number(process.env['EWS_SEED'] ?? Date.now() % 1_000_000);

it(`after random edits a watch has left what a build of the last state makes (seed ${SEED})`, async () => {
  const project = await copyProject(onTestFinished);
  const original = new Map<string, string>();
  for (const [file] of EDITS) original.set(file, await readFile(path.join(project.root, file), 'utf8'));
  const chosen = EDITS.map(() => 0);
  const textOf = (file: string): string =>
    EDITS.reduce(
      (text, [of, from, ways], index) => {
        const way = present(ways[present(chosen[index])]);
        return of === file ? text.replace(from, () => way) : text;
      },
      present(original.get(file)),
    );

  const watched = watch(project);
  await watched.told.until(/watching \d+ files/);
  const roll = dice(SEED);
  const edit = async (index: number, way: number): Promise<void> => {
    chosen[index] = way;
    const [file] = present(EDITS[index]);
    if (roll(2) === 0) await replaced(project, file, textOf(file));
    else await writeFile(path.join(project.root, file), textOf(file));
  };
  for (let turn = 0; turn < 40; turn++) {
    const index = roll(EDITS.length);
    await edit(index, roll(present(EDITS[index])[2].length));
    await new Promise((resolve) => setTimeout(resolve, roll(4) === 0 ? roll(900) : roll(60)));
  }
  // What is wrong in the end is mended; the first ways are sound.
  for (const [index, [, , ways]] of EDITS.entries()) {
    if (/lnn|SELEC$|soon/.test(present(ways[present(chosen[index])]))) await edit(index, 0);
  }

  const plain: TestProject = await emptyProject(onTestFinished);
  cpSync(project.root, plain.root, { recursive: true, filter: (from) => path.basename(from) !== '.ews' });
  expect((await ews(plain.root, 'build')).code).toBe(0);
  const expected = await nodesOf(plain);
  await expect.poll(() => nodesOf(project), { timeout: 300_000, interval: 200 }).toEqual(expected);
  const [stored, made] = [await objectDigests(project.lake), await objectDigests(plain.lake)];
  expect(Object.fromEntries(Object.keys(made).map((key) => [key, stored[key]]))).toEqual(made);
  expect(watched.told.text()).not.toContain('bug in ews');
  expect(await watched.interrupt()).toBe(0);
  expect((await ews(project.root, 'lineage', 'verify')).code).toBe(0);
});

async function emptyProject(onFinished: Parameters<typeof temporaryFolder>[0]): Promise<TestProject> {
  const root = await temporaryFolder(onFinished);
  return { root, lake: path.join(root, '.ews', 'lake') };
}

/** What an environment holds, without which run made it. */
async function nodesOf(project: TestProject): Promise<Readonly<Record<string, unknown>>> {
  const { nodes } = await manifestOf(project);
  return Object.fromEntries(
    Object.entries(nodes).map(([id, { status, fingerprint, objects, digests, metas, rows, note, test }]) => [
      id,
      { status, fingerprint, objects, digests, metas, rows, note, test },
    ]),
  );
}
