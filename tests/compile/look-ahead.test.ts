import { describe, expect, it } from 'vitest';
import { problemLines, problemsWith } from './one-query.ts';
import { ELSEWHERE } from './planted/elsewhere.ts';
import { KNOWLEDGE_AND_CLOCK } from './planted/knowledge-and-clock.ts';
import { STATEMENTS_AND_LABELS } from './planted/statements-and-labels.ts';

const CLOCK = 'is not allowed: it reads the clock, which is not known at any decision date';

const IMPOSSIBLE = { ...KNOWLEDGE_AND_CLOCK, ...ELSEWHERE, ...STATEMENTS_AND_LABELS };

describe.each(Object.entries(IMPOSSIBLE))('a feature cannot read %s', (_, cases) => {
  it.each(cases)('%s', async (_what, sql, ...said) => {
    const problems = problemLines(await problemsWith({ 'features/planted.sql': sql }));
    expect(problems.map((line) => line.replace('features/planted.sql:', ''))).toEqual(said);
  });
});

describe('refused by their YAML', () => {
  const NEGATIVE = 'a value cannot be known before its period has ended';
  const table = (knowledge: string): string =>
    [
      'source: bank\nconnector: file\ndescription: losses',
      'tables:\n  losses:\n    description: losses\n    file: losses.csv\n    format: csv',
      '    columns: { day: { type: DATE, description: d }, known: { type: DATE, description: k } }',
      `    date: day\n    frequency: daily\n    knowledge: ${knowledge}\n`,
    ].join('\n');

  it.each([
    ['{ lag: -1 }', 'EWS1011 sources/bank.yaml:12:23 "-1"', '.lag', `-1: ${NEGATIVE}`],
    [
      '{ column: known, otherwise: { lag_days: -3 } }',
      'EWS1011 sources/bank.yaml:12:56 "-3"',
      '.otherwise.lag_days',
      '-3; expected a whole number of days, at least 0',
    ],
  ])('the negative lag of a table: %s', async (knowledge, place, key, words) => {
    const said = problemLines(await problemsWith({ 'sources/losses.csv': '', 'sources/bank.yaml': table(knowledge) }));
    expect(said).toEqual([`${place} "tables.losses.knowledge${key}" is ${words}`]);
  });

  it('the negative publication lag of a series', async () => {
    const yaml =
      'source: fred\nconnector: fred\ndescription: one\nsnapshot: { file: fred.parquet }\n' +
      'series:\n  unrate:\n    id: UNRATE\n    title: Rate\n    units: "%"\n    frequency: monthly\n' +
      '    publication_lag: -10\n';
    const said = problemLines(await problemsWith({ 'sources/fred.yaml': yaml }));
    expect(said).toContain(`EWS1011 sources/fred.yaml:11:22 "-10" "series.unrate.publication_lag" is -10: ${NEGATIVE}`);
  });
});

describe('a label looks past the decision date, and no further', () => {
  it.each([
    [
      'the clock',
      'SELECT date, (date < now())::INT AS y FROM calendar.dates',
      `EWS2107 models/labels/ahead.sql:1:22 "now" function now ${CLOCK}`,
    ],
    [
      'another label',
      'SELECT date, y FROM labels.ahead',
      'EWS2108 models/labels/ahead.sql:1:21 "labels.ahead" a label may not read the label labels.ahead',
    ],
    [
      'a model',
      'SELECT as_of AS date, 1 AS y FROM models.guess',
      'EWS2108 models/labels/ahead.sql:1:35 "models.guess" a label may not read the model models.guess',
    ],
  ])('%s', async (_, sql, said) => {
    expect(problemLines(await problemsWith({ 'models/labels/ahead.sql': sql }))).toEqual([said]);
  });
});

it('all problems are said at once, in the order of the files', async () => {
  const said = problemLines(
    await problemsWith({
      'features/planted.sql': 'SELECT date, random() + y AS x\nFROM labels.ahead WHERE date < now()',
      'models/labels/ahead.sql': 'SELECT date, today() AS y FROM calendar.dates',
    }),
  );
  expect(said.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'EWS2107 features/planted.sql:1:14 "random"',
    'EWS2108 features/planted.sql:2:6 "labels.ahead"',
    'EWS2107 features/planted.sql:2:32 "now"',
    'EWS2107 models/labels/ahead.sql:1:14 "today"',
  ]);
});

describe('what only looks alike is admitted', () => {
  it.each([
    ['a comment and a text', "SELECT date, length('now()') AS x FROM fred.unrate -- realtime_start, now()"],
    ['age between two dates', 'SELECT date, year(age(as_of(), date)) AS x FROM fred.unrate'],
    ['other letters', 'select DATE, X from Features.SOUND'],
    ['a CTE that bears the name of a series', 'WITH unrate AS (FROM fred.gs10) SELECT date, value AS x FROM unrate'],
    ['a semicolon at the end', 'SELECT date, value AS x FROM fred.unrate;\n'],
  ])('%s', async (_, sql) => {
    expect(problemLines(await problemsWith({ 'features/planted.sql': sql }))).toEqual([]);
  });
});
