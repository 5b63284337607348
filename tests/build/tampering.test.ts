import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type LineageVerifyFlags, runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import type { VerifiedChain } from '../../engine/inspect/index.ts';
import { probeOf } from '../../engine/numerics/index.ts';
import { readEnvironment } from '../../engine/plan/index.ts';
import { renderRunPages } from '../../engine/report/index.ts';
import { type Recomputed, recompute } from '../../engine/run/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { Attacker, type Forged } from './attacker.ts';
import { ATTACKED_MODEL, ATTACKS } from './attacks.ts';
import { filesOf } from './shared-folder.ts';
import {
  addFiles,
  buildProject,
  copyProject,
  definitionsOf,
  edit,
  effectsOf,
  optionsOf,
  planProject,
  refusedBuild,
  type TestProject,
  type World,
} from './small-project.ts';

/** The small project with a second model of its label, built on three days: three positions of everything. */
let built: TestProject;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  built = await copyProject((clean) => cleanups.push(clean));
  const model = await readFile(path.join(built.root, 'models/crisis_probit.yaml'), 'utf8');
  const second = model.replace('model: crisis_probit', 'model: slope_probit').replace(', strain.strain', '');
  await addFiles(built, { 'models/slope_probit.yaml': second });
  for (const today of ['2022-11-01', '2022-11-02', '2022-11-03']) {
    // So that every run has its tree and all files itself; of those that name others': named-files.test.ts.
    const { result } = await buildProject(built, { renderPages: renderRunPages, fullRefresh: true }, { today });
    expect(result.ok).toBe(true);
  }
  await buildProject(built, { environment: 'pr', renderPages: renderRunPages }, { today: '2022-11-03' });
});

afterAll(async () => {
  for (const clean of cleanups) await clean();
});

describe('somebody who may write the whole lake', () => {
  it('has not been here', async () => {
    const project = await copyOf();
    const { code, chain } = await verified(project);
    expect(chain.record.findings).toEqual([]);
    expect(chain).toMatchObject({ holds: true, record: { head: { n: 3 }, position: 3, notes: [] } });
    expect(code).toBe(0);
  });

  it.each(Object.entries(ATTACKS))('%s', async (_, { does, refuses }) => {
    const project = await copyOf();
    const attacker = new Attacker(project);
    const files = await does(attacker, await attacker.runAt('main', 3));
    const { code, chain, text, problems } = await verified(project);
    expect(code).toBe(1);
    for (const file of namedFiles(chain)) expect(problems.join('\n')).toContain(file);
    expect(namedFiles(chain)).toEqual(expect.arrayContaining([...files]));
    for (const file of files) expect(text).toContain(file);
    if (refuses !== undefined) {
      expect(await refusedBuild(project)).toMatchObject([{ code: refuses, hint: expect.stringContaining('ews') }]);
    }
  });

  it('leaves a way back: everything computed again, without what was forged', async () => {
    const project = await copyOf();
    const attacker = new Attacker(project);
    await attacker.admit(await attacker.runAt('main', 3), await attacker.forgeObject('prediction', ATTACKED_MODEL));
    const { result, events } = await buildProject(project, { fullRefresh: true }, { today: '2022-11-04' });
    const told = events.flatMap((event) => (event.kind === 'problem' ? [event.problem] : []));
    expect(told).toMatchObject([{ code: 'EWS5047', severity: 'warning' }]);
    // The forged object is not what comes out, and is not used; what was not forged is in the environment again.
    const failed = result.nodes.filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([{ id: `models.${ATTACKED_MODEL}`, problems: [{ code: 'EWS4004' }] }]);
    expect(await attacker.json(attacker.ref('main', 4))).toMatchObject({ previous: 3 });
    expect((await planProject(project)).stages.find(({ node }) => node === 'features.slope')?.action).toBe('reuse');
  });
});

