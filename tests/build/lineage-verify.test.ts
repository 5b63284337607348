import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LineageVerifyFlags, runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import type { Problem } from '../../engine/diagnostics/index.ts';
import type { VerifiedChain } from '../../engine/inspect/index.ts';
import { openLocalStore } from '../../engine/lake/index.ts';
import { first, last, present } from '../../engine/presence/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { builtProject, sharedProject } from './built-project.ts';
import { flipFile } from './flip-file.ts';
import { addFiles, buildProject, edit, manifestOf, type TestProject } from './small-project.ts';

const fresh = builtProject();
const shared = sharedProject();
const MODEL = 'crisis_probit';

/** The folder of every kind of thing in the model's chain, the damage of which one file of it stands for. */
const KINDS = [
  ['raw', 'raw/rates/snapshot'],
  ['observations', 'objects/observations/rates'],
  ['feature', 'objects/feature/slope'],
  ['label', 'objects/label/crisis_ahead'],
  ['frame', 'objects/frame/crisis_probit'],
  ['model', 'objects/model/crisis_probit'],
  ['prediction', 'objects/prediction/crisis_probit'],
  ['alarms', 'objects/alarms/crisis_probit'],
  ['card', 'objects/card/crisis_probit'],
] as const;

/** What rests on each kind, besides tests. */
const BREAKS: Readonly<Record<(typeof KINDS)[number][0], readonly string[]>> = {
  raw: ['observations', 'feature', 'frame', 'model', 'prediction', 'alarms', 'card'],
  observations: ['feature', 'frame', 'model', 'prediction', 'alarms', 'card'],
  // The other group is defined on this one.
  feature: ['feature', 'frame', 'model', 'prediction', 'alarms', 'card'],
  label: ['frame', 'model', 'prediction', 'alarms', 'card'],
  frame: ['model', 'prediction', 'alarms', 'card'],
  model: ['prediction', 'alarms', 'card'],
  prediction: [],
  alarms: [],
  card: [],
};

