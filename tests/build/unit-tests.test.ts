import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProject } from './built-project.ts';
import { CREDIT, ONE_MONTH, withTests } from './credit-unit-test.ts';
import {
  addFiles,
  type Built,
  buildProject,
  copyProject,
  edit,
  executed,
  nodeResult,
  refusedBuild,
} from './small-project.ts';

const _fresh = builtProject();

/** One group is given, the other computed of the rows of its source. */
const STRAIN = `
unit_tests:
  of_a_given_slope:
    as_of: 2005-12-31
    given:
      features.slope: fixtures/slopes.csv
      bank.loans:
        - { date: 2005-04-01, amount: 100 }
        - { date: 2005-10-01, amount: 110 }
      rates.vacancies: []
    expect_query:
      - { as_of: 2005-12-31, date: 2005-10-01, strain: 4.531017980432486, latest_vacancies: null }
`;

/** An outcome is known three months later, and only where a turn was told. */
const LABEL = `
unit_tests:
  told_late:
    as_of: [2005-02-28, 2005-09-30]
    decision_dates: [2005-01-31, 2005-02-28, 2005-03-31]
    given:
      bank.turns:
        - { turn: end, month: 2005-01-01, told_on: 2005-02-15 }
        - { turn: start, month: 2005-05-01, told_on: 2005-08-20 }
    expect:
      - { as_of: 2005-09-30, date: 2005-01-31, y: 0 }
      - { as_of: 2005-09-30, date: 2005-02-28, y: 1 }
      - { as_of: 2005-02-28, date: 2005-01-31, y: null }
`;

/** In a project whose lake is empty: nothing is ingested. */
async function unitTested(file: string, text: string, files: Readonly<Record<string, string>> = {}): Promise<Built> {
  const project = await withTests(await copyProject(onTestFinished), file, text);
  await addFiles(project, files);
  return buildProject(project, { command: 'test', select: ['test_type:unit'], ingest: false });
}

const SLOPES = { 'features/fixtures.csv': 'date,slope,inverted\n2005-10-01,2.5,0\n' };

