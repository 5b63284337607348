import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeId } from '../../engine/ids/index.ts';
import { differingAspects, nodesMadeIn } from '../../engine/plan/index.ts';
import { present } from '../../engine/presence/index.ts';
import { builtProject } from './built-project.ts';
import { definedDifferences, projectDiff, toldDiff } from './diff-projects.ts';
import { gitRepository } from './git-repository.ts';
import { addFiles, buildProject, edit, idsWith, manifestOf, type TestProject } from './small-project.ts';

const FUNCTIONS = {
  'features/lib/own.sql': 'CREATE FUNCTION same(a DOUBLE) AS a * 1;\n',
  'features/lib/own.yaml': `functions:
  same:
    description: as it is
    returns: { type: DOUBLE }
    cases: [{ call: same(1), is: 1 }]
`,
};

const built = builtProject('functions', async (project) => {
  await mkdir(path.join(project.root, 'features/lib'));
  await addFiles(project, FUNCTIONS);
  await edit(project, 'features/slope.sql', 'long.value - short.value AS', 'lib.same(long.value - short.value) AS');
});

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

/** Of every kind of file the same in another hand: comments, order, quotes, line ends, letters, figures. */
const REWRITTEN: Readonly<Record<string, (text: string) => string>> = {
  'features/slope.sql': (text) =>
    crlf(`/* block */\n${text.replace('SELECT', 'select').replace('long.date', '"long".date')};\n-- end\n`),
  'features/credit.sql': (text) => text.replace('100 * ln', '100*LN').replace('bank.loans', ' "bank"."loans" -- c\n'),
  'features/credit.growth_is_fresh.sql': (text) => `-- c\n${text.replaceAll('\n', ' \n')}`,
  'features/lib/own.sql': (text) => crlf(text.replace('a * 1', 'a*1 /* as it is */')),
  'features/lib/own.yaml': (text) =>
    text.replace('as it is', '"as it is"').replace('{ call: same(1), is: 1 }', "{ is: 1.0, call: 'same(1)' }"),
  'features/slope.yaml': (text) =>
    crlf(
      `---\n${text
        .replace('ttl: 95\n', '')
        .replace('n: Slope of the yield curve', 'n: >-\n  Slope of\n  the yield curve\nttl: 95 # days')
        .replace('{ min: -5, max: 5 }', '{ max: 5.0, min: -0.5e+1 }')}`,
    ),
  'features/credit.yaml': (text) =>
    `\ufeff${text.replace('unit: "%"', "unit: '%'").replace('2000-01-31', '"2000-01-31"')}`,
  'models/crisis_probit.yaml': (text) =>
    `${text
      .replace('seed: 7\n', '')
      .replace('[slope.slope, strain.strain]', '\n  - "slope.slope"\n  - strain.strain')}seed: 7\n`,
  'models/labels/crisis_ahead.yaml': (text) =>
    text
      .replace('binary', '"binary"')
      .replace(
        '{ from_month: $horizon_months, to_month: $horizon_months }',
        '\n  to_month: $horizon_months\n  from_month: $horizon_months # c',
      ),
  'models/labels/crisis_ahead.sql': (text) => text.replace('AS dates', 'dates').replace('LEFT JOIN', 'LEFT OUTER JOIN'),
  'ews.config.yaml': (text) => crlf(`# c\n${text}`),
  'sources/bank.yaml': (text) => crlf(text),
  'sources/rates.yaml': (text) => `${text}\n# c\n`,
  'targets/local.yaml': (text) => crlf(text),
};

async function rewrite({ root }: TestProject, file: string, by: (text: string) => string): Promise<void> {
  const text = await readFile(path.join(root, file), 'utf8');
  expect(by(text), file).not.toBe(text);
  await writeFile(path.join(root, file), by(text));
}

it('a comment, a format, an order is no difference, in whichever file', async () => {
  const project = await built();
  gitRepository(project);
  for (const [file, by] of Object.entries(REWRITTEN)) await rewrite(project, file, by);
  for (const side of ['main', 'git:HEAD']) {
    const told = await toldDiff(project, [side], { failOn: ['columns,values,models'] });
    expect(told).toMatchObject({ code: 0, err: '', out: expect.stringContaining('\nnothing differs') });
  }
});

/** What is changed, and by hand what then differs: definitions with their aspects, columns and settings, models. */
interface Change {
  readonly edit: readonly [file: string, from: string, to: string];
  readonly definitions?: readonly string[];
  readonly columns?: readonly string[];
  /** Whether it reaches the model. */
  readonly reaches?: true;
}

const MODEL = 'models/crisis_probit.yaml';
const OF_MODEL = ['models.crisis_probit words'];

