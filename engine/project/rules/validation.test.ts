import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { first, present } from '../../presence/index.ts';
import { diskFiles, readProject } from '../index.ts';

const SOUND = fileURLToPath(new URL('../../../tests/projects/sound', import.meta.url));
const MODEL = 'models/recession_logit.yaml';
const LOGIT = 'estimator: { kind: logit, ridge: 1.0, winsorize: 0.01 }';

/** The sound project with lines in place of its estimator's, and without the event of its label where told. */
async function readWith(lines: string, event = true) {
  const files = diskFiles(SOUND);
  const readText = async (path: string): Promise<string> => {
    const text = await files.readText(path);
    if (path === MODEL) return text.replace(LOGIT, lines);
    return event || path !== 'models/labels/recession_12m.yaml' ? text : text.replace(/^event: .*$/m, '');
  };
  return readProject(SOUND, { ...files, readText });
}

test('folds are five, and dealt by the model’s seed unless they have their own', async () => {
  const { definitions } = await readWith(`${LOGIT}\nseed: 9\nvalidate: { by: year }`);
  expect(first(present(definitions).models).validate).toEqual({ by: 'year', folds: 5, seed: 9 });
  const other = await readWith(`${LOGIT}\nseed: 9\nvalidate: { by: year, folds: 2, seed: 1 }`);
  expect(first(present(other.definitions).models).validate).toEqual({ by: 'year', folds: 2, seed: 1 });
});

test('a label without keys has no keys to hold out', async () => {
  const { problems } = await readWith(`${LOGIT}\nvalidate: { by: key }`);
  expect(problems).toMatchObject([
    {
      code: 'EWS1021',
      message: 'a validation by key needs keys, and label "recession_12m" has none',
      span: { file: MODEL, line: 6, column: 17 },
    },
  ]);
});

test('a label without an event has no episodes to hold out', async () => {
  const { problems } = await readWith(`${LOGIT}\nvalidate: { by: episode }`, false);
  expect(problems.filter(({ code }) => code === 'EWS1021')).toMatchObject([
    { message: expect.stringContaining('needs an event'), hint: expect.stringContaining('by: year') },
  ]);
});

test.each([
  ['estimator: { kind: threshold, feature: labor.unrate, at: 6 }', 'threshold is a published rule'],
  ['estimator: { kind: climatology }', 'climatology is the base rate'],
  ['estimator: { kind: linear }', 'linear predicts a value'],
])('%s cannot be validated', async (estimator, message) => {
  const { problems } = await readWith(`${estimator}\nvalidate: { by: year }`);
  const found = problems.filter(({ code }) => code === 'EWS1022');
  expect(found).toMatchObject([{ message: expect.stringContaining(message), span: { file: MODEL, line: 6 } }]);
});

test.each(['validation: 0.8', 'validation_auroc: 0.8', 'out_of_fold_auroc: 0.8', 'held_out: 1'])(
  'a gate on it is refused with the reason: %s',
  async (gate) => {
    const { problems } = await readWith(`${LOGIT}\ngates: { ${gate} }`);
    expect(problems).toMatchObject([
      { code: 'EWS1023', message: expect.stringContaining('also on what came later'), span: { line: 6, column: 10 } },
    ]);
  },
);

test.each(['by: month', 'by: year, folds: 1', 'by: year, folds: 2.5', 'folds: 5', 'by: year, seed: a'])(
  'validate: { %s } is no validation',
  async (written) => {
    const { problems } = await readWith(`${LOGIT}\nvalidate: { ${written} }`);
    expect(problems.map(({ code }) => code)).toContain(/folds: 1/.test(written) ? 'EWS1011' : 'EWS1004');
  },
);
