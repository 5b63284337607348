import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { gitRepository } from '../build/git-repository.ts';
import { addFiles, copyProject, edit, type TestProject } from '../build/small-project.ts';
import { ews, resultIn } from './product.ts';

/** The ids that `ews ls -s` lists, and what it says beside them. */
async function listed(project: TestProject, ...words: readonly string[]) {
  const { code, stdout, stderr } = await ews(project.root, 'ls', '-s', ...words);
  return { code, ids: stdout.split('\n').filter(Boolean).toSorted(), stderr };
}

it('what differs from an environment, a run and a revision is selected by the definition alone', async () => {
  const project = await copyProject(onTestFinished);
  gitRepository(project);
  expect(await ews(project.root, 'build')).toMatchObject({ code: 0 });
  for (const state of ['main', 'git:HEAD']) {
    const same = await listed(project, 'state:modified', '--state', state);
    expect(same).toMatchObject({ code: 0, ids: [] });
    expect(same.stderr).toContain('nothing is selected, compared with');
  }
  await edit(project, 'features/slope.sql', '-- Both rates', '-- A comment more.\n-- Both rates');
  await edit(project, 'features/slope.yaml', 'max: 5', 'max: 6');
  await edit(project, 'features/credit.sql', '100 * ln', '50 * ln');
  await edit(project, 'features/strain.yaml', 'description: Slope and', 'description: The slope and');
  await addFiles(project, {
    'features/twice.yaml': 'feature: twice\ndescription: Twice\ncolumns: { amount: { description: a } }\n',
    'features/twice.sql': 'SELECT date, 2 * amount AS amount FROM bank.loans\n',
  });
  // Data and days are no definition.
  await edit(project, 'ews.config.yaml', 'end: 2009-12-31', 'end: 2009-11-30');
  for (const state of ['main', 'git:HEAD']) {
    const of = async (what: string): Promise<readonly string[]> =>
      (await listed(project, `state:${what}`, '--state', state)).ids;
    expect(await of('new'), state).toEqual(['features.twice']);
    // Tests come with what they test.
    const recipes = ['features.credit', 'tests.credit.growth.range', 'tests.credit.growth_is_fresh'];
    expect(await of('modified.recipe'), state).toEqual([...recipes, 'tests.slope.slope.range']);
    const withTests = [
      'features.credit',
      'features.slope',
      'tests.credit.growth.range',
      'tests.credit.growth_is_fresh',
    ];
    expect(await of('modified'), state).toEqual(expect.arrayContaining(withTests));
    expect(await of('modified'), state).not.toContain('features.strain');
    expect(await of('modified.words'), state).toContain('features.strain');
    expect(await of('modified+'), state).toContain('models.crisis_probit');
  }
  const stale = await listed(project, 'state:stale', '--state', 'main');
  expect(stale.ids).toContain('models.crisis_probit');
  expect(stale.ids).not.toContain('features.credit');
  expect(await listed(project, 'state:stale', '--state', 'git:HEAD')).toMatchObject({ code: 2 });
});

const UNIT_TEST = `unit_tests:
  three_per_cent:
    as_of: [2001-03-31]
    given:
      rates.long: [{ date: 2001-01-01, value: 5 }]
      rates.short: [{ date: 2001-01-01, value: 2 }]
    expect: [{ as_of: 2001-03-31, slope: 3 }]
`;

