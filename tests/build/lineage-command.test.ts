import { expect, it } from 'vitest';
import { type LineageFlags, runLineage } from '../../engine/cli/commands/lineage.ts';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { at, present } from '../../engine/presence/index.ts';
import { IN_PROCESS, quoteText, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import { recordingTerminal } from '../golden-project/recording-terminal.ts';
import { builtProject, sharedProject } from './built-project.ts';
import { addFiles, edit, type TestProject } from './small-project.ts';

const fresh = builtProject();
const shared = sharedProject();

it('prints a feature back to the file that its series are read from', async () => {
  const text = await lineage(await shared(), 'slope.slope');
  const names = text.split('\n').map((line) => line.replaceAll(/^[│├└─ ]+/g, '').split('  ')[0]);
  expect(names[0]).toBe('features.slope.slope');
  expect(names).toContain('rates.long.value');
  expect(names).toContain('rates.short.value');
  expect(names).toContain('raw.rates.value');
  expect(text).toContain('features/slope.sql:4:');
});

it('reaches the same column by each of its names', async () => {
  const project = await shared();
  expect(await lineage(project, 'features.slope.slope')).toBe(await lineage(project, 'slope.slope'));
  expect(await lineage(project, 'models.crisis_probit')).toBe(await lineage(project, 'crisis_probit'));
  expect(await lineage(project, 'frames.crisis_probit.slope.slope')).toContain('features.slope.slope');
});

it('lets a program follow a model to its series, and a series to its predictions', async () => {
  const project = await shared();
  const up = JSON.parse(await lineage(project, 'crisis_probit', { json: true }));
  expect(nodesOf(up)).toEqual(expect.arrayContaining(['rates.long', 'rates.short', 'rates.vacancies', 'bank.loans']));
  const down = JSON.parse(await lineage(project, 'rates.long.value', { downstream: true, format: 'json' }));
  expect(nodesOf(down)).toContain('predictions.crisis_probit');
  const near = JSON.parse(await lineage(project, 'predictions.crisis_probit', { depth: '1', format: 'json' }));
  // The label beside the frame: a baseline is the mean of what was known at its cut-off.
  const model = ['frames.crisis_probit', 'labels.crisis_ahead', 'models.crisis_probit', 'predictions.crisis_probit'];
  expect(nodesOf(near)).toEqual(model);
});

it('knows of a relation that matters by its number of rows alone', async () => {
  const project = await fresh();
  await addFiles(project, {
    'features/turned.sql':
      'SELECT date, (SELECT count(*) FROM bank.turns) + (SELECT count(*) FROM features.crisis) AS turns ' +
      'FROM rates.long\n',
    'features/turned.yaml': [
      'feature: turned',
      'description: how often it turned',
      'columns:',
      '  turns: { description: turns so far, unit: count }',
      '',
    ].join('\n'),
  });
  const up = JSON.parse(await lineage(project, 'turned.turns', { json: true }));
  // Of a source the days decide on which its rows were known, whichever its columns are.
  expect(up.edges).toContainEqual(
    expect.objectContaining({
      from: { node: 'bank.turns', column: 'realtime_start' },
      to: { node: 'features.turned', column: null },
      subtype: 'FILTER',
    }),
  );
  expect(up.edges).toContainEqual({
    from: { node: 'features.crisis', column: null },
    to: { node: 'features.turned', column: 'turns' },
    ...{ type: 'READS', subtype: null, masking: false, weight: null },
    evidence: expect.objectContaining({ file: 'features/turned.sql', clauses: [] }),
  });
});

it('draws a diagram', async () => {
  const text = await lineage(await shared(), 'crisis_probit', { format: 'mermaid' });
  expect(text).toMatch(/^flowchart LR\n/);
  expect(text).toContain('rates.long');
});

it('tells of a prediction what it rests on, down to the bytes of the file', async () => {
  const project = await shared();
  const prediction = JSON.parse(await lineage(project, 'crisis_probit@2009-06-30', { format: 'json' }));
  const slope = prediction.features[0];
  expect(slope).toMatchObject({ feature: 'slope.slope', date: '2009-05-01', span: { file: 'features/slope.sql' } });
  // The rates of a month are known one day after it: on the last of June, those of May are the newest.
  const file = `${project.root}/sources/data/rates.parquet`;
  const rates = await read(
    `SELECT series_id, value FROM read_parquet(${quoteText(file)})
     WHERE date = '2009-05-01' AND series_id IN ('LONG', 'SHORT') ORDER BY series_id`,
  );
  expect(rates).toHaveLength(2);
  const [long, short] = [0, 1].map((i) => Number(at(rates, i)['value'])) as [number, number];
  const [content] = await read(`SELECT sha256(content) AS sha256 FROM read_blob(${quoteText(file)})`);
  const { sha256 } = present(content);
  const key = `raw/rates/snapshot/${sha256}.parquet`;
  const known = {
    knownSince: '2009-06-01',
    knowledge: 'assumed',
    date: '2009-05-01',
    keys: {},
    raw: { file: 'sources/data/rates.parquet', key, sha256, isNewest: true },
  };
  const origin = { lagDays: 1, file: 'sources/data/rates.parquet', sha256, units: { value: '%' } };
  expect(slope.series).toEqual([
    { relation: 'rates.long', ...origin, observations: [{ ...known, values: { value: long } }] },
    { relation: 'rates.short', ...origin, observations: [{ ...known, values: { value: short } }] },
  ]);
  expect(slope.value).toBeCloseTo(long - short, 12);

  const text = await lineage(project, 'crisis_probit@2009-06-30');
  expect(text).toContain('rates.long  2009-05-01 = ');
  expect(text).toContain('known 2009-06-01 (assumed, lag 1 d)');
  expect(text).toContain(`sources/data/rates.parquet  sha256:${sha256}`);
});

it('tells where a bundled file comes from, and whether that is said of its bytes', async () => {
  const project = await fresh();
  const provenance = (sha256: string): string => JSON.stringify({ 'rates.parquet': { origin: 'a gift', sha256 } });
  const origins = async (sha256: string): Promise<unknown> => {
    await addFiles(project, { 'sources/data/provenance.json': provenance(sha256) });
    return JSON.parse(await lineage(project, 'crisis_probit@2009-06-30', { json: true })).origins;
  };
  const before = JSON.parse(await lineage(project, 'crisis_probit@2009-06-30', { json: true }));
  expect(before.origins).toEqual([]);
  const { sha256 } = before.features[0].series[0];
  const file = 'sources/data/rates.parquet';
  expect(await origins(sha256)).toMatchObject([
    { file, key: 'sources/data/provenance.json', origin: 'a gift', matches: true },
  ]);
  expect(await origins('0'.repeat(64))).toMatchObject([{ file, matches: false }]);
});

it('says which dates have predictions', async () => {
  const [problem] = await refused(await shared(), 'crisis_probit@1999-01-31');
  expect(problem).toMatchObject({ code: 'EWS4005', message: 'crisis_probit has no prediction for 1999-01-31' });
  expect(present(problem).hint).toMatch(/from 200\d-\d\d-\d\d to 2009-12-31/);
});

it('wants a model built as it is defined', async () => {
  const project = await fresh();
  await edit(project, 'models/crisis_probit.yaml', 'ridge: 0.1', 'ridge: 0.2');
  const [problem] = await refused(project, 'crisis_probit@2009-06-30');
  expect(problem).toMatchObject({ code: 'EWS4003' });
  expect(present(problem).hint).toContain('ews build');
});

it.each([
  ['slope.slop', {}, 'EWS6002', 'did you mean "slope.slope"?'],
  ['slop', {}, 'EWS6002', 'did you mean "slope"?'],
  ['crisis_probt@2009-06-30', {}, 'EWS6002', 'did you mean "crisis_probit"?'],
  ['crisis_probit@june', {}, 'EWS6001', 'write MODEL@YYYY-MM-DD'],
  ['slope', { depth: 'two' }, 'EWS6001', 'for example: --depth 2'],
  ['slope', { upstream: true, downstream: true }, 'EWS6001', 'run it once for each'],
] as const)('refuses %s %o', async (target, flags, code, hint) => {
  expect(await refused(await shared(), target, flags)).toMatchObject([{ code, hint }]);
});

type Flags = Omit<Partial<LineageFlags>, 'projectDir'>;

async function lineage(project: TestProject, target: string, flags: Flags = {}): Promise<string> {
  const terminal = recordingTerminal();
  expect(await runLineage(target, { projectDir: project.root, logFormat: 'text', ...flags }, terminal)).toBe(0);
  return terminal.said.out.join('\n');
}

async function refused(project: TestProject, target: string, flags: Flags = {}): Promise<ProblemError['problems']> {
  try {
    await lineage(project, target, flags);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error(`${target} was not refused`);
}

function nodesOf(trace: { readonly places: readonly { readonly node: string }[] }): readonly string[] {
  return [...new Set(trace.places.map(({ node }) => node))].toSorted();
}

async function read(sql: string): Promise<readonly Row[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    return await warehouse.rows(sql);
  });
}
