import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type ComparisonDocument, collectComparison, type EventCardBody } from '../../engine/cards/index.ts';
import { runLineageVerify } from '../../engine/cli/commands/lineage-verify.ts';
import { runOpen } from '../../engine/cli/commands/open.ts';
import { runShow } from '../../engine/cli/commands/show.ts';
import type { Reading, Store } from '../../engine/lake/index.ts';
import { Tally } from '../../engine/presence/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { diffed } from './diff-command.ts';
import { ownName } from './object-file.ts';
import {
  addFiles,
  type Built,
  buildProject,
  copyProject,
  deleteLake,
  edit,
  executed,
  idsWith,
  nodeResult,
  planProject,
  type TestProject,
} from './small-project.ts';

const ID = 'comparisons.crisis_ahead';

/** The small project with a second model of its label, and with a rule; built once, each test has a copy. */
let rivals: TestProject;
let first: Built;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  rivals = await copyProject((clean) => cleanups.push(clean));
  const model = await readFile(path.join(rivals.root, 'models/crisis_probit.yaml'), 'utf8');
  const slope = model.replace('model: crisis_probit', 'model: slope_probit').replace(', strain.strain', '');
  const rule = model
    .replace('model: crisis_probit', 'model: rule')
    .replace(/^features: .*\n/m, '')
    .replace(/^estimator: .*$/m, 'estimator: { kind: threshold, feature: slope.slope, at: 0, above: false }');
  await addFiles(rivals, { 'models/slope_probit.yaml': slope, 'models/rule.yaml': rule });
  await declare(rivals, '{ crisis_ahead: slope_probit }');
  first = await buildProject(rivals);
});

afterAll(async () => {
  for (const clean of cleanups) await clean();
});

function withRivals(): Promise<TestProject> {
  return copyProject(onTestFinished, rivals.root);
}

async function declare(project: TestProject, champions: string): Promise<void> {
  const file = path.join(project.root, 'ews.config.yaml');
  const config = (await readFile(file, 'utf8')).replace(/^champions: .*\n/m, '');
  await writeFile(file, `${config}champions: ${champions}\n`);
}

async function cardFile(project: TestProject, { result }: Built, name: string): Promise<string> {
  const folder = path.join(project.lake, 'runs', result.run, 'cards');
  return readFile(path.join(folder, name), 'utf8');
}

async function comparisonOf(project: TestProject, built: Built): Promise<ComparisonDocument> {
  return JSON.parse(await cardFile(project, built, 'crisis_ahead.comparison.json'));
}

describe('models of one label', () => {
  it('are compared by every build, from their cards, and the page is beside them', async () => {
    const [project, built] = [rivals, first];
    expect(built.result.ok).toBe(true);
    expect(nodeResult(built, ID)).toMatchObject({ kind: 'comparison', status: 'ok', note: '3 models' });
    const { body, envelope } = await comparisonOf(project, built);
    expect(envelope).toMatchObject({ runId: built.result.run, actor: 'tester' });
    expect(body.models.map(({ model }) => model)).toEqual(['slope_probit', 'crisis_probit', 'rule']);

    const names = ['crisis_probit', 'rule', 'slope_probit'];
    const cards = await Promise.all(
      names.map(
        async (name): Promise<EventCardBody> => JSON.parse(await cardFile(project, built, `${name}.json`)).body,
      ),
    );
    expect(body).toEqual(JSON.parse(JSON.stringify(collectComparison(cards, 'slope_probit'))));
    for (const { version, model } of body.models) {
      const own = nodeResult(built, `models.${model}`).objects.find(({ kind }) => kind === 'model');
      expect(own?.fingerprint).toBe(version);
    }
    const html = await cardFile(project, built, 'crisis_ahead.comparison.html');
    expect(html).toContain('is the champion');
    expect(await cardFile(project, built, 'crisis_ahead.comparison.md')).toContain('# Models of crisis\\_ahead');
  });

  it('are not compared again while nothing changed, and the pages are exported all the same', async () => {
    const project = await withRivals();
    const again = await buildProject(project);
    expect(executed(again)).toEqual([]);
    expect(nodeResult(again, ID).status).toBe('reused');
    expect((await comparisonOf(project, again)).body.champion).toBe('slope_probit');
    const other = await buildProject(project, { environment: 'pr-42' });
    expect(nodeResult(other, ID).status).toBe('reused');
  });

  it('are compared anew when one of them changes, or the champion; then no model is trained again', async () => {
    const project = await withRivals();
    await declare(project, '{ crisis_ahead: crisis_probit }');
    expect(executed(await buildProject(project))).toEqual([ID]);
    await edit(project, 'models/rule.yaml', 'seed: 7', 'seed: 8');
    const plan = await planProject(project);
    const stage = plan.stages.find(({ node }) => node === ID);
    expect(stage).toMatchObject({
      kind: 'comparison',
      action: 'execute',
      reason: { kind: 'changed', text: 'models.rule changed' },
    });
    expect(executed(await buildProject(project))).toEqual([ID, 'models.rule']);
  });

  it('differ by their champion alone, and not where one of their models differs', async () => {
    const project = await withRivals();
    await declare(project, '{ crisis_ahead: crisis_probit }');
    expect((await diffed(project, ['main'])).stages).toMatchObject([
      { id: ID, settings: [{ setting: 'champion', from: 'slope_probit', to: 'crisis_probit' }], columns: [] },
    ]);
    await declare(project, '{ crisis_ahead: slope_probit }');
    await edit(project, 'models/rule.yaml', 'seed: 7', 'seed: 8');
    expect((await diffed(project, ['main'])).stages.map(({ id }) => id)).toEqual(['models.rule']);
  });

  it('are skipped when one of them fails, and none is compared with a version that is gone', async () => {
    const project = await withRivals();
    await edit(project, 'models/rule.yaml', 'minimum_episodes: 2', 'minimum_episodes: 99');
    const part = await buildProject(project, { select: ['slope_probit'] });
    expect(part.result.ok).toBe(true);
    expect(nodeResult(part, ID)).toMatchObject({ status: 'left', note: 'stale' });
    expect((await comparisonOf(project, part)).body.models).toHaveLength(3);
    const built = await buildProject(project);
    expect(idsWith(built.result, ['failed', 'skipped'])).toEqual([ID, 'models.rule']);

    await edit(project, 'models/slope_probit.yaml', 'seed: 7', 'seed: 8');
    const changed = await buildProject(project, { select: ['slope_probit'] });
    const files = await readdir(path.join(project.lake, 'runs', changed.result.run, 'cards'));
    expect(files.filter((name) => name.includes('comparison'))).toEqual([]);
  });
});

