import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sharedProject } from './built-project.ts';
import { addFiles, type TestProject } from './small-project.ts';

const PROSE = `intended_use: tests of the engine
intended_users: [engineers]
materiality: none
limitations: [its data are made up]
`;

/** The small project with models of a value, and with a second model of its event, to be looked at. */
export function valueProject(): () => Promise<TestProject> {
  return sharedProject('values', async (project) => {
    await addValueModels(project);
    const model = await readFile(path.join(project.root, 'models/crisis_probit.yaml'), 'utf8');
    await addFiles(project, { 'models/another.yaml': model.replace('model: crisis_probit', 'model: another') });
  });
}

/** Adds a continuous label, `slope_ahead`, and a model of it for each regression, to the small project. */
async function addValueModels(project: TestProject): Promise<void> {
  const model = (kind: string, features: string): string =>
    `model: m_${kind}\ndescription: ${kind}\nlabel: slope_ahead\nfeatures: [${features}]\n` +
    `estimator: { kind: ${kind} }\n` +
    'protocol: { first_cutoff: 2005-01-31, refit_months: 24, minimum_rows: 24 }\n' +
    'baselines: [climatology, { kind: persistence, feature: slope.slope }]\n' +
    `bootstrap: { draws: 50 }\n${PROSE}`;
  await addFiles(project, {
    'models/labels/slope_ahead.yaml':
      'label: slope_ahead\ndescription: the slope three months ahead\nkind: continuous\n' +
      'window: { from_month: 3, to_month: 3 }\nevent: crisis.in_crisis\n',
    'models/labels/slope_ahead.sql': `SELECT dates.date, ahead.slope AS y
FROM calendar.dates AS dates
LEFT JOIN features.slope AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 3 MONTHS
`,
    'models/m_linear.yaml': model('linear', 'slope.slope, strain.strain'),
    'models/m_theil_sen.yaml': model('theil_sen', 'slope.slope'),
    'models/m_polynomial.yaml': model('polynomial', 'slope.slope'),
  });
}