describe('a unit test', () => {
  it('of a group is asked by its own variables, on days of its own, with an empty lake', async () => {
    const project = await withTests(await copyProject(onTestFinished), 'features/credit.yaml', CREDIT);
    const built = await buildProject(project, { command: 'test', select: [ONE_MONTH], ingest: false });
    expect(nodeResult(built, ONE_MONTH)).toMatchObject({ status: 'ok', test: { status: 'pass', failures: 0 } });
    expect(executed(built)).toEqual([ONE_MONTH]);
    expect(await readdir(path.join(project.lake, 'objects'))).toEqual(['numerics', 'test']);
  });

  it('takes a group from a CSV file, and computes the others that are read', async () => {
    const built = await unitTested(
      'features/strain.yaml',
      STRAIN.replace('fixtures/slopes.csv', 'fixtures.csv'),
      SLOPES,
    );
    expect(nodeResult(built, 'tests.strain.of_a_given_slope').problems).toEqual([]);
    expect(built.result.ok).toBe(true);
  });

  it('takes a CSV file that is written as those of its source, and shows a text that nobody would see', async () => {
    const project = await copyProject(onTestFinished);
    await edit(project, 'sources/bank.yaml', 'amount: { type', 'amount: { header: Der Betrag, type');
    const written = 'date: date\n    delimiter: ";"\n    decimal: ","\n    date_format: "%d/%m/%Y"\n';
    await edit(project, 'sources/bank.yaml', 'date: date\n', written);
    await addFiles(project, {
      'features/lines.csv': 'date;Der Betrag\n01/02/2005;100,5\n01/03/2005;201\n',
      'features/versions.csv': 'date;Der Betrag;realtime_start\n1/2/2005;100,5;02/04/2005\n1/3/2005;201;03/04/2005\n',
      'features/note.yaml': 'feature: note\ndescription: n\ncolumns: { note: { description: n } }\n',
      'features/note.sql': "SELECT date, CASE WHEN amount > 200 THEN ' ' ELSE '' END AS note FROM bank.loans\n",
    });
    const read = (name: string, days: string, rows: string) =>
      `  ${name}:\n    as_of: ${days}\n    given: { bank.loans: ${name}.csv }\n    expect: ${rows}\n`;
    const doubled = 'growth: 69.31471805599453';
    const credit = [
      read('lines', '2005-04-30', `[{ as_of: 2005-04-30, ${doubled} }]`),
      read('versions', '[2005-04-02, 2005-04-03]', `[{ as_of: 2005-04-02 }, { as_of: 2005-04-03, ${doubled} }]`),
    ].map((text) => text.replace('    given', '    vars: { trend_months: 1 }\n    given'));
    await withTests(project, 'features/credit.yaml', `unit_tests:\n${credit.join('')}`);
    const note = read('lines', '2005-04-30', "[{ as_of: 2005-04-30, note: '' }]");
    await withTests(project, 'features/note.yaml', `unit_tests:\n${note}`);
    const built = await buildProject(project, { command: 'test', select: ['test_type:unit'], ingest: false });
    expect(nodeResult(built, 'tests.credit.lines').problems).toEqual([]);
    expect(nodeResult(built, 'tests.credit.versions').problems).toEqual([]);
    const [said] = nodeResult(built, 'tests.note.lines').problems;
    expect(said?.message).toContain("note is ' ', expected ''");
  });

  it('of a label has cut-offs, and no row while an outcome is not known', async () => {
    const built = await unitTested('models/labels/crisis_ahead.yaml', LABEL);
    expect(nodeResult(built, 'tests.crisis_ahead.told_late').problems).toEqual([]);
    expect(built.result.ok).toBe(true);
  });

  it('shows the row, the day, the difference and what was known, at the line of the row', async () => {
    const wrong = CREDIT.replace('growth: 18.232155679395456', 'growth: 18.5');
    const built = await unitTested('features/credit.yaml', wrong);
    const [problem] = nodeResult(built, ONE_MONTH).problems;
    const text = await readFile(path.join(import.meta.dirname, '../projects/small/features/credit.yaml'), 'utf8');
    const line = `${text}${wrong}`.split('\n').findIndex((each) => each.includes('growth: 18.5')) + 1;
    expect(problem).toMatchObject({
      code: 'EWS3051',
      span: { file: 'features/credit.yaml', line },
      message: 'unit test credit.one_month: as of 2005-04-30 growth is 18.232155679395458, expected 18.5 (-0.267844)',
      notes: [
        'known on 2005-04-30: bank.loans date 2005-03-01, amount 132.0 (from 2005-04-30, assumed)',
        'known on 2005-04-30: bank.loans date 2005-02-01, amount 110.0 (from 2005-03-30, assumed)',
        'known on 2005-04-30: bank.loans date 2005-01-01, amount 100.0 (from 2005-03-02, assumed)',
      ],
    });
    expect(nodeResult(built, ONE_MONTH).test).toMatchObject({ status: 'fail', failures: 1 });
  });

  it.each([
    [
      'a row that nobody expects',
      ['      - { as_of: 2005-04-01, growth: 9.531017980432486, growth__date: 2005-02-01 }\n', ''],
      'EWS3052',
    ],
    [
      'a version that ends before it begins',
      ['amount: 132 }', 'amount: 132, realtime_start: 2005-05-01, realtime_end: 2005-04-01 }'],
      'EWS3004',
    ],
    ['a period twice', ['date: 2005-03-01, amount', 'date: 2005-02-01, amount'], 'EWS3004'],
    [
      'a row with and one without the day of its version',
      ['date: 2005-03-01, amount: 132', 'date: 2005-02-01, amount: 111, realtime_start: 2005-05-01'],
      'EWS3004',
    ],
    ['a period after the source is complete', ['date: 2005-03-01, amount', 'date: 2011-03-01, amount'], 'EWS3023'],
    ['a cell that is no number', ['amount: 132', 'amount: many'], 'EWS3004'],
    ['a row without its date', ['date: 2005-03-01, amount: 132', 'amount: 132'], 'EWS3004'],
    ['a logarithm of a negative', ['amount: 110', 'amount: -110'], 'EWS3003'],
  ])('fails of %s', async (_what, [from = '', to = ''], code) => {
    expect(CREDIT.split(from)).toHaveLength(2);
    const built = await unitTested('features/credit.yaml', CREDIT.replace(from, to));
    expect(nodeResult(built, ONE_MONTH).problems.map((problem) => problem.code)).toContain(code);
    expect(nodeResult(built, ONE_MONTH).test?.status).toBe('fail');
    expect(built.result.ok).toBe(false);
  });

  it.each([
    ['a relation that is not given', ['bank.loans:', 'bank.turns:'], 'EWS1029'],
    ['a column that a relation does not have', ['amount: 132', 'amuont: 132'], 'EWS1030'],
    ['a column that a group does not have', ['growth: 18', 'grwth: 18'], 'EWS1030'],
    ['a day that is not asked', ['{ as_of: 2005-04-30', '{ as_of: 2005-04-29'], 'EWS1030'],
    ['NaN', ['amount: 132', 'amount: .nan'], 'EWS1004'],
    ['infinity', ['growth: 18.232155679395456', 'growth: .inf'], 'EWS1004'],
    ['a whole number that has lost digits', ['amount: 132', 'amount: 12345678901234567890'], 'EWS1004'],
    ['an unknown variable', ['trend_months: 1', 'trnd_months: 1'], 'EWS1012'],
    ['a variable of another type', ['trend_months: 1', 'trend_months: 1.5'], 'EWS1011'],
    [
      'a file that is not there',
      [CREDIT.slice(CREDIT.indexOf('bank.loans:'), CREDIT.indexOf('    expect:')), 'bank.loans: no.csv\n'],
      'EWS1031',
    ],
    ['an unknown key', ['as_of: [', 'as_off: ['], 'EWS1005'],
  ])('is refused for %s before anything runs', async (_what, [from = '', to = ''], code) => {
    expect(CREDIT.split(from)).toHaveLength(2);
    const project = await withTests(
      await copyProject(onTestFinished),
      'features/credit.yaml',
      CREDIT.replace(from, to),
    );
    const problems = await refusedBuild(project);
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(problems.every(({ span }) => span?.file === 'features/credit.yaml' && span.line > 12)).toBe(true);
  });
});
