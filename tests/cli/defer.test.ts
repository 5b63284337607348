import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runBuild } from '../../engine/cli/commands/build.ts';
import type { BuildFlags } from '../../engine/cli/commands/build-once.ts';
import { type PlanFlags, runPlan } from '../../engine/cli/commands/plan.ts';
import { runRuns } from '../../engine/cli/commands/runs.ts';
import { runShow } from '../../engine/cli/commands/show.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import type { Manifest, Plan } from '../../engine/plan/index.ts';
import { present } from '../../engine/presence/index.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';

async function built({ root }: TestProject, flags: Partial<BuildFlags> = {}) {
  const terminal = recordingTerminal();
  const code = await runBuild('build', { projectDir: root, logFormat: 'json', json: true, ...flags }, terminal);
  const problems = terminal.said.err.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'problem');
  const said = JSON.parse(terminal.said.out.join('\n'));
  return { code, run: said.run as string, nodes: said.nodes as readonly Node[], problems };
}

interface Node {
  readonly id: string;
  readonly status: string;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

async function planned({ root }: TestProject, flags: Partial<PlanFlags>) {
  const [json, text] = [recordingTerminal(), recordingTerminal()];
  await runPlan({ projectDir: root, logFormat: 'text', json: true, ...flags }, json);
  await runPlan({ projectDir: root, logFormat: 'text', ...flags }, text);
  return { plan: JSON.parse(json.said.out.join('\n')) as Plan, text: text.said.out.join('\n') };
}

async function manifestOf({ lake }: TestProject, run: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(lake, 'runs', run, 'manifest.json'), 'utf8'));
}

async function runFile({ lake }: TestProject, run: string, file: string): Promise<string> {
  return readFile(path.join(lake, 'runs', run, file), 'utf8');
}

function node(manifest: Manifest, id: string) {
  return present(Object.entries(manifest.nodes).find(([name]) => name === id)?.[1], id);
}

function executed(plan: Plan): readonly string[] {
  return plan.stages.filter(({ action }) => action === 'execute').map((stage) => stage.node);
}

function codesOf(error: unknown): readonly string[] {
  if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
  throw error;
}

const MODEL = 'models.crisis_probit';
const DEFERRED = { select: ['crisis_probit'], defer: true, state: 'main', env: 'pr-1' };

