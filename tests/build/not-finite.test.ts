import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CardDocument } from '../../engine/cards/index.ts';
import { openWarehouse, quoteText } from '../../engine/warehouse/index.ts';
import { openCardValidator } from '../cards/card-schema.ts';
import { buildProject, copyProject, edit, nodeResult } from './small-project.ts';

it('NaN and infinities are missing to models: the build ends, warns, and the card lists them', async () => {
  const project = await copyProject(onTestFinished);
  const { lake } = project;
  await edit(
    project,
    'features/slope.sql',
    'long.value - short.value AS slope',
    "CASE month(long.date) WHEN 3 THEN 'nan'::DOUBLE WHEN 4 THEN '-inf'::DOUBLE " +
      'ELSE long.value - short.value END AS slope',
  );
  await edit(
    project,
    'features/slope.yaml',
    '- not_null\n      - range: { min: -5, max: 5 }',
    '- not_null: { severity: warn }\n      - finite: { severity: warn }',
  );
  await edit(project, 'features/strain.yaml', '- not_null', '- not_null: { severity: warn }');
  await edit(
    project,
    'models/labels/crisis_ahead.sql',
    'outcome.in_crisis AS y',
    `CASE WHEN dates.date = DATE '2001-05-31' THEN 'inf'::DOUBLE ELSE outcome.in_crisis END AS y`,
  );
  await edit(
    project,
    'features/crisis.sql',
    `THEN 1 ELSE 0`,
    `THEN 1 WHEN months.date = DATE '2002-01-01' THEN 'nan'::DOUBLE ELSE 0`,
  );
  await edit(project, 'features/crisis.yaml', '- accepted_values: { values: [0, 1] }', '- finite: { severity: warn }');
  const built = await buildProject(project);

  const warned = (id: string) => nodeResult(built, id).problems.filter(({ code }) => code === 'EWS3018');
  expect(warned('features.slope')).toMatchObject([
    {
      message: expect.stringMatching(/^features\.slope\.slope is NaN or infinite in \d+ rows, first on 20/),
      span: { file: 'features/slope.sql' },
    },
  ]);
  // One of its own, and one of the event that it reads.
  expect(warned('labels.crisis_ahead')).toMatchObject([
    {
      message: 'labels.crisis_ahead.y is NaN or infinite in 2 rows, first on 2001-05-31: such values count as missing',
    },
  ]);
  expect(warned('models.crisis_probit')).toMatchObject([
    { message: 'features.crisis.in_crisis is NaN or infinite in one row on 2002-01-01: such values count as missing' },
  ]);
  expect(nodeResult(built, 'tests.slope.slope.finite').problems).toMatchObject([
    { code: 'EWS3010', severity: 'warning' },
  ]);
  expect(nodeResult(built, 'tests.slope.slope.not_null').problems[0]?.message).toMatch(
    /found \d+ rows, \d+ of them NaN or infinite, which counts as missing$/,
  );

  expect(nodeResult(built, 'models.crisis_probit').status).toBe('ok');
  const text = await readFile(path.join(lake, 'runs', built.result.run, 'cards', 'crisis_probit.json'), 'utf8');
  const card: CardDocument = JSON.parse(text);
  expect(openCardValidator()(card)).toEqual([]);
  expect(card.body.limitations.flatMap((each) => (each.kind === 'not_finite' ? [each.column] : []))).toEqual([
    'features.slope.slope',
    'features.strain.strain',
    'labels.crisis_ahead.y',
    'features.crisis.in_crisis',
  ]);

  const warehouse = await openWarehouse();
  onTestFinished(() => warehouse.close());
  const frames = quoteText(path.join(lake, 'objects/frame/crisis_probit/*/data-*.parquet'));
  const missing = `count(*) FILTER ("slope.slope" IS NULL) AS missing,
    count(*) FILTER (NOT isfinite("slope.slope")) AS odd`;
  const [frame] = await warehouse.rows(`SELECT ${missing} FROM read_parquet(${frames})`);
  expect(frame?.['odd']).toBe(0);
  expect(Number(frame?.['missing'])).toBeGreaterThan(15);
});
