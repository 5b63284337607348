import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { first, present } from '../presence/index.ts';
import { diskFiles, readProject } from './index.ts';

const SOUND = fileURLToPath(new URL('../../tests/projects/sound', import.meta.url));
const MODEL = 'models/recession_logit.yaml';
const LOGIT = 'estimator: { kind: logit, ridge: 1.0, winsorize: 0.01 }';
const RULE = 'estimator: { kind: threshold, feature: labor.unrate, at: 6 }';

/** The sound project with other lines in its model. */
async function readWith(changes: ReadonlyMap<string, string>) {
  const files = diskFiles(SOUND);
  const readText = async (path: string): Promise<string> => {
    const text = await files.readText(path);
    return path === MODEL ? [...changes].reduce((now, [from, to]) => now.replace(from, to), text) : text;
  };
  return readProject(SOUND, { ...files, readText });
}

test.each(['auto', 'platt', 'isotonic', 'none'] as const)(
  'calibration: %s is what the definition says',
  async (how) => {
    const { definitions } = await readWith(new Map([[LOGIT, `${LOGIT}\ncalibration: ${how}`]]));
    expect(first(present(definitions).models).calibration).toBe(how);
  },
);

test('a rule has none, not even by default', async () => {
  const { definitions, problems } = await readWith(
    new Map([
      [LOGIT, RULE],
      ['features: [labor.unrate]\n', ''],
    ]),
  );
  expect(problems).toEqual([]);
  expect(first(present(definitions).models)).not.toHaveProperty('calibration');
});

test('any other word is refused where it stands', async () => {
  const { problems } = await readWith(new Map([[LOGIT, `${LOGIT}\ncalibration: sigmoid`]]));
  expect(problems).toMatchObject([
    {
      code: 'EWS1004',
      message: '"calibration" is "sigmoid"; expected auto, platt, isotonic or none',
      span: { file: MODEL, line: 6, column: 14, length: 7 },
    },
  ]);
});
