import { randomInt } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { at } from '../../engine/presence/index.ts';
import { randomStream } from '../../engine/training/random.ts';
import { IN_PROCESS } from '../../engine/warehouse/index.ts';
import { apply, CHANGES, NO_CHANGES } from './changes.ts';
import { addLarger, EDITS, restored, rewritten } from './edits.ts';
import { keptOf, listed, seen } from './seen-project.ts';
import { copyProject, edit, type TestProject } from './small-project.ts';
import { watchedWarehouses } from './watched-warehouses.ts';

async function largerProject(): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  await addLarger(project);
  return project;
}

/** Makes all files look as if they had not been changed just now. */
async function settle({ root }: TestProject): Promise<void> {
  for (const name of await readdir(root, { recursive: true })) {
    if (/\.(yaml|sql)$/.test(name)) await utimes(path.join(root, name), 1e9, 1e9);
  }
}

it('what was kept is what is read and compiled, and nothing is asked of DuckDB', async () => {
  const project = await largerProject();
  const first = keptOf(project);
  const fresh = await seen(project);
  expect(await seen(project, first)).toEqual(fresh);
  expect(first.found).toEqual([]);
  const second = keptOf(project);
  expect(await seen(project, second)).toEqual(fresh);
  expect(second.found).toEqual(['definitions', 'graph']);
});

it.each([...NO_CHANGES, ...CHANGES.filter(({ build }) => build === undefined)])(
  '$what: what is kept of before is not taken for what is now',
  async (change) => {
    const project = await largerProject();
    await seen(project, keptOf(project));
    await apply(project, change);
    const fresh = await seen(project);
    expect(await seen(project, keptOf(project))).toEqual(fresh);
    expect(await seen(project, keptOf(project))).toEqual(fresh);
  },
);

it('variables of the command line have graphs of their own', async () => {
  const project = await largerProject();
  const plainly = await seen(project, keptOf(project));
  const vars = { trend_months: '9' };
  const changed = await seen(project, undefined, { vars });
  expect(changed).not.toEqual(plainly);
  for (const found of [['definitions'], ['definitions', 'graph']]) {
    const kept = keptOf(project);
    expect(await seen(project, kept, { vars })).toEqual(changed);
    expect(kept.found).toEqual(found);
  }
  const others = { trend_months: '12' };
  expect(await seen(project, keptOf(project), { vars: others })).toEqual(
    await seen(project, undefined, { vars: others }),
  );
  expect(await seen(project, keptOf(project))).toEqual(plainly);
});

it('a file that was only touched is compared, and one with its old time and size is not believed', async () => {
  const project = await largerProject();
  const fresh = await seen(project, keptOf(project));
  await settle(project);
  const touched = keptOf(project);
  expect(await seen(project, touched)).toEqual(fresh);
  expect(touched.found).toEqual(['definitions', 'graph']);
  await rm(path.join(project.root, '.ews'), { recursive: true });
  await seen(project, keptOf(project));
  await edit(project, 'features/slope.sql', 'long.value - short.value', 'short.value - long.value');
  await settle(project);
  const changed = await seen(project);
  expect(changed).not.toEqual(fresh);
  expect(await seen(project, keptOf(project))).toEqual(changed);
});

it('a file that defines nothing and is too long to be read is no hindrance', async () => {
  const project = await largerProject();
  await mkdir(path.join(project.root, 'scripts'));
  await writeFile(path.join(project.root, 'scripts/dump.sql'), '-'.repeat(2_000_000));
  await settle(project);
  // While its name is news, it may have changed again.
  await new Promise((resolve) => setTimeout(resolve, 2100));
  await seen(project, keptOf(project));
  const kept = keptOf(project);
  await seen(project, kept);
  expect(kept.found).toEqual(['definitions', 'graph']);
});

it('after a change only what changed is asked of DuckDB, and what reads it', async () => {
  const project = await largerProject();
  await seen(project, keptOf(project));
  await edit(project, 'features/slope.sql', 'long.value - short.value', 'short.value - long.value');
  const slope = await readFile(path.join(project.root, 'features/slope.sql'), 'utf8');
  const strain = await readFile(path.join(project.root, 'features/strain.sql'), 'utf8');
  const fresh = await seen(project);
  const ofSql = watchedWarehouses();
  expect(await seen(project, keptOf(project), { warehouses: ofSql })).toEqual(fresh);
  expect([...new Set(ofSql.texts)].toSorted()).toEqual([slope, strain].toSorted());
  // Words of YAML, a test of a column, a severity: of none of these DuckDB has anything to say.
  await edit(project, 'features/slope.yaml', 'Long less short rate', 'The slope');
  await edit(project, 'features/slope.yaml', 'min: -5', 'min: -6');
  await edit(project, 'features/credit.yaml', 'severity: warn', 'severity: error');
  const worded = await seen(project);
  expect(worded).not.toEqual(fresh);
  const ofYaml = watchedWarehouses();
  expect(await seen(project, keptOf(project), { warehouses: ofYaml })).toEqual(worded);
  expect(ofYaml.opened()).toBe(0);
});

it('a test that was added beside a change of its group is compiled with it', async () => {
  const project = await largerProject();
  await seen(project, keptOf(project));
  await writeFile(
    path.join(project.root, 'features/credit.added.sql'),
    'SELECT as_of FROM features.credit WHERE false',
  );
  await edit(project, 'features/credit.yaml', 'severity: warn', 'severity: error');
  const fresh = await seen(project);
  expect(await listed(project, keptOf(project), IN_PROCESS)).toEqual(fresh.summary);
  expect(await seen(project, keptOf(project))).toEqual(fresh);
});

