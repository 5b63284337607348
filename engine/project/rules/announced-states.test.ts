import { expect, it } from 'vitest';
import { first, present } from '../../presence/index.ts';
import { memoryFiles } from '../memory-files.ts';
import { readProject } from '../read-project.ts';
import type { FredSource } from '../source-definitions.ts';

async function read(prehistory: string, state: string) {
  const source = `source: usrec
connector: fred
description: one state
vintages: { file: usrec.parquet }
prehistory: ${prehistory}
series:
  usrec: { id: USREC, title: Recession, frequency: monthly, publication_lag: 1${state} }
`;
  const files = {
    'ews.config.yaml':
      'name: s\ncalendar: { frequency: monthly, start: 2020-01-31, end: 2020-12-31 }\ndefault_target: here\n',
    'targets/here.yaml': 'target: here\ndescription: a folder\n',
    'sources/usrec.yaml': source,
  };
  const { definitions, problems } = await readProject('/states', memoryFiles(files));
  const others = problems.filter(({ code }) => code !== 'EWS1002');
  return { source: definitions?.sources[0] as FredSource | undefined, told: others };
}

it.each([
  ['{ assume: { lag_months: 12 } }', ', state: { settles_after_months: 12 }', []],
  ['{ assume: { lag_months: 22 } }', ', state: {}', []],
  ['none', ', state: {}', []],
  ['assume', '', []],
  ['{ assume: { lag_months: 11 } }', ', state: {}', ['5:37 EWS3035 11 months']],
  ['{ assume: { lag_months: 1 } }', '', ['5:37 EWS3035 1 month']],
  ['assume', ', state: {}', ['7:78 EWS3035 1 day']],
  ['none', ', state: { settles_after_months: 3 }', ['7:112 EWS3035 3 months']],
])('prehistory %s with %s', async (prehistory, state, expected) => {
  const { told } = await read(prehistory, state);
  const lines = told.map(({ span, code, message }) => {
    return `${span?.line}:${span?.column} ${code} ${/known (\d+ \w+) after/.exec(message)?.[1]}`;
  });
  expect(lines).toEqual(expected);
});

async function settling(state: string): Promise<number | undefined> {
  const { source } = await read('none', state);
  return first(present(source).series).settlesAfterMonths;
}

it('has twelve months where none are said, and is no state without the key', async () => {
  expect(await settling(', state: {}')).toBe(12);
  expect(await settling('')).toBeUndefined();
  const { source } = await read('{ assume: { lag_months: 22 } }', '');
  expect(source).toMatchObject({ prehistory: 'assume', prehistoryLagMonths: 22 });
});

it.each(['{ assume: 12 }', 'later', '{ assume: { lag_months: -1 } }', '{ assume: { lag_month: 12 } }', '12'])(
  'refuses prehistory: %s, and says what may stand there',
  async (prehistory) => {
    const { told } = await read(prehistory, '');
    expect(told).toHaveLength(1);
    const { severity, message, hint } = first(told);
    expect(severity).toBe('error');
    expect(`${message} ${hint}`).toMatch(/lag_months/);
  },
);
