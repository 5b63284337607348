import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { runModelTune } from '../../engine/cli/commands/model-tune.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { builtProject, sharedProject } from './built-project.ts';
import { objectFile } from './object-file.ts';
import { buildProject, edit, idsWith, refusedBuild, type TestProject } from './small-project.ts';

const fresh = builtProject();
const shared = sharedProject();
const MODEL = 'models/crisis_probit.yaml';

async function tuned(tuning: string): Promise<TestProject> {
  const project = await fresh();
  await edit(project, MODEL, 'protocol:', `tuning: ${tuning}\nprotocol:`);
  return project;
}

async function modelTune(project: TestProject, json = false): Promise<string> {
  const terminal = recordingTerminal();
  expect(await runModelTune('crisis_probit', { projectDir: project.root, logFormat: 'text', json }, terminal)).toBe(0);
  return terminal.said.out.join('\n');
}

describe('a tuned model', () => {
  it('keeps its whole trace as an object, on its card and for ews model tune, and searches on a change', async () => {
    const project = await tuned('{ space: { ridge: [0.1, 10], winsorize: [0, 0.05] }, folds: 2, every_months: 24 }');
    const built = await buildProject(project);
    expect(idsWith(built.result, ['ok'])).toEqual(['models.crisis_probit']);
    const folder = path.join(project.lake, 'objects/tuning/crisis_probit');
    const [fingerprint = ''] = await readdir(folder);
    const trace = JSON.parse(await readFile(await objectFile(path.join(folder, fingerprint), 'trace.json'), 'utf8'));
    expect(trace.map(({ cutoff }: { cutoff: Day }) => cutoff)).toEqual(['2005-01-31', '2007-01-31', '2009-01-31']);
    expect(trace[0].candidates.map(({ set }: { set: object }) => set)).toEqual([
      { ridge: 0.1, winsorize: 0 },
      { ridge: 0.1, winsorize: 0.05 },
      { ridge: 10, winsorize: 0 },
      { ridge: 10, winsorize: 0.05 },
    ]);
    const { tuning, search } = JSON.parse(await modelTune(project, true));
    expect(tuning).toEqual(trace);
    expect(search).toMatchObject({ folds: 2, split: 'forward', score: 'brier' });
    expect(search.candidates).toHaveLength(4);
    expect(await modelTune(project)).toMatch(
      /^crisis_probit: 3 searches of 4 candidates in 2 forward folds, by brier; outcomes known through 2009-12-31$/m,
    );
    const html = await readFile(path.join(project.lake, 'runs', built.result.run, 'cards/crisis_probit.html'), 'utf8');
    expect(html).toContain('id="tuning"');
    expect(idsWith((await buildProject(project)).result, ['ok'])).toEqual([]);
  });

  it('draws a random search from its seed: the same again, another with another seed', async () => {
    const space = '{ search: random, budget: 4, space: { ridge: { low: 0.01, high: 100, scale: log } }, folds: 2 }';
    const candidates = async (project: TestProject): Promise<readonly { ridge: number }[]> => {
      expect((await buildProject(project)).result.ok).toBe(true);
      return JSON.parse(await modelTune(project, true)).tuning[0].candidates.map(({ set }: { set: object }) => set);
    };
    const first = await candidates(await tuned(space));
    expect(await candidates(await tuned(space))).toEqual(first);
    expect(new Set(first.map(({ ridge }) => ridge)).size).toBe(4);
    for (const { ridge } of first) expect(ridge).toBeGreaterThanOrEqual(0.01);
    for (const { ridge } of first) expect(ridge).toBeLessThanOrEqual(100);
    const other = await tuned(space);
    await edit(other, MODEL, 'seed: 7', 'seed: 8');
    expect(await candidates(other)).not.toEqual(first);
  });

  it.each([
    ['{ space: { ridge: [-1] } }', 'probit does not take ridge: -1'],
    ['{ space: { rigde: [1] } }', 'probit does not take rigde: 1'],
    ['{ space: { kind: [logit] } }', 'probit does not take kind: logit'],
    ['{ space: { ridge: { low: 1, high: 2 } } }', 'a grid has no ranges'],
    ['{ search: random, space: { ridge: { low: 2, high: 1 } } }', 'the range of ridge runs from 2 to 1'],
    ['{ search: random, space: { winsorize: { low: 0, high: 0.7 } } }', 'probit does not take winsorize: 0.7'],
    [
      '{ space: { ridge: [1] }, split: random }',
      'random cross-validation scores months whose neighbours it was trained on',
    ],
    ['{ space: { ridge: [1, 2, 3] }, budget: 2 }', 'the grid has 3 candidates, and the budget is 2'],
  ])('refuses %s at its place', async (tuning, message) => {
    const problems = await refusedBuild(await tuned(tuning));
    expect(problems[0]).toMatchObject({ code: 'EWS1011', message, span: { file: MODEL, line: 6 } });
  });
});

it('says on the card when random cross-validation was allowed', async () => {
  const project = await tuned('{ space: { ridge: [0.1, 10] }, split: random, allow_random_cv: true }');
  const { result } = await buildProject(project);
  expect(result.ok).toBe(true);
  const card = await readFile(path.join(project.lake, 'runs', result.run, 'cards/crisis_probit.md'), 'utf8');
  expect(card).toContain('A leak that the definition allows: parameters were chosen by random cross-validation');
  expect(card).toContain('random folds inside the cut-off: a leak');
});

it('says of a model without a search that it has none', async () => {
  expect(await modelTune(await shared())).toBe('crisis_probit is not tuned: its parameters are as declared');
});