it('a model in a fresh environment takes a changed group as another environment has it, and says so', async () => {
  const project = await copyProject(onTestFinished);
  const main = await built(project);
  expect(main.code).toBe(0);
  const before = node(await manifestOf(project, main.run), MODEL);
  await edit(project, 'features/slope.sql', 'long.value - short.value', '2 * (long.value - short.value)');
  await edit(project, 'features/slope.yaml', 'range: { min: -5, max: 5 }', 'range: { min: -50, max: 50 }');
  // Without it the group is built nowhere.
  const alone = await built(project, { select: ['crisis_probit'], env: 'alone' });
  expect(alone.nodes.find(({ id }) => id === MODEL)?.problems).toMatchObject([{ code: 'EWS4003' }]);

  const { plan, text } = await planned(project, DEFERRED);
  expect(executed(plan)).toEqual([MODEL]);
  expect(text).toContain(`${MODEL}: deferred to main#1: `);
  expect(text).toContain('--state main --defer');
  const { code, run } = await built(project, DEFERRED);
  expect(code).toBe(0);
  const made = node(await manifestOf(project, run), MODEL);
  expect(made.deferred).toMatchObject({ 'features.slope': 'main#1' });
  expect(made.components.deferred).toEqual(Object.keys(made.deferred ?? {}).toSorted());
  // The fingerprint of the group that was read is part of it, and so is that it was deferred.
  const slope = node(await manifestOf(project, main.run), 'features.slope');
  expect(made.components.inputs['features.slope']).toBe(slope.fingerprint);
  expect(made.fingerprint).not.toBe(before.fingerprint);
  // The rows are those of main's group, so the predictions are too.
  const predictionIn = ({ digests = {} }: typeof made) =>
    Object.entries(digests).find(([key]) => key.startsWith('objects/prediction/'))?.[1];
  expect(predictionIn(made)).toBe(present(predictionIn(before), 'predictions'));

  for (const file of ['cards/crisis_probit.md', 'cards/crisis_probit.html', 'index.html']) {
    expect((await runFile(project, run, file)).replaceAll('\\', ''), file).toMatch(/[dD]eferred to main#1/);
  }
  const runs = recordingTerminal();
  await runRuns({ projectDir: project.root, logFormat: 'text' }, runs);
  expect(runs.said.out.join('\n')).toContain(`${run} deferred to main#1: ${MODEL}`);
  const shown = recordingTerminal();
  await runShow('crisis_probit', { projectDir: project.root, logFormat: 'text', env: 'pr-1' }, shown);
  expect([...shown.said.out, ...shown.said.err].join('\n')).toContain('deferred to main#1');

  // Again: it is found. Without --defer it is not taken for what the definitions would give.
  expect(executed((await planned(project, DEFERRED)).plan)).toEqual([]);
  const plain = await planned(project, { env: 'pr-1', select: ['+crisis_probit'] });
  expect(executed(plain.plan)).toEqual(expect.arrayContaining(['features.slope', MODEL]));
  expect(plain.text).toContain('features.slope, features.strain are no longer deferred');
  const real = await built(project, { env: 'pr-1' });
  expect(real.code).toBe(0);
  expect(node(await manifestOf(project, real.run), MODEL).deferred).toBeUndefined();
  // What is current now is not deferred any more.
  expect(executed((await planned(project, DEFERRED)).plan)).toEqual([]);
  expect((await planned(project, DEFERRED)).text).not.toContain('deferred to');
});

it('what changed nowhere is found, and a group that reads another by its query has it as it is here', async () => {
  const project = await copyProject(onTestFinished);
  await built(project);
  expect(executed((await planned(project, { ...DEFERRED, select: [] })).plan)).toEqual([]);
  await edit(project, 'features/slope.sql', 'long.value - short.value', 'long.value - short.value + 0.5');
  const flags = { ...DEFERRED, select: ['features.strain'] };
  const deferred = await built(project, flags);
  expect(deferred.code).toBe(0);
  const said = deferred.problems.map(({ problem }) => problem).filter(({ code }) => code === 'EWS4029');
  expect(said).toMatchObject([{ severity: 'warning', message: expect.stringContaining('features.strain reads it') }]);
  // It is what it is without --defer, byte for byte, and nothing of it is marked.
  const plain = await built(project, { select: ['features.strain'], env: 'plain' });
  const [one, other] = [await manifestOf(project, deferred.run), await manifestOf(project, plain.run)];
  expect(node(one, 'features.strain').fingerprint).toBe(node(other, 'features.strain').fingerprint);
  expect(node(one, 'features.strain').deferred).toBeUndefined();
});

it('a deferred group that lacks a column is refused, and so are states that nothing can be taken from', async () => {
  const project = await copyProject(onTestFinished);
  await built(project);
  await edit(project, 'features/slope.sql', 'AS slope,', 'AS slope, 1.0::DOUBLE AS steepness,');
  await edit(project, 'features/slope.yaml', 'columns:\n', 'columns:\n  steepness: { description: new }\n');
  await edit(project, 'models/crisis_probit.yaml', '[slope.slope,', '[slope.slope, slope.steepness,');
  const { nodes } = await built(project, DEFERRED);
  const [problem] = present(nodes.find(({ id }) => id === MODEL)).problems;
  expect(problem).toMatchObject({ code: 'EWS4029', message: expect.stringContaining('"steepness"') });

  const refused = (flags: Partial<BuildFlags>) => built(project, { ...DEFERRED, ...flags }).catch(codesOf);
  expect(await refused({ state: 'nowhere' })).toEqual(['EWS6002']);
  const { state: _, ...unnamed } = DEFERRED;
  expect(await built(project, unnamed).catch(codesOf)).toEqual(['EWS4028']);
  await edit(project, 'targets/local.yaml', 'environment: main', 'environment: main\nprotected: true');
  expect(await refused({ env: 'main' })).toEqual(['EWS4032']);
});

it('what is broken where it is taken from is said', async () => {
  const project = await copyProject(onTestFinished);
  await edit(project, 'features/slope.yaml', 'max: 5', 'max: 0.1');
  expect((await built(project, { select: ['slope'] })).code).toBe(1);
  await edit(project, 'features/slope.sql', 'long.value - short.value', '2 * (long.value - short.value)');
  const { problems } = await built(project, DEFERRED);
  const said = problems.map(({ problem }) => problem).filter(({ code }) => code === 'EWS4029');
  expect(said.map(({ message }) => message)).toContain(
    'features.slope fails tests.slope.slope.range in main#1, and is taken from there as it is',
  );
});
