import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { first, present } from '../../presence/index.ts';
import { diskFiles, readProject } from '../index.ts';

const SOUND = fileURLToPath(new URL('../../../tests/projects/sound', import.meta.url));
const MODEL = 'models/recession_logit.yaml';
const LOGIT = 'estimator: { kind: logit, ridge: 1.0, winsorize: 0.01 }';
const FOREST = 'estimator: { kind: random_forest }';
const FEATURES = 'features: [labor.unrate]';
const TWO = 'features: [labor.unrate, labor.claims]';

/** The sound project with another estimator, other features and more keys in its model. */
async function readWith(estimator: string, features: string, lines: string) {
  const files = diskFiles(SOUND);
  const readText = async (path: string): Promise<string> => {
    const text = await files.readText(path);
    return path === MODEL ? text.replace(FEATURES, features).replace(LOGIT, `${estimator}\n${lines}`) : text;
  };
  const { definitions, problems } = await readProject(SOUND, { ...files, readText });
  // The second feature is no column of the project, which is another rule's to say.
  return { definitions, problems: problems.filter(({ code }) => code !== 'EWS1010') };
}

test.each([
  [LOGIT, 'missing: native', 'logit has no way of its own with a missing value'],
  ['estimator: { kind: ml_random_forest }', 'missing: native', 'ml_random_forest has no way of its own'],
])('%s with %s is refused', async (estimator, line, message) => {
  const { problems } = await readWith(estimator, TWO, line);
  expect(problems).toMatchObject([{ code: 'EWS1019', span: { file: MODEL, line: 6, column: 10 } }]);
  expect(first(problems).message).toContain(message);
});

test.each(['missing: impute_median', 'missing: indicator', 'choose_columns: { min_share: 0.5 }'])(
  '%s is refused where there is one feature',
  async (line) => {
    const { problems } = await readWith(LOGIT, FEATURES, line);
    expect(problems).toMatchObject([{ code: 'EWS1019', message: expect.stringContaining('of one feature') }]);
  },
);

test.each([
  ['estimator: { kind: threshold, feature: labor.unrate, at: 6 }', 'features: []'],
  ['estimator: { kind: climatology }', 'features: []'],
])('%s learns nothing from features', async (estimator, features) => {
  for (const line of ['missing: drop', 'choose_columns: { min_share: 0.5 }']) {
    const { problems } = await readWith(estimator, features, line);
    expect(problems.filter(({ code }) => code === 'EWS1019')).toHaveLength(1);
  }
});

test('a feature may not be called as an indicator is', async () => {
  const features = 'features: [labor.unrate, labor.unrate__missing]';
  const { problems } = await readWith(LOGIT, features, 'missing: indicator');
  expect(problems).toMatchObject([{ code: 'EWS1020', span: { file: MODEL } }]);
  expect((await readWith(LOGIT, features, 'missing: impute_median')).problems).toEqual([]);
});

test.each([0, -0.1, 1.01, '"half"'])('min_share: %s is refused', async (share) => {
  const { problems } = await readWith(LOGIT, TWO, `choose_columns: { min_share: ${share} }`);
  expect(problems).toMatchObject([{ message: expect.stringContaining('a share above 0, at most 1') }]);
});

test('what the estimator does anyway is the same as nothing said', async () => {
  for (const [estimator, line] of [
    [LOGIT, 'missing: drop'],
    [FOREST, 'missing: native'],
  ] as const) {
    const { definitions } = await readWith(estimator, FEATURES, line);
    expect(first(present(definitions).models)).not.toHaveProperty('missing');
  }
  const { definitions } = await readWith(FOREST, FEATURES, 'missing: drop');
  expect(first(present(definitions).models).missing).toBe('drop');
});
