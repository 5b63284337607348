import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtProject } from './built-project.ts';
import { apply, CHANGES, MODEL, NO_CHANGES } from './changes.ts';
import { diffed, printed, refused } from './diff-command.ts';
import { commitAll, gitRepository, runGit } from './git-repository.ts';
import { addFiles, edit, type TestProject } from './small-project.ts';

/** Built on 2022-11-01. */
const fresh = builtProject();

describe('between a run and the definitions', () => {
  // One by one in tests/integration/build-reuse.test.ts.
  it(`${NO_CHANGES.map(({ what }) => what).join(', ')} make no difference`, async () => {
    const project = await fresh();
    for (const change of NO_CHANGES) await apply(project, change);
    expect(await diffed(project, ['main'])).toMatchObject({ stages: [], reaches: [], models: [], blind: false });
  });

  const ofDefinitions = CHANGES.filter(({ what, build }) => build === undefined && what !== 'the data of one table');

  it.each(ofDefinitions)('$what makes one, and reaches the model when that may have to run again', async (change) => {
    const project = await fresh();
    await apply(project, change);
    const { stages, models } = await diffed(project, ['main']);
    expect(stages.length).toBeGreaterThan(0);
    // What comes out as it was spares the model; of that, definitions say nothing.
    const { runs, spared = [] } = change;
    expect(models).toEqual([...runs, ...spared].includes(MODEL) ? [MODEL] : []);
  });
});

