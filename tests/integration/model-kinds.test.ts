import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { CardBody, CardDocument } from '../../engine/cards/index.ts';
import { checkLineage } from '../build/lineage-completeness.ts';
import {
  addFiles,
  buildProject,
  copyProject,
  definitionsOf,
  edit,
  nodeResult,
  type TestProject,
} from '../build/small-project.ts';
import { openCardValidator } from '../cards/card-schema.ts';

const PROSE = `intended_use: tests of the engine
intended_users: [engineers]
materiality: none
limitations: [its data are made up]
`;

/** One model of every kind beside the probit, which gets a baseline that reads a column of its own. */
async function projectOfEveryKind(): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  await edit(
    project,
    'models/crisis_probit.yaml',
    'loss: {',
    'baselines: [climatology, { kind: spread_probit, feature: strain.latest_vacancies }]\nloss: {',
  );
  const event = (kind: string, rest = ''): string =>
    `model: m_${kind}\ndescription: ${kind}\nlabel: crisis_ahead\n` +
    `${kind === 'threshold' ? '' : 'features: [slope.slope, strain.strain]\n'}estimator: { kind: ${kind}${rest} }\n` +
    `protocol: { first_cutoff: 2005-01-31, refit_months: 60 }\nloss: { kind: sarlin, preference: 0.6 }\n` +
    `bootstrap: { draws: 10 }\n${PROSE}`;
  const value = (kind: string, features: string): string =>
    `model: m_${kind}\ndescription: ${kind}\nlabel: slope_ahead\nfeatures: [${features}]\n` +
    `estimator: { kind: ${kind} }\n` +
    `protocol: { first_cutoff: 2005-01-31, refit_months: 60, minimum_rows: 24 }\nbootstrap: { draws: 10 }\n${PROSE}`;
  await addFiles(project, {
    'models/labels/slope_ahead.yaml':
      'label: slope_ahead\ndescription: the slope three months ahead\nkind: continuous\n' +
      'window: { from_month: 3, to_month: 3 }\n',
    'models/labels/slope_ahead.sql': `SELECT dates.date, ahead.slope AS y
FROM calendar.dates AS dates
LEFT JOIN features.slope AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 3 MONTHS
`,
    'models/m_random_forest.yaml': event('random_forest', ', trees: 10'),
    'models/m_extra_trees.yaml': event('extra_trees', ', trees: 10'),
    'models/m_gradient_boosting.yaml': event('gradient_boosting', ', trees: 10'),
    'models/m_ml_random_forest.yaml': event('ml_random_forest', ', trees: 5'),
    'models/m_threshold.yaml': event('threshold', ', feature: slope.slope, at: 0, above: false'),
    'models/m_linear.yaml': value('linear', 'slope.slope, strain.strain'),
    'models/m_theil_sen.yaml': value('theil_sen', 'slope.slope'),
    'models/m_polynomial.yaml': value('polynomial', 'slope.slope'),
  });
  return project;
}

it('every kind of model builds, with card and complete lineage, the same bytes on one thread and on four', async () => {
  const project = await projectOfEveryKind();
  const built = await buildProject(project, { threads: 4 });
  const kinds = ['random_forest', 'extra_trees', 'gradient_boosting', 'ml_random_forest', 'threshold'];
  const models = [...kinds, 'linear', 'theil_sen', 'polynomial'].map((kind) => `m_${kind}`);
  for (const model of models) expect(nodeResult(built, `models.${model}`).status).toBe('ok');
  const { faults, compared } = await checkLineage(await definitionsOf(project), project.lake);
  expect(faults).toEqual([]);
  for (const model of models) expect(compared).toContain(`predictions.${model}`);

  const documentOf = async (model: string): Promise<CardDocument> =>
    JSON.parse(await readFile(path.join(project.lake, 'runs', built.result.run, 'cards', `${model}.json`), 'utf8'));
  const cardOf = async (model: string): Promise<CardBody> => (await documentOf(model)).body;
  const faultsOf = openCardValidator();
  for (const model of [...models, 'crisis_probit'])
    expect([model, faultsOf(await documentOf(model))]).toEqual([model, []]);
  expect(await cardOf('m_linear')).toMatchObject({
    task: 'value',
    performance: { steps: [{ kind: 'measured' }, {}, {}, { id: 'lag_removed', kind: 'measured' }] },
  });
  expect(await cardOf('m_threshold')).toMatchObject({ task: 'event', method: { predicts: 'alarm' }, importance: [] });
  expect(await cardOf('m_random_forest')).toMatchObject({ importance: [{ feature: 'slope.slope' }, {}] });
  expect(await cardOf('crisis_probit')).toMatchObject({
    rivals: [{ kind: 'spread_probit', feature: 'strain.latest_vacancies' }],
  });

  const again = await buildProject(project, { threads: 1, fullRefresh: true });
  for (const model of models) expect(nodeResult(again, `models.${model}`).status).toBe('ok');
});