it('a group that was moved stands where it is defined now', async () => {
  const project = await largerProject();
  await seen(project, keptOf(project));
  await mkdir(path.join(project.root, 'features/a'));
  await mkdir(path.join(project.root, 'features/z'));
  for (const [name, folder] of [
    ['slope', 'z'],
    ['doubled', 'a'],
  ] as const) {
    for (const file of (await readdir(path.join(project.root, 'features'))).filter((each) =>
      each.startsWith(`${name}.`),
    )) {
      const from = path.join(project.root, 'features');
      await rename(path.join(from, file), path.join(from, folder, file));
    }
  }
  const fresh = await seen(project);
  expect(await listed(project, keptOf(project), IN_PROCESS)).toEqual(fresh.summary);
  expect(await seen(project, keptOf(project))).toEqual(fresh);
});

it('a test that reads two groups is compiled again when the other one has another type', async () => {
  const project = await largerProject();
  const text = 'SELECT inverted FROM features.credit JOIN features.slope USING (as_of) WHERE inverted > 2';
  await writeFile(path.join(project.root, 'features/credit.agrees.sql'), text);
  await seen(project, keptOf(project));
  await edit(project, 'features/slope.sql', 'THEN 1', 'THEN 1.5');
  expect(await seen(project, keptOf(project))).toEqual(await seen(project));
});

const ROUNDS = process.env['EWS_LARGE'] === '1' ? 300 : 100;

/** Another one each time; `EWS_SEED=` repeats the edits of a run. */
const SEED = Number(process.env['EWS_SEED'] ?? randomInt(2 ** 31));

it(`after ${ROUNDS} edits in a row what is kept is what is read and compiled anew (EWS_SEED=${SEED})`, {
  timeout: 600_000,
}, async () => {
  const project = await largerProject();
  const random = randomStream(SEED);
  const draw = (below: number): number => random.below(below);
  const outcomes = { sound: 0, broken: 0, kept: 0, partly: 0 };
  let isBroken = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    // Who has broken something takes it back before long.
    if (draw(isBroken ? 2 : 6) === 0) await restored(project);
    for (let edits = draw(3); edits >= 0; edits -= 1) await at(EDITS, draw(EDITS.length))(project, draw);
    const kept = keptOf(project);
    const fresh = await seen(project);
    const warehouses = watchedWarehouses();
    const isListed = draw(2) === 0;
    if (isListed) expect(await listed(project, keptOf(project), warehouses), `round ${round}`).toEqual(fresh.summary);
    expect(await seen(project, kept, { warehouses }), `round ${round}`).toEqual(fresh);
    if (fresh.graph !== undefined && kept.found.includes('graph') && warehouses.opened() < 2) outcomes.partly += 1;
    const again = keptOf(project);
    expect(await seen(project, again), `round ${round}, again`).toEqual(fresh);
    isBroken = fresh.graph === undefined;
    outcomes[isBroken ? 'broken' : 'sound'] += 1;
    if (fresh.graph !== undefined && again.found.includes('graph')) outcomes.kept += 1;
  }
  // Edits that always broke the project, or never, would compare little.
  expect(outcomes.sound).toBeGreaterThan(ROUNDS / 5);
  expect(outcomes.broken).toBeGreaterThan(0);
  expect(outcomes.partly).toBeGreaterThan(outcomes.sound / 10);
  expect(outcomes.kept).toBe(outcomes.sound);
});

const FLIPS = process.env['EWS_LARGE'] === '1' ? 400 : 40;

it(`of ${FLIPS} flipped bits in what is kept of a project none is believed (EWS_SEED=${SEED})`, async () => {
  const project = await largerProject();
  const fresh = await seen(project, keptOf(project));
  const folder = path.join(project.root, '.ews', 'cache');
  const random = randomStream(SEED);
  const hit = new Set<string>();
  for (let flip = 0; flip < FLIPS; flip += 1) {
    // Some lie in wait for a project that has changed since.
    const isChanged = flip % 2 === 1;
    // There are many segments, and one compile cache: each kind is hit as often.
    const kind = at(['compile', 'definitions', 'graph'], random.below(3));
    const names = (await readdir(folder)).filter((name) => name.startsWith(kind));
    const file = path.join(folder, at(names.toSorted(), random.below(names.length)));
    const bytes = await readFile(file);
    const place = random.below(bytes.length);
    bytes[place] = at(bytes, place) ^ (1 << random.below(8));
    await writeFile(file, bytes);
    hit.add(path.basename(file).replace(/-.*/, ''));
    if (isChanged) {
      await rewritten(project, 'features/credit.sql', (text) => `-- ${flip}\n${text}`);
      await rewritten(project, 'features/slope.yaml', (text) => text.replace(/ttl: \d+/, `ttl: ${100 + flip}`));
    }
    const expected = isChanged || flip > 0 ? await seen(project) : fresh;
    const what = `flip ${flip} at ${place} of ${file}`;
    if (random.below(3) === 0)
      expect([undefined, expected.summary], what).toContainEqual(await listed(project, keptOf(project), IN_PROCESS));
    expect(await seen(project, keptOf(project)), what).toEqual(expected);
  }
  expect([...hit].toSorted()).toEqual(['compile', 'definitions', 'graph']);
}, 300_000);