describe('what needs somebody outside', () => {
  it('a story rewritten from its first run to its newest holds, but for the head that was written down', async () => {
    const { project, attacker, head } = await written();
    const forged = await rewrittenThroughout(attacker);
    expect(await verified(project)).toMatchObject({ code: 0, chain: { holds: true } });
    const { code, chain } = await verified(project, { expectHead: head });
    expect(code).toBe(1);
    expect(chain.record.findings).toMatchObject([{ file: 'refs/main', what: 'unwitnessed' }]);
    const again = await recomputed(project);
    expect(again.filter(({ verdict }) => verdict !== 'equal')).toMatchObject([
      { node: `models.${ATTACKED_MODEL}`, verdict: 'differs', files: expect.arrayContaining([differing(forged)]) },
    ]);
    expect(again.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['source', 'feature', 'label', 'comparison']));
  });

  it('a run taken away with all its traces holds, but for the head that was written down', async () => {
    const { project, attacker, head } = await written();
    const runId = await attacker.runAt('main', 3);
    await attacker.remove(attacker.ref('main', 3));
    await attacker.silence(runId);
    const noted = await verified(project);
    expect(noted).toMatchObject({ code: 0, chain: { record: { notes: [expect.stringContaining(runId)] } } });
    await attacker.remove(`runs/${runId}`);
    expect(await verified(project)).toMatchObject({ code: 0, chain: { holds: true, record: { notes: [] } } });
    expect(await verified(project, { expectHead: head })).toMatchObject({ code: 1, chain: { holds: false } });
  });

  it('a head that was written down stays good while the environment moves on', async () => {
    const { project, head } = await written();
    await buildProject(project, {}, { today: '2022-11-05' });
    expect(await verified(project, { expectHead: `sha256:${head}` })).toMatchObject({ code: 0 });
    expect(await verified(project, { expectHead: head.toUpperCase() })).toMatchObject({ code: 0 });
    await expect(verified(project, { expectHead: 'main@3' })).rejects.toMatchObject({
      problems: [{ code: 'EWS6004' }],
    });
  });
});

it('says why something cannot be computed again', async () => {
  const project = await copyOf();
  const elsewhere = { numerics: probeOf({ 'duckdb exp': '1', 'duckdb ln': '2.000001', 'v8 tanh': '3' }) };
  await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
  const reasons = new Map((await recomputed(project, elsewhere)).map(({ node, reason }) => [node, reason]));
  expect(reasons.get('features.slope')).toMatch(/^its definition changed; numerics probe of this machine differs/);
  expect(reasons.get('labels.crisis_ahead')).toMatch(/^numerics probe of this machine differs: duckdb ln$/);
  expect(reasons.get('rates')).toBeUndefined();
});

it('verifies a comparison down to the bytes that the sources gave', async () => {
  const { code, chain } = await verified(await copyOf(), {}, 'comparisons.crisis_ahead');
  expect(code).toBe(0);
  const kinds = chain.links.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['raw', 'observations', 'feature', 'frame', 'card', 'comparison']));
});

function copyOf(): Promise<TestProject> {
  return copyProject(onTestFinished, built.root);
}

async function written(): Promise<{
  readonly project: TestProject;
  readonly attacker: Attacker;
  readonly head: string;
}> {
  const project = await copyOf();
  const attacker = new Attacker(project);
  return { project, attacker, head: await attacker.digest(attacker.ref('main', 3)) };
}

/** Everything in the lake that has a digest of the forged predictions has the new one. */
async function rewrittenThroughout(attacker: Attacker): Promise<Forged> {
  const forged = await attacker.forgeObject('prediction', ATTACKED_MODEL);
  for (const environment of ['main', 'pr']) {
    for (const runId of await attacker.runs(environment)) {
      await attacker.admit(runId, forged);
      await attacker.silence(runId);
    }
    await attacker.renewFrom(environment, 1);
  }
  return forged;
}

async function recomputed(project: TestProject, world: World = {}): Promise<readonly Recomputed[]> {
  const definitions = await definitionsOf(project);
  const { target } = optionsOf(definitions, {});
  const effects = effectsOf(project, 'again', { today: '2022-11-04', ...world });
  const { manifest } = await readEnvironment(effects.store, 'main');
  if (manifest === undefined) throw new Error('the project is built');
  const nodes = Object.keys(manifest.nodes);
  const before = await filesOf(project.root);
  const { signal } = new AbortController();
  const all = await recompute({ definitions, target, manifest, nodes, effects, threads: 2, signal });
  expect(await filesOf(project.root)).toEqual(before);
  return all;
}

function differing({ key, data }: Forged): object {
  return { key, stored: data, made: expect.not.stringContaining(data) };
}

function namedFiles({ record, links }: VerifiedChain): readonly string[] {
  const wrong = links.flatMap(({ files }) => files.filter(({ state }) => state === 'changed' || state === 'gone'));
  return [...record.findings.map(({ file }) => file), ...wrong.map(({ key }) => key)];
}

async function verified(
  project: TestProject,
  flags: Pick<LineageVerifyFlags, 'expectHead'> = {},
  target?: string,
): Promise<{
  readonly code: number;
  readonly chain: VerifiedChain;
  readonly text: string;
  /** Code and message of each. */
  readonly problems: readonly string[];
}> {
  const base = { projectDir: project.root, logFormat: 'text', ...flags } as const;
  const [text, json] = [recordingTerminal(), recordingTerminal()];
  await runLineageVerify(target, base, text);
  const code = await runLineageVerify(target, { ...base, json: true }, json);
  const chain = JSON.parse(json.said.out.join('\n')) as VerifiedChain;
  const problems = json.answer.taken().problems.map((problem) => `${problem.code} ${problem.message}`);
  return { code, chain, text: text.said.out.join('\n'), problems };
}
