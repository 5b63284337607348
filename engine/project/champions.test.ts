import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { diskFiles, readProject } from './index.ts';

const SOUND = fileURLToPath(new URL('../../tests/projects/sound', import.meta.url));

/** The sound project with a second label, that no model predicts, and champions declared in its configuration. */
async function withChampions(champions: string) {
  const disk = diskFiles(SOUND);
  const config = await disk.readText('ews.config.yaml');
  const label = await disk.readText('models/labels/recession_12m.yaml');
  const added = new Map([
    ['ews.config.yaml', `${config}\nchampions: ${champions}\n`],
    ['models/labels/other.yaml', label.replace('label: recession_12m', 'label: other')],
    ['models/labels/other.sql', await disk.readText('models/labels/recession_12m.sql')],
  ]);
  return readProject(SOUND, {
    list: async () => [...new Set([...(await disk.list()), ...added.keys()])],
    readText: async (path) => added.get(path) ?? disk.readText(path),
  });
}

test('a champion is a model of its label', async () => {
  const { definitions, problems } = await withChampions('{ recession_12m: recession_logit }');
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(definitions?.config.champions).toEqual([{ label: 'recession_12m', model: 'recession_logit' }]);
});

test.each([
  ['{ recession_12: recession_logit }', 'EWS1010', 'there is no label "recession_12"', 'did you mean "recession_12m"?'],
  [
    '{ recession_12m: recession_logi }',
    'EWS1010',
    'there is no model "recession_logi"',
    'did you mean "recession_logit"?',
  ],
  [
    '{ other: recession_logit }',
    'EWS1011',
    '"recession_logit" cannot be the champion of "other": it predicts "recession_12m"',
    'remove it',
  ],
])('%s is refused', async (champions, code, message, hint) => {
  const { problems } = await withChampions(champions);
  expect(problems).toContainEqual(expect.objectContaining({ code, message, hint }));
});
