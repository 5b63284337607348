import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { diskFiles, overrideVars, parseVarsFlag, readProject } from './index.ts';

const SOUND = fileURLToPath(new URL('../../tests/projects/sound', import.meta.url));
const { definitions } = await readProject(SOUND, diskFiles(SOUND));
if (definitions === undefined) throw new Error('the sound project should have definitions');
const project = definitions;

describe('--vars is a pair or YAML, kept as written', () => {
  test.each([
    ['a=1', { a: '1' }],
    ['since = 1970-01-01', { since: '1970-01-01' }],
    ['url=x=y, z', { url: 'x=y, z' }],
    ['{a: 1, b: 0012}', { a: '1', b: '0012' }],
    ['a: "yes"', { a: 'yes' }],
    ['{"a": 1.50}', { a: '1.50' }],
  ])('%s', async (text, values) => {
    expect(await parseVarsFlag(text)).toEqual({ values, problems: [] });
  });

  test.each(['', 'a', '{a: [1]}', '[a]', '{a: 1', '{a: 1, a: 2}', '=1'])('refuses %j', async (text) => {
    const { problems } = await parseVarsFlag(text);
    expect(problems.map(({ code }) => code)).toEqual(['EWS1004']);
  });
});

test('a value takes the type of its variable; the others and the definitions given stay as they were', () => {
  const { definitions: changed, problems } = overrideVars(project, { horizon_months: '24' });
  expect(problems).toEqual([]);
  expect(changed?.config.vars.map(({ value }) => value)).toEqual([24, '1970-01-01']);
  expect(project.config.vars.map(({ value }) => value)).toEqual([12, '1970-01-01']);
  expect(Object.isFrozen(changed?.config.vars)).toBe(true);
});

test('a value of another type and an unknown variable are problems with a way out', () => {
  const { definitions: none, problems } = overrideVars(project, {
    horizon_months: '12.5',
    since: '1990-02-29',
    horizon_month: '1',
  });
  expect(none).toBeUndefined();
  expect(problems.map(({ code, message, hint }) => [code, message, hint])).toEqual([
    ['EWS1012', '--vars names "horizon_month", which is no variable', 'did you mean "horizon_months"?'],
    [
      'EWS1004',
      '--vars sets "horizon_months" to "12.5", but its type is integer',
      'write a whole number, without quotes',
    ],
    ['EWS1004', '--vars sets "since" to "1990-02-29", but its type is date', 'write a date that exists, as YYYY-MM-DD'],
  ]);
});