/** Runs of before kept nothing of what unit tests demand. */
async function forgetDemands({ lake }: TestProject): Promise<void> {
  const [run = ''] = await readdir(path.join(lake, 'runs'));
  const file = path.join(lake, 'runs', run, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  expect(manifest.nodes['tests.slope.three_per_cent'].demand).toMatch(/^[0-9a-f]{64}$/);
  manifest.nodes['tests.slope.three_per_cent'].demand = undefined;
  await writeFile(file, JSON.stringify(manifest));
  // The position has the digest of what was written.
  const ref = path.join(lake, 'refs', 'main', '00000001.json');
  const { manifestSha256: _, ...position } = JSON.parse(await readFile(ref, 'utf8'));
  await writeFile(ref, JSON.stringify(position));
}

it('tests of a group differ with what they demand, and not with the query that a unit test asks', async () => {
  const project = await copyProject(onTestFinished);
  const yaml = path.join(project.root, 'features/slope.yaml');
  await writeFile(yaml, (await readFile(yaml, 'utf8')) + UNIT_TEST);
  gitRepository(project);
  expect(await ews(project.root, 'build', '-s', 'slope')).toMatchObject({ code: 0 });
  const of = async (what: string, state: string): Promise<readonly string[]> =>
    (await listed(project, `state:${what},resource_type:feature`, '--state', state)).ids;
  const diffed = async (): Promise<unknown> => {
    const { stdout } = await ews(project.root, 'diff', 'HEAD', '--json');
    return resultIn<{ readonly definitions: unknown }>(stdout).definitions;
  };
  await edit(project, 'features/slope.sql', 'long.value - short.value', 'long.value + 0 - short.value');
  for (const state of ['main', 'git:HEAD']) {
    expect(await of('modified.recipe', state), state).toContain('features.slope');
    expect(await of('modified.tests', state), state).not.toContain('features.slope');
  }
  expect(await diffed()).toEqual([{ node: 'features.slope', kind: 'feature', change: 'changed', aspects: ['recipe'] }]);
  await edit(project, 'features/slope.yaml', 'slope: 3 }', 'slope: 3.0000001 }');
  for (const state of ['main', 'git:HEAD']) {
    expect(await of('modified.tests', state), state).toContain('features.slope');
  }
  expect(await diffed()).toContainEqual(expect.objectContaining({ aspects: ['recipe', 'tests'] }));
  // Of a run that did not keep demands recipes tell: rather one test too many than one too few.
  await forgetDemands(project);
  await edit(project, 'features/slope.yaml', 'slope: 3.0000001 }', 'slope: 3 }');
  expect(await of('modified.tests', 'main')).toContain('features.slope');
  await edit(project, 'features/slope.sql', 'long.value + 0 - short.value', 'long.value - short.value');
  expect(await of('modified', 'main')).toEqual([]);
});

it('a relation differs with how it is read, and not with what is said of it', async () => {
  const project = await copyProject(onTestFinished);
  gitRepository(project);
  expect(await ews(project.root, 'build')).toMatchObject({ code: 0 });
  const modified = async (state: string): Promise<readonly string[]> =>
    (await listed(project, 'state:modified', '--state', state)).ids;
  const bank = 'sources/bank.yaml';
  for (const [file, from, to, relation] of [
    [bank, 'lag: 30', 'lag: 31', 'bank.loans'],
    [bank, 'told_on: { type', 'told_on: { header: told, type', 'bank.turns'],
    [bank, 'date: date\n', 'date: date\n    date_format: "%d.%m.%Y"\n', 'bank.loans'],
    [bank, 'file: data/loans.csv', 'file: data/loans.csv\n    projections: true', 'bank.loans'],
    ['sources/rates.yaml', 'publication_lag: 20', 'publication_lag: 21', 'rates.vacancies'],
    ['sources/rates.yaml', 'id: LONG', 'id: LONGER', 'rates.long'],
  ] as const) {
    await edit(project, file, from, to);
    expect(await modified('main'), to).toEqual([relation]);
    if (relation === 'bank.loans') expect(await modified('git:HEAD'), to).toEqual([relation]);
    await edit(project, file, to, from);
  }
  await edit(project, bank, 'description: Credit outstanding', 'description: Credit');
  await edit(project, 'sources/rates.yaml', 'title: Long rate', 'title: The long rate');
  for (const state of ['main', 'git:HEAD']) {
    expect(await modified(state), state).toEqual([]);
    expect((await listed(project, 'state:modified.words', '--state', state)).ids).toEqual(['bank.loans', 'rates.long']);
  }
  // A run that finds the same rows by another declaration is of that declaration.
  await edit(project, bank, 'file: data/loans.csv', 'file: data/loans.csv\n    projections: true');
  expect(await ews(project.root, 'build')).toMatchObject({ code: 0 });
  expect(await modified('main')).toEqual([]);
});

it('selectors name owners, kinds of tests and patterns of paths; what matches nothing is an error', async () => {
  const project = await copyProject(onTestFinished);
  // Their tests come with them.
  const groups = async (words: string): Promise<readonly string[]> =>
    (await listed(project, words)).ids.filter((id) => id.startsWith('features.'));
  expect(await groups('owner:indicators@*,resource_type:feature')).toHaveLength(4);
  expect((await listed(project, 'test_type:custom')).ids).toEqual(['tests.credit.growth_is_fresh']);
  expect(await groups('path:features/{credit,slope}.*')).toEqual(['features.credit', 'features.slope']);
  expect(await groups('path:features/**')).toContain('features.strain');
  expect(await groups('path:features/slope.yaml')).toEqual(['features.slope']);
  expect(await groups('path:features/slope.sql')).toEqual(['features.slope']);
  expect((await listed(project, 'path:models/labels/*.yaml')).ids).toContain('labels.crisis_ahead');
  for (const [words, code] of [
    ['test_type:unit', 'EWS6002'],
    ['owner:nobody', 'EWS6002'],
    ['features.credit,features.slope', 'EWS6002'],
    ['path:nowhere/**', 'EWS6002'],
    ['test_type:units', 'EWS6001'],
    ['state:modifed', 'EWS6001'],
    ['state:modified', 'EWS6001'],
  ] as const) {
    const answer = await listed(project, words);
    expect(answer.code, words).toBe(2);
    expect(answer.stderr, words).toContain(code);
  }
});