/** How often each file of cards and comparisons was read from the lake by a build, by its name. */
async function bodiesRead(project: TestProject, changes = {}): Promise<Readonly<Record<string, number>>> {
  const reads = new Tally<string>();
  const around = (store: Store): Store =>
    new Proxy(store, {
      get: (inner, name: keyof Store) => {
        if (name === 'read') {
          return (key: string, reading?: Reading) => {
            const [, kind, object, , file] = key.split('/');
            if (/^(card|comparison)\.json$/.test(ownName(String(file)))) reads.add(`${kind} ${object}`);
            return inner.read(key, reading);
          };
        }
        const value: unknown = inner[name];
        return typeof value === 'function' ? value.bind(inner) : value;
      },
    });
  expect((await buildProject(project, changes, { around })).result.ok).toBe(true);
  return Object.fromEntries(reads.entries());
}

describe('what is told of a model', () => {
  it('goes through the build that made it as a value: no card and no comparison is read back', async () => {
    const project = await withRivals();
    await deleteLake(project);
    expect(await bodiesRead(project)).toEqual({});
  });

  it('is read once where it is reused, whoever asks for it', async () => {
    const project = await withRivals();
    const once = { 'card crisis_probit': 1, 'card rule': 1, 'card slope_probit': 1 };
    expect(await bodiesRead(project)).toEqual({ ...once, 'comparison crisis_ahead': 1 });
    await declare(project, '{ crisis_ahead: crisis_probit }');
    expect(await bodiesRead(project)).toEqual(once);
    await edit(project, 'models/rule.yaml', 'seed: 7', 'seed: 8');
    expect(await bodiesRead(project)).toEqual({ 'card crisis_probit': 1, 'card slope_probit': 1 });
  });
});

describe('a comparison is selected', () => {
  it.each([
    ['with all of its models', ['crisis_probit', 'rule', 'slope_probit'], true],
    ['by its id', [ID], true],
    ['by its kind', ['resource_type:comparison'], true],
    ['not with some of them', ['+slope_probit', 'rule'], false],
    ['not by the name of the label', ['crisis_ahead'], false],
  ])('%s', async (_, select, selected) => {
    const plan = await planProject(rivals, { select });
    const stage = plan.stages.find(({ node }) => node === ID);
    expect(stage?.action).toBe(selected ? 'reuse' : 'leave');
  });
});

it('ews show and ews lineage verify know what it is', async () => {
  const flags = { projectDir: rivals.root, logFormat: 'text' } as const;
  await expect(runShow(ID, flags, recordingTerminal())).rejects.toMatchObject({
    problems: [{ code: 'EWS6001', hint: 'run: ews open comparison crisis_ahead' }],
  });
  const terminal = recordingTerminal();
  expect(await runLineageVerify('slope_probit', flags, terminal)).toBe(0);
});

it('a label with one model has no comparison', async () => {
  const project = await copyProject(onTestFinished);
  expect((await planProject(project)).stages.filter(({ kind }) => kind === 'comparison')).toEqual([]);
  const flags = { projectDir: project.root, logFormat: 'text', print: true } as const;
  await expect(runOpen(['comparison', 'crisis_ahead'], flags, recordingTerminal())).rejects.toMatchObject({
    problems: [{ code: 'EWS6002', hint: 'no label has two models' }],
  });
});

it('ews open comparison shows the page by the name of the label', async () => {
  const [project, { result }] = [rivals, first];
  const terminal = recordingTerminal();
  const flags = { projectDir: project.root, logFormat: 'text', print: true } as const;
  expect(await runOpen(['comparison', 'crisis_ahead'], flags, terminal)).toBe(0);
  const [page = ''] = terminal.said.out;
  expect(page).toMatch(new RegExp(`${result.run}/cards/crisis_ahead\\.comparison\\.html$`));
  expect(await readFile(page, 'utf8')).toContain('Models compared');
});