const CHANGES: readonly Change[] = [
  {
    edit: ['ews.config.yaml', 'trend_months: { type: integer, value: 6', 'trend_months: { type: integer, value: 7'],
    definitions: ['features.credit recipe'],
    columns: ['~features.credit.growth'],
    reaches: true,
  },
  {
    edit: ['ews.config.yaml', 'indicators@example.org', 'others@example.org'],
    definitions: ['credit', 'crisis', 'slope', 'strain'].map((group) => `features.${group} words`),
  },
  {
    edit: ['sources/bank.yaml', 'lag: 30', 'lag: 31'],
    definitions: ['bank.loans recipe'],
    columns: ['~bank.loans knowledge.lag_days'],
    reaches: true,
  },
  { edit: ['sources/rates.yaml', 'title: Long rate', 'title: Ten years'], definitions: ['rates.long words'] },
  {
    edit: ['features/slope.yaml', 'ttl: 95', 'ttl: 96'],
    definitions: ['features.slope recipe'],
    columns: ['~features.slope ttl'],
    reaches: true,
  },
  { edit: ['features/slope.yaml', 'unit: percentage points', 'unit: points'], definitions: ['features.slope words'] },
  {
    edit: ['features/credit.yaml', 'severity: warn', 'severity: error'],
    definitions: ['features.credit tests', 'tests.credit.growth_is_fresh recipe'],
  },
  {
    edit: [MODEL, 'ridge: 0.1', 'ridge: 0.2'],
    definitions: ['models.crisis_probit recipe'],
    columns: ['~models.crisis_probit estimator.ridge'],
    reaches: true,
  },
  { edit: [MODEL, 'materiality: none', 'materiality: high'], definitions: OF_MODEL },
  { edit: [MODEL, 'use: tests of the engine', 'use: supervision'], definitions: OF_MODEL },
  { edit: [MODEL, '[engineers]', '[engineers, auditors]'], definitions: OF_MODEL },
  { edit: [MODEL, '[its data are made up]', '[its data are invented]'], definitions: OF_MODEL },
  { edit: [MODEL, 'materiality: none', 'materiality: none\nvalidated_by: the board'], definitions: OF_MODEL },
];

describe('what a change makes another, against a run and a revision', () => {
  it.each(CHANGES)('$edit', async ({ edit: made, definitions = [], columns = [], reaches = false }) => {
    const project = await built();
    gitRepository(project);
    await edit(project, ...made);
    for (const side of ['main', 'git:HEAD']) {
      const diff = await projectDiff(project, [side]);
      const defined = diff.definitions.flatMap(({ node, aspects }) => aspects.map((aspect) => `${node} ${aspect}`));
      expect(defined.toSorted(), side).toEqual(definitions);
      expect(definedDifferences(diff), side).toEqual(columns);
      expect(diff.models, side).toEqual(reaches ? ['models.crisis_probit'] : []);
    }
  });
});

it('of a run that did not keep what owners say of models nobody knows that it was something else', async () => {
  const manifest = await manifestOf(await built());
  const said = (prose: string | undefined) =>
    present(nodesMadeIn(manifest, () => ({ said: 'the same', prose })).get(nodeId('models.crisis_probit')));
  expect(differingAspects(said('one'), said('other'))).toEqual(['words']);
  expect(differingAspects(said('one'), said(undefined))).toEqual([]);
  expect(differingAspects(said(undefined), said('other'))).toEqual([]);
});

it('a node that a failed run defined and did not come to is not made, and none is removed', async () => {
  const project = await built();
  // Its test finds rows: what reads it is not made in an environment that had nothing before.
  await edit(project, 'features/slope.yaml', '{ min: -5, max: 5 }', '{ min: 4, max: 5 }');
  const failed = await buildProject(project, { environment: 'pr' });
  expect(idsWith(failed.result, ['skipped'])).toContain('models.crisis_probit');
  for (const sides of [
    ['main', 'pr'],
    ['pr', 'main'],
  ] as const) {
    const { definitions } = await projectDiff(project, sides);
    const changes = definitions.map(({ node, change }) => `${node} ${change}`).toSorted();
    expect(changes).toEqual([
      'features.slope changed',
      'features.strain not made',
      'models.crisis_probit not made',
      'tests.slope.slope.range changed',
      'tests.strain.strain.not_null not made',
    ]);
  }
  expect((await toldDiff(project, ['main', 'pr'])).out).toContain('  ? models.crisis_probit  not made');
  // One that is gone from the files is removed still.
  await rm(path.join(project.root, 'models/crisis_probit.yaml'));
  const { definitions } = await projectDiff(project, ['main']);
  expect(definitions).toContainEqual({ node: 'models.crisis_probit', kind: 'model', change: 'removed', aspects: [] });
});