describe('a chain that is as it was stored', () => {
  it('holds from the bundled file to the card', async () => {
    const { code, chain, problems } = await verified(await shared(), MODEL);
    expect(code).toBe(0);
    expect(problems).toEqual([]);
    expect(chain.holds).toBe(true);
    const kinds = new Set(chain.links.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(['project', ...KINDS.map(([kind]) => kind)].toSorted());
    const states = chain.links.flatMap(({ files }) => files.map(({ state }) => state));
    expect(new Set(states)).toEqual(new Set(['holds']));
    expect(chain.links.at(-1)).toMatchObject({ name: MODEL, breaks: [] });
  });

  it('is only as long as its target', async () => {
    const project = await shared();
    const kindsOf = async (target: string): Promise<readonly string[]> =>
      (await verified(project, target)).chain.links.filter(({ kind }) => kind !== 'project').map(({ kind }) => kind);
    expect(await kindsOf('slope.slope')).toEqual(['raw', 'observations', 'feature']);
    expect(await kindsOf('raw.rates')).toEqual(['raw', 'observations']);
    expect(await kindsOf('frames.crisis_probit')).not.toContain('model');
    expect(await kindsOf(`${MODEL}@2009-06-30`)).toContain('prediction');
  });

  it('carries the digests of what is reused from run to run', async () => {
    const project = await fresh();
    const metas = async (): Promise<unknown> =>
      Object.values((await manifestOf(project)).nodes).map((node) => present(node.metas));
    const before = await metas();
    await flip(project, await fileIn(project, 'objects/prediction/crisis_probit', 'meta.json'));
    await buildProject(project);
    expect(await metas()).toEqual(before);
    expect((await verified(project, MODEL)).code).toBe(1);
  });
});

describe.each(KINDS)('one flipped byte of %s', (kind, folder) => {
  it('is found in its data, with what rests on it', async () => {
    const project = await fresh();
    const file = await fileIn(project, folder, kind === 'raw' ? '' : 'data');
    await flip(project, file);
    const { code, chain, problems } = await verified(project, `${MODEL}@2009-06-30`);
    expect(code).toBe(1);
    expect(problems).toMatchObject([{ code: 'EWS4002', severity: 'error' }]);
    expect(problems[0]?.message).toMatch(`${file} was changed since it was stored: recorded sha256:`);
    const wrong = chain.links.filter((link) => !link.holds);
    expect(wrong.flatMap(({ files }) => files.filter(({ state }) => state !== 'holds'))).toMatchObject([
      { key: file, state: 'changed' },
    ]);
    const broken = new Set(wrong[0]?.breaks.map((id) => id.split('/')[0]));
    broken.delete('test');
    // Of a prediction neither the card nor the alarms are a part.
    const way = wrong[0]?.way.map((id) => id.split('/')[0]);
    const beside = kind === 'card' || kind === 'alarms';
    expect([way?.[0], way?.at(-1)]).toEqual(beside ? [undefined, undefined] : [kind, 'prediction']);
    expect([...broken].toSorted()).toEqual(BREAKS[kind].toSorted());
  });

  it.skipIf(kind === 'raw')('is found in its meta.json', async () => {
    const project = await fresh();
    const file = await fileIn(project, folder, 'meta.json');
    await flip(project, file);
    const { code, chain } = await verified(project, MODEL);
    expect(code).toBe(1);
    const wrong = chain.links.filter((link) => !link.holds);
    expect(wrong).toMatchObject([{ kind, cut: true, files: [{ key: file, state: 'changed' }] }]);
    // What lies below it is verified all the same, but for raw bytes, which observations alone name.
    expect(chain.links.some((link) => link.kind === 'raw' && link.name === 'rates.snapshot')).toBe(
      kind !== 'observations',
    );
  });
});

it('says in words what was changed and what that breaks', async () => {
  const project = await fresh();
  const file = await fileIn(project, 'objects/label/crisis_ahead', 'data');
  await flip(project, file);
  const terminal = recordingTerminal();
  expect(await runLineageVerify(MODEL, flagsFor(project), terminal)).toBe(1);
  const text = terminal.said.out.join('\n');
  expect(text).toContain(`${file} was changed`);
  expect(text).toMatch(/recorded sha256:[0-9a-f]{64}\n {2}found {4}sha256:[0-9a-f]{64}/);
  expect(text).toContain('  chain    label crisis_ahead → frame crisis_probit → model crisis_probit → crisis_probit\n');
  expect(text).toContain('  breaks   frame crisis_probit, ');
  expect(text).toMatch(/1 link not what was stored$/);
});

it('finds an object that is gone', async () => {
  const project = await fresh();
  const file = await fileIn(project, 'objects/feature/slope', 'data');
  await rm(path.join(project.lake, file));
  const { code, chain, problems } = await verified(project, 'slope');
  expect(code).toBe(1);
  expect(problems).toMatchObject([{ code: 'EWS4005', hint: expect.stringContaining('ews build --full-refresh') }]);
  expect(problems[0]?.message).toContain(`${file} is gone: recorded sha256:`);
  expect(first(last(chain.links).files)).toMatchObject({ key: file, state: 'gone', found: null });
});

it('finds a bundled file that is not the one that was read, and provenance that says something else', async () => {
  const project = await fresh();
  const provenance = { 'rates.parquet': { sha256: '0'.repeat(64) } };
  await addFiles(project, { 'sources/data/provenance.json': JSON.stringify(provenance) });
  const stated = (await verified(project, 'slope')).chain.links.filter((link) => !link.holds);
  expect(stated).toMatchObject([{ kind: 'project', files: [{ state: 'holds' }, { state: 'changed' }] }]);
  await edit(project, 'sources/data/loans.csv', '2003-05-01,', '2003-05-01,1');
  const { chain, problems } = await verified(project, 'credit');
  expect(problems.map(({ code, message }) => `${code} ${message.slice(0, 38)}`)).toEqual([
    'EWS4002 sources/data/loans.csv was changed sin',
  ]);
  const changed = chain.links.filter((link) => !link.holds);
  expect(changed).toMatchObject([{ id: 'sources/data/loans.csv', breaks: [] }]);
});

it('verifies a run of the past by what it recorded then', async () => {
  const project = await fresh();
  const before = await verified(project, MODEL);
  await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
  await buildProject(project);
  const slope = present(before.chain.links.find(({ name }) => name === 'slope'));
  await flip(project, await fileIn(project, slope.id, 'data'));
  expect((await verified(project, MODEL)).code).toBe(0);
  const then = await verified(project, MODEL, { run: present(before.chain.run) });
  expect(then.code).toBe(1);
  expect(then.chain.run).toBe(before.chain.run);
});

it.each([
  ['slop', {}, 'EWS6002'],
  ['slope', { run: 'none' }, 'EWS4005'],
] as const)('refuses %s %o', async (target, flags, code) => {
  await expect(verified(await shared(), target, flags)).rejects.toMatchObject({ problems: [{ code }] });
});

type Flags = Pick<LineageVerifyFlags, 'run'>;

function flagsFor(project: TestProject): LineageVerifyFlags {
  return { projectDir: project.root, logFormat: 'text' };
}

async function verified(
  project: TestProject,
  target: string,
  flags: Flags = {},
): Promise<{ readonly code: number; readonly chain: VerifiedChain; readonly problems: readonly Problem[] }> {
  const terminal = recordingTerminal();
  const code = await runLineageVerify(target, { ...flagsFor(project), json: true, ...flags }, terminal);
  const { problems } = terminal.answer.taken();
  return { code, chain: JSON.parse(terminal.said.out.join('\n')) as VerifiedChain, problems };
}

/** The only key below a folder whose file begins so; not meta.json unless that is asked for. */
async function fileIn(project: TestProject, folder: string, begins: string): Promise<string> {
  const root = /^(raw|objects)\//.test(folder) ? folder : `objects/${folder}`;
  const keys = (await openLocalStore(project.lake).list(root)).filter((key) => {
    const file = path.posix.basename(key);
    return begins === 'data' ? file !== 'meta.json' : file.startsWith(begins);
  });
  const [only] = keys;
  if (only === undefined || keys.length > 1) throw new Error(`${keys.length} files in ${folder}`);
  return only;
}

/** Changes one bit in the middle of a stored file. */
function flip(project: TestProject, key: string): Promise<void> {
  return flipFile(path.join(project.lake, key));
}
