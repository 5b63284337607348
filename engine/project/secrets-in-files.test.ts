import { describe, expect, it } from 'vitest';
import { memoryFiles } from './memory-files.ts';
import { readProject } from './read-project.ts';

const HEX = '0123456789abcdef0123456789abcdef';
const CONFIG = 'name: x\ncalendar: { frequency: monthly, start: 2020-01-31, end: data }\ndefault_target: local\n';
const TARGET = 'target: local\ndescription: here\n';

async function read(files: Readonly<Record<string, string>>) {
  return readProject('/p', memoryFiles({ 'ews.config.yaml': CONFIG, 'targets/local.yaml': TARGET, ...files }));
}

describe('a secret in a file of the project is refused, and not repeated', () => {
  it.each([
    ['in a text', `${TARGET}# key ${HEX}\n`, HEX],
    ['in a description', `target: local\ndescription: uses ${HEX}\n`, HEX],
    ['under a key that names one', `${TARGET}password: correct horse\n`, 'correct horse'],
    ['in a list', `${TARGET}api_keys: [hunter22]\n`, 'hunter22'],
    ['as a number', `${TARGET}fred: { read: live, api_key: 12345678 }\n`, '12345678'],
    ['in lines below its key', `${TARGET}client_secret: >\n  hunter22\n`, 'hunter22'],
    ['in an address', `${TARGET}openlineage: { url: "https://me:hunter22@example.org/" }\n`, 'hunter22'],
  ])('%s', async (_, target, secret) => {
    const { problems, definitions } = await read({ 'targets/local.yaml': target });
    expect(definitions).toBeUndefined();
    expect(problems.map(({ code }) => code)).toContain('EWS1017');
    expect(JSON.stringify(problems)).not.toContain(secret);
  });

  it('where the file cannot be parsed', async () => {
    const { problems } = await read({ 'targets/local.yaml': `${TARGET}password: hunter22: [\n` });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter22');
  });

  it('as the name of a variable', async () => {
    const target = `${TARGET}openlineage: { url: "https://example.org/", api_key_env: hunter-22 }\n`;
    const { problems } = await read({ 'targets/local.yaml': target });
    expect(problems.map(({ code }) => code)).toEqual(['EWS1004']);
    expect(JSON.stringify(problems)).not.toContain('hunter-22');
  });

  it('in SQL', async () => {
    const files = { 'features/a.yaml': 'feature: a\n', 'features/a.sql': "SELECT 'AKIAIOSFODNN7EXAMPLE'" };
    const { problems } = await read(files);
    expect(problems.map(({ code }) => code)).toContain('EWS1017');
    expect(JSON.stringify(problems)).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });
});

it.each(['AWS_SECRET_ACCESS_KEY', 'FRED_API_KEY', 'HOME', 'MY_API_KEY'])(
  'a project is not told what %s holds, by naming it as the variable of a key',
  async (name) => {
    const target = `${TARGET}openlineage: { url: "https://example.org/", api_key_env: ${name} }\n`;
    const { problems } = await read({ 'targets/local.yaml': target });
    expect(problems.map(({ code }) => code)).toEqual(['EWS1004']);
  },
);

it('names of variables and of columns are no secrets', async () => {
  const { problems } = await read({
    'targets/local.yaml': `${TARGET}openlineage: { url: "https://example.org/", api_key_env: MY_LINEAGE_KEY }\n`,
  });
  expect(problems).toEqual([]);
});