describe('between revisions', () => {
  const repository = async (): Promise<TestProject> => {
    const project = await fresh();
    gitRepository(project);
    return project;
  };

  it('an edited column shows alone, with how its edges changed and what it reaches', async () => {
    const project = await repository();
    await edit(project, 'features/strain.sql', 'vacancies.value AS', 'vacancies.value + 1 AS');
    expect(await printed(project, ['v1'])).toEqual([
      'git v1 -> the definitions',
      '',
      'features.strain',
      '  ~ latest_vacancies  computed in another way  features/strain.sql:4:3',
      '      ~ rates.vacancies.value  IDENTITY -> TRANSFORMATION',
      '',
      '1 stage differs, no model is reached',
    ]);
    commitAll(project, 'v2');
    await edit(project, 'features/strain.sql', '2 * slope.slope', '3 * slope.slope');
    expect(await printed(project, ['v2'])).toEqual([
      'git v2 -> the definitions',
      '',
      'features.strain',
      '  ~ strain  computed in another way  features/strain.sql:3:3',
      '  reaches models.crisis_probit',
      '',
      '1 stage differs, models reached: models.crisis_probit',
      'also downstream: frames.crisis_probit, predictions.crisis_probit, alarms.crisis_probit, ' +
        'cards.crisis_probit, 1 test',
    ]);
    commitAll(project, 'v3');
    expect((await diffed(project, ['v1', 'HEAD'])).stages[0]?.columns.map(({ column }) => column)).toEqual([
      'strain',
      'latest_vacancies',
    ]);
  });

  it('another formula of a value or date that decides about rows chooses them in another way', async () => {
    const project = await repository();
    const rows = async (since: string): Promise<readonly (readonly [string, boolean])[]> =>
      (await diffed(project, [since])).stages.map((stage) => [stage.id, stage.rows.rechosen]);
    // A label has a row for every stretch of cut-offs on which a date has one value.
    await edit(project, 'models/labels/crisis_ahead.sql', 'outcome.in_crisis AS y', '1 - outcome.in_crisis AS y');
    expect(await rows('v1')).toEqual([['labels.crisis_ahead', true]]);
    commitAll(project, 'v2');
    // Of a group the last row counts, by its date.
    await edit(project, 'features/slope.sql', '  long.date,', '  (long.date + INTERVAL 1 MONTH)::DATE AS date,');
    expect(await rows('v2')).toEqual([['features.slope', true]]);
    commitAll(project, 'v3');
    await edit(project, 'features/slope.sql', 'long.value - short.value', 'short.value - long.value');
    expect(await rows('v3')).toEqual([['features.slope', false]]);
  });

  it('comments, white space and other names of what is inside a query do not show', async () => {
    const project = await repository();
    await addFiles(project, {
      'features/slope.sql': `/* Rates */ with l as (select date, value from rates.long)
        SELECT l.date, l.value - s.value AS slope,
          CASE WHEN l.value < s.value THEN 1 ELSE 0 END AS inverted -- 0 or 1
        FROM l JOIN rates.short AS s USING (date)\n`,
    });
    expect(await printed(project, ['v1'])).toEqual([
      'git v1 -> the definitions',
      '',
      'no difference in columns, edges and settings',
    ]);
  });

  it('a series that is joined in shows as the column that it brings; one that is gone, as that', async () => {
    const project = await repository();
    await edit(project, 'features/slope.sql', 'AS inverted\n', 'AS inverted,\n  posts.value AS posts\n');
    await edit(
      project,
      'features/slope.sql',
      'USING (date)\n',
      'USING (date)\nLEFT JOIN rates.vacancies posts USING (date)\n',
    );
    await edit(
      project,
      'features/slope.yaml',
      'columns:\n',
      'columns:\n  posts: { description: posts, unit: thousands }\n',
    );
    const brings = [
      'features.slope',
      '  ~ rows',
      '      + rates.vacancies.date  JOIN',
      '      + rates.vacancies.realtime_start  FILTER',
      '      + rates.vacancies.realtime_end  FILTER',
    ];
    const column = '  + posts  DOUBLE  from rates.vacancies.value  features/slope.sql:6:3';
    expect((await printed(project, ['v1'])).slice(2)).toEqual([
      ...brings,
      column,
      '',
      '1 stage differs, no model is reached',
    ]);
    commitAll(project, 'v2');
    expect((await diffed(project, ['v2', 'v1'])).stages).toMatchObject([
      { id: 'features.slope', columns: [{ column: 'posts', change: 'removed', type: { from: 'DOUBLE', to: null } }] },
    ]);
  });

  it('another type shows from where it is made to what takes it over', async () => {
    const project = await repository();
    await edit(project, 'features/slope.sql', 'THEN 1 ELSE 0 END AS', 'THEN 1.5 ELSE 0 END AS');
    expect((await printed(project, ['v1'])).slice(2, 4)).toEqual([
      'features.slope',
      '  ~ inverted  INTEGER -> DECIMAL(11,1)  computed in another way  features/slope.sql:5:3',
    ]);
  });

  it('a filter shows once, as the choice of rows', async () => {
    const project = await repository();
    await edit(project, 'features/slope.sql', 'USING (date)', 'USING (date)\nWHERE long.value > 0');
    expect((await printed(project, ['v1'])).slice(2, 6)).toEqual([
      'features.slope',
      '  ~ rows  chosen in another way',
      '      + rates.long.value  FILTER',
      '  reaches models.crisis_probit',
    ]);
    commitAll(project, 'v2');
    await edit(project, 'features/slope.sql', 'long.value > 0', 'long.value > 1');
    expect((await printed(project, ['v2'])).slice(2, 5)).toEqual([
      'features.slope',
      '  ~ rows  chosen in another way',
      '  reaches models.crisis_probit',
    ]);
  });

  it("a model's features, estimator and label show in its frame and fit", async () => {
    const project = await repository();
    await edit(project, 'models/crisis_probit.yaml', '[slope.slope, strain.strain]', '[slope.slope]');
    await edit(project, 'models/crisis_probit.yaml', 'ridge: 0.1', 'ridge: 0.2');
    await edit(project, 'models/labels/crisis_ahead.yaml', 'event: crisis.in_crisis\n', '');
    expect((await printed(project, ['v1'])).slice(2)).toEqual([
      'frames.crisis_probit',
      '  - strain.strain  DOUBLE',
      '  reaches models.crisis_probit',
      '',
      'models.crisis_probit',
      '  ~ estimator.ridge  0.1 -> 0.2',
      '  ~ event.group  crisis -> not set',
      '  ~ event.column  in_crisis -> not set',
      '  ~ fit  models/crisis_probit.yaml:5:12',
      '      - frames.crisis_probit.strain.strain  AGGREGATION',
      // Without an event there are no episodes.
      '  ~ scores  models/crisis_probit.yaml:7:3',
      '      - frames.crisis_probit.strain.strain  AGGREGATION',
      '      - features.crisis.in_crisis  GROUP_BY',
      '      - features.crisis.date  GROUP_BY',
      '',
      'predictions.crisis_probit',
      '  ~ probability  models/crisis_probit.yaml:5:12',
      '      - frames.crisis_probit.strain.strain  TRANSFORMATION',
      '  ~ raw_probability  models/crisis_probit.yaml:5:12',
      '      - frames.crisis_probit.strain.strain  TRANSFORMATION',
      '  ~ alarm  models/crisis_probit.yaml:1:1',
      '      - frames.crisis_probit.strain.strain  TRANSFORMATION',
      '',
      'alarms.crisis_probit',
      '  ~ scale  models/crisis_probit.yaml:5:12',
      '      - frames.crisis_probit.strain.strain  CONDITIONAL',
      '  ~ base_margin  models/crisis_probit.yaml:5:12',
      '      - frames.crisis_probit.strain.strain  CONDITIONAL',
      '  ~ margin  models/crisis_probit.yaml:5:12',
      '      - frames.crisis_probit.strain.strain  TRANSFORMATION',
      '  ~ contributions  models/crisis_probit.yaml:5:12',
      '      - frames.crisis_probit.strain.strain  TRANSFORMATION',
      '',
      '4 stages differ, models reached: models.crisis_probit',
      'also downstream: cards.crisis_probit',
    ]);
  });

  it('reads a project that is a folder of its repository, and files of any name', async () => {
    const outer = await fresh();
    const inner: TestProject = { root: path.join(outer.root, 'früh warnung'), lake: outer.lake };
    await mkdir(inner.root);
    for (const name of ['ews.config.yaml', 'features', 'models', 'sources', 'targets']) {
      await rename(path.join(outer.root, name), path.join(inner.root, name));
    }
    await mkdir(path.join(outer.root, 'features'));
    await writeFile(path.join(outer.root, 'features/other.yaml'), 'no definition');
    gitRepository(outer);
    await edit(inner, 'features/slope.yaml', 'ttl: 95', 'ttl: 90');
    expect((await printed(inner, ['v1'])).slice(2, 4)).toEqual(['features.slope', '  ~ ttl  95 -> 90']);
  });

  it('takes variables and target for both sides', async () => {
    const project = await repository();
    expect(await diffed(project, ['v1'])).toMatchObject({ stages: [] });
    await edit(project, 'ews.config.yaml', 'value: 3', 'value: 4');
    expect((await diffed(project, ['v1'])).stages.length).toBeGreaterThan(0);
    const same = await printed(project, ['v1'], { vars: 'horizon_months=3', format: 'markdown' });
    expect(same).toEqual([
      'Lineage from `git v1` to `the definitions`',
      '',
      '- no difference in columns, edges and settings',
    ]);
  });

  it('prefers a stored environment to a branch of its name; git: means the branch', async () => {
    const project = await repository();
    runGit(project.root, 'branch', 'main');
    expect((await diffed(project, ['main'])).from).toMatch(/^run [\w-]+ of main$/);
    expect((await diffed(project, ['git:main'])).from).toBe('git main');
    expect((await diffed(project, ['v1^{commit}', 'trunk@{0}'])).to).toBe('git trunk@{0}');
  });

  it('refuses what no side is called, with the nearest name', async () => {
    const project = await repository();
    const [problem] = await refused(project, ['trnk']);
    expect(problem).toMatchObject({ code: 'EWS6002', hint: 'did you mean "trunk"?' });
    expect(problem?.message).toBe('no run and no environment is called "trnk", and git knows no such revision');
    for (const text of ['--help', '-c', '', '../..', 'v1:features', 'a\0b', '20221101T060000Z-abcdef', 'v1 v1', '\n']) {
      expect(await refused(project, [text]), text).toMatchObject([{ code: 'EWS6002' }]);
    }
    expect(await refused(project, ['main@2022-10-01'])).toMatchObject([{ code: 'EWS4005' }]);
    expect(await refused(project, ['main', 'nothing@2022-11-01'])).toMatchObject([{ code: 'EWS4005' }]);
  });

  it('says of a revision why its definitions cannot be read', async () => {
    const project = await repository();
    await edit(project, 'features/slope.sql', 'long.value - short.value', 'long.valeu - short.value');
    commitAll(project, 'misspelled');
    expect(await refused(project, ['misspelled', 'v1'])).toMatchObject([
      { code: 'EWS4012', message: 'the definitions of misspelled cannot be read: unknown column "valeu"' },
      { code: 'EWS2105', span: { file: 'features/slope.sql', line: 4 } },
    ]);
    runGit(project.root, 'rm', '-r', '--quiet', '--cached', '.');
    runGit(project.root, 'add', '.gitignore');
    runGit(project.root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '--quiet', '-m', 'empty');
    expect(await refused(project, ['HEAD', 'v1'])).toMatchObject([{ code: 'EWS4012' }, { code: 'EWS1001' }]);
    const slope = path.join(project.root, 'features/slope.sql');
    await rename(slope, `${slope}.txt`);
    await symlink('slope.sql.txt', slope);
    commitAll(project, 'linked');
    const [linked] = await refused(project, ['linked', 'v1']);
    expect(linked?.message).toBe(
      'the definitions of linked cannot be read: features/slope.sql is a symbolic link there',
    );
  });
});
