import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { first } from '../presence/index.ts';
import type { Definitions } from './definitions.ts';
import { diskFiles, readProject } from './index.ts';
import { memoryFiles } from './memory-files.ts';

const SOUND = fileURLToPath(new URL('../../tests/projects/sound', import.meta.url));

async function sound(): Promise<Definitions> {
  const { definitions } = await readProject(SOUND, diskFiles(SOUND));
  if (definitions === undefined) throw new Error('the sound project should have definitions');
  return definitions;
}

test('every default is filled in', async () => {
  const { config, groups, models, targets, sources } = await sound();
  expect(config.calendar).toEqual({
    rule: { kind: 'periods', frequency: 'monthly', dayOfPeriod: 'last_day' },
    start: '1959-01-31',
    end: 'data',
  });
  expect(config.vars[1]).toEqual({
    name: 'since',
    type: 'date',
    value: '1970-01-01',
    description: 'first month that counts',
  });
  const cycle = groups.find(({ name }) => name === 'business_cycle');
  expect(cycle?.columns).toEqual([
    { name: 'in_recession', description: '1 in a recession', asKnown: 'row', tests: [] },
  ]);
  expect(models[0]).toMatchObject({
    features: [{ group: 'labor', column: 'unrate' }],
    estimator: { kind: 'logit', ridge: 1, standardize: true, winsorize: 0.01 },
    protocol: { refitMonths: 12, minimumEpisodes: 2, minimumRows: 60, maturity: 'as_known', excludeInEvent: true },
    baselines: [{ kind: 'climatology' }],
    calibration: 'auto',
    leadWindow: { minMonths: 1, maxMonths: 18 },
    persistence: { k: 1, n: 1 },
    bootstrap: { draws: 1000, level: 0.9 },
    seed: 0,
  });
  expect(first(targets).resources).toEqual({
    threads: 'auto',
    memory: '2GB',
    memoryBytes: 2e9,
    scratchBytes: 10e9,
    nodeTimeoutSeconds: 300,
    compileMemoryBytes: 1e9,
    compileTimeoutSeconds: 30,
  });
  expect(sources.map(({ name }) => name)).toEqual(['fred', 'nber']);
});

test('paths in sources become relative to the project, types upper case, lags whole', async () => {
  const [fred, nber] = (await sound()).sources;
  expect(fred).toMatchObject({
    data: { kind: 'snapshot', file: 'sources/snapshot/fred.parquet' },
    prehistory: 'assume',
  });
  expect(nber?.connector === 'file' && nber.tables[0]).toMatchObject({
    file: 'sources/snapshot/turning_points.csv',
    columns: [{ type: 'VARCHAR' }, { type: 'DATE' }, { type: 'DATE' }],
    dateColumn: 'month',
    knowledge: { kind: 'column', column: 'announced_at', otherwise: { lagDays: 0, lagMonths: 12 } },
  });
});

test('of owners and tags by path the last entry wins; its own owner stands, its own tags are added', async () => {
  const { groups, labels } = await sound();
  const [labor, cycle] = groups;
  expect(labor).toMatchObject({ name: 'labor', owner: 'labour@example.org', tags: ['input', 'monthly'] });
  expect(cycle).toMatchObject({ name: 'business_cycle', owner: 'us-desk@example.org', tags: ['input'] });
  expect(first(labels).tags).toEqual(['core']);
  expect(first(labels)).not.toHaveProperty('owner');
});

test('custom tests are found beside their group', async () => {
  const labor = first((await sound()).groups);
  expect(labor.customTests.map(({ name, severity, sql }) => [name, severity, sql.path])).toEqual([
    ['gap_is_sane', 'warn', 'features/labor.gap_is_sane.sql'],
    ['never_empty', 'error', 'features/labor.never_empty.sql'],
  ]);
  expect(first(labor.columns).tests).toEqual([
    { kind: 'not_null', severity: 'error' },
    { kind: 'range', severity: 'error', min: 0, max: 30 },
    { kind: 'unique', severity: 'warn' },
    { kind: 'accepted_values', severity: 'error', validFrom: '1970-01-31', values: [0, 1] },
    { kind: 'monotonic', severity: 'warn', direction: 'increasing', strict: false },
  ]);
});

test('definitions are frozen all the way down, and printable', async () => {
  const definitions = await sound();
  const thawed: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Object.isFrozen(value)) thawed.push(path);
    for (const [key, member] of Object.entries(value)) visit(member, `${path}.${key}`);
  };
  visit(definitions, 'definitions');
  expect(thawed).toEqual([]);
  expect(() => JSON.stringify(definitions)).not.toThrow();
});

test('definitions know where their values stand, and fall back to the nearest parent', async () => {
  const { yaml } = first((await sound()).groups);
  expect(yaml.spanOf(['columns', 'unrate', 'unit'])).toMatchObject({ line: 11, column: 11, length: 3 });
  expect(yaml.spanOf(['columns', 'unrate', 'tests', 1, 'range', 'max'])).toMatchObject({ line: 16, column: 31 });
  expect(yaml.spanOf(['ttl', 'nothing', 'there'])).toEqual(yaml.spanOf(['ttl', 'nothing']));
  expect(yaml.spanOf(['no_such_key'])).toMatchObject({ line: 1, column: 1 });
});

test('the order in which files are listed does not matter', async () => {
  const files = diskFiles(SOUND);
  const reversed = { ...files, list: async () => [...(await files.list())].reverse() };
  const [one, other] = await Promise.all([readProject(SOUND, files), readProject(SOUND, reversed)]);
  expect(JSON.stringify(other)).toBe(JSON.stringify(one));
});

test('a file that cannot be read is one problem among the others', async () => {
  const files = memoryFiles({ 'ews.config.yaml': 'name: 7' });
  const list = async () => ['ews.config.yaml', 'features/gone.yaml', 'features/gone.sql'];
  const { problems } = await readProject('/project', { ...files, list });
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'EWS1004 "calendar" is missing',
    'EWS1004 "name" is 7; expected a name',
    'EWS1002 features/gone.sql cannot be read: no such file',
    'EWS1002 features/gone.yaml cannot be read: no such file',
  ]);
});
