import { expect, it } from 'vitest';
import { memoryFiles } from './memory-files.ts';
import { readProject } from './read-project.ts';

const CONFIG = 'name: x\ncalendar: { frequency: monthly, start: 2000-01-31 }\n';
const PROD = 'target: prod\ndescription: elsewhere\n';

async function targetsOf(files: Readonly<Record<string, string>>): Promise<unknown> {
  const { definitions, problems } = await readProject('/x', memoryFiles({ 'ews.config.yaml': CONFIG, ...files }));
  return definitions?.targets ?? problems.map(({ code, message }) => `${code} ${message}`);
}

it('a project without targets has one, a lake in its own folder', async () => {
  expect(await targetsOf({})).toEqual([
    expect.objectContaining({ name: 'local', implied: true, store: { kind: 'local', path: '.ews/lake' } }),
  ]);
});

it('a project that declares any has no other', async () => {
  expect(await targetsOf({ 'targets/prod.yaml': PROD })).toEqual(['EWS1010 the default target "local" is not defined']);
  expect(await targetsOf({ 'targets/local.yaml': PROD.replace('prod', 'local') })).toEqual([
    expect.not.objectContaining({ implied: true }),
  ]);
});

it('another default than that one has to be declared', async () => {
  expect(await targetsOf({ 'ews.config.yaml': `${CONFIG}default_target: prod\n` })).toEqual([
    'EWS1010 the default target "prod" is not defined',
  ]);
});

it('a target in a file that is not read is declared all the same', async () => {
  const [first] = (await targetsOf({ 'targets/local.yml': PROD.replace('prod', 'local') })) as readonly string[];
  expect(first).toBe('EWS1006 targets/local.yml is not read: definitions end in .yaml and .sql');
});
