import { describe, expect, it } from 'vitest';
import { problemLines, problemsWith } from './one-query.ts';

const model = (features: string): string =>
  `model: guess\ndescription: a model\nlabel: ahead\nfeatures: [${features}]\nestimator: { kind: probit }\n` +
  'protocol: { first_cutoff: 2005-01-31, refit_months: 12, minimum_episodes: 1 }\n' +
  'baselines: [climatology, { kind: threshold, feature: planted.x, at: 1 }]\n' +
  'loss: { kind: sarlin, preference: 0.5 }\n' +
  'intended_use: tests\nintended_users: [testers]\nmateriality: none\nlimitations: [it is small]\n';

const column = (expression: string, more: Readonly<Record<string, string>> = {}) =>
  problemsWith({ 'features/planted.sql': `SELECT date,\n  ${expression} AS x\nFROM fred.unrate\n`, ...more });

describe('inputs of models', () => {
  it.each([
    ['date', 'DATE'],
    ['CAST(date AS TIMESTAMP)', 'TIMESTAMP'],
    ['INTERVAL 1 DAY', 'INTERVAL'],
    ["CASE WHEN value > 5 THEN 'high' ELSE 'low' END", 'VARCHAR'],
    ["CAST(CASE WHEN value > 5 THEN 'high' ELSE 'low' END AS ENUM ('high', 'low'))", "ENUM('high', 'low')"],
    ['[value]', 'DOUBLE[]'],
    ['{ v: value }', 'STRUCT(v DOUBLE)'],
    ['CAST(value AS HUGEINT)', 'HUGEINT'],
    ['CAST(value AS DECIMAL(38, 2))', 'DECIMAL(38,2)'],
  ])('%s is refused where the model names it, with the place of the SQL', async (expression, type) => {
    const problems = (await column(expression, { 'models/guess.yaml': model('planted.x') })).filter(
      ({ severity }) => severity === 'error',
    );
    expect(problems).toHaveLength(2);
    expect(problemLines(problems)[0]).toContain('EWS2117 models/guess.yaml:4:12 "planted.x"');
    expect(problems[0]?.message).toContain(`model "guess" reads planted.x, which is ${type}, `);
    expect(problems[0]?.notes?.[0]).toMatch(/^it is written at features\/planted\.sql:2:3$/);
    // The rule that stands beside the model reads the column too.
    expect(problemLines(problems)[1]).toContain('models/guess.yaml:7:');
  });

  it.each([
    'value',
    'value > 5',
    'CAST(value AS BIGINT)',
    'CAST(value AS DECIMAL(18, 3))',
    'CAST(value AS FLOAT)',
    'NULL',
  ])('%s is taken', async (expression) => {
    const problems = await column(expression, { 'models/guess.yaml': model('planted.x') });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('a column that no model reads may be of any type', async () => {
    expect((await column("'a text'")).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('labels and events', () => {
  const label = (kind: string, y: string) =>
    problemsWith({
      'models/labels/other.yaml': `label: other
description: y
kind: ${kind}
window: { from_month: 1, to_month: 1 }
`,
      'models/labels/other.sql': `SELECT date, ${y} AS y FROM calendar.dates\n`,
    });
  const refused = async (kind: string, y: string) =>
    (await label(kind, y)).filter(({ code }) => code === 'EWS2117').map(({ message }) => message);

  it('a binary one is a number or a boolean, a continuous one a number', async () => {
    expect(await refused('binary', "'yes'")).toEqual(['label "other" is binary with a y, which is VARCHAR, no number']);
    expect(await refused('continuous', 'date')).toEqual([
      'label "other" is continuous with a y, which is DATE, no number',
    ]);
    expect(await refused('continuous', 'true')).toEqual([
      'label "other" is continuous with a y, which is BOOLEAN, no number',
    ]);
    expect(await refused('binary', 'true')).toEqual([]);
    expect(await refused('binary', 'CAST(1 AS HUGEINT)')).toEqual([]);
    expect(await refused('continuous', '1.5')).toEqual([]);
  });

  it('an event is too', async () => {
    const [problem] = (
      await problemsWith({ 'features/sound.sql': 'SELECT date, CAST(value AS VARCHAR) AS x FROM fred.gs10\n' })
    ).filter(({ message }) => message.startsWith('the event'));
    expect(problem).toMatchObject({
      code: 'EWS2117',
      message: 'the event of label "ahead" is sound.x, which is VARCHAR, no number',
      span: { file: 'models/labels/ahead.yaml', line: 5 },
    });
  });
});
