import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { diskFiles, readProject } from './index.ts';

const SOUND = fileURLToPath(new URL('../../tests/projects/sound', import.meta.url));
const MODEL = 'models/recession_logit.yaml';

async function withBaselines(baselines: string) {
  const disk = diskFiles(SOUND);
  const model = (await disk.readText(MODEL)).replace(/^baselines: .*\n/m, '');
  const read = async (path: string) => (path === MODEL ? `${model}\nbaselines: ${baselines}\n` : disk.readText(path));
  return readProject(SOUND, { list: () => disk.list(), readText: read });
}

test('persistence is a baseline of values, not of events', async () => {
  const { problems } = await withBaselines('[{ kind: persistence, feature: labor.unrate }]');
  expect(problems).toContainEqual(
    expect.objectContaining({
      code: 'EWS1011',
      message: 'persistence is a baseline of values, and logit estimates a probability',
    }),
  );
});

test('its feature must be there', async () => {
  const { problems } = await withBaselines('[{ kind: persistence, feature: labor.unrat }]');
  expect(problems).toContainEqual(
    expect.objectContaining({ code: 'EWS1010', message: 'feature group "labor" has no column "unrat"' }),
  );
});
