import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectKey } from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import { Attacker } from './attacker.ts';
import { asWrittenBeforeDigests } from './before-digests.ts';
import { builtProject } from './built-project.ts';
import {
  addFiles,
  type Built,
  buildProject,
  edit,
  executed,
  idsWith,
  manifestOf,
  nodeResult,
  planProject,
  type TestProject,
} from './small-project.ts';

const MODEL = 'models.crisis_probit';
const OF_INVERTED = 'tests.slope.inverted.accepted_values';
const OF_SLOPE = ['tests.slope.slope.not_null', 'tests.slope.slope.range'];
const STRAIN = ['features.slope', 'features.strain'];
const OF_STRAIN = 'tests.strain.strain.not_null';

const fresh = builtProject();

/** A project that may miss slopes. */
async function withMissing(project: TestProject): Promise<void> {
  await edit(project, 'features/slope.yaml', '      - not_null\n', '');
  await edit(project, 'features/slope.yaml', '{ min: -5, max: 5 }', '{ min: -5, max: 5, severity: warn }');
  await edit(project, 'features/strain.yaml', '    tests:\n      - not_null\n', '');
}

/** What runs when the query of a group is this one. */
async function runsWith(project: TestProject, group: string, sql: string): Promise<readonly string[]> {
  await addFiles(project, { [`features/${group}.sql`]: sql });
  return ranIn(await buildProject(project));
}

function ranIn(built: Built): readonly string[] {
  expect(idsWith(built.result, ['failed', 'skipped'])).toEqual([]);
  return executed(built);
}

const REFACTORED = `WITH both_rates AS (
  SELECT long.date, long.value AS high, short.value AS low
  FROM rates.short AS short, rates.long AS long WHERE short.date = long.date
)
SELECT
  CASE WHEN high < low THEN 1 ELSE 0 END AS inverted,
  high - low AS slope,
  date
FROM both_rates ORDER BY date DESC
`;

function slopeSql(slope: string, inverted = 'CASE WHEN long.value < short.value THEN 1 ELSE 0 END', more = ''): string {
  return `SELECT long.date, ${slope} AS slope, ${inverted} AS inverted${more}
    FROM rates.long AS long JOIN rates.short AS short USING (date)`;
}

describe('a group that is written otherwise', () => {
  it('and comes out as it was runs alone, with what writes it out in its own query', async () => {
    expect(await runsWith(await fresh(), 'slope', REFACTORED)).toEqual(STRAIN);
  });

  it('in a column that nobody reads spares the readers of the others', async () => {
    const project = await fresh();
    const inverted = 'CASE WHEN long.value <= short.value + 1 THEN 1 ELSE 0 END';
    expect(await runsWith(project, 'slope', slopeSql('long.value - short.value', inverted))).toEqual([
      ...STRAIN,
      OF_INVERTED,
    ]);
  });

  it('in the last bits of a column that nobody reads spares the readers of the others', async () => {
    const project = await fresh();
    const sql = await readFile(path.join(project.root, 'features/strain.sql'), 'utf8');
    const nudged = sql.replace('vacancies.value AS', 'vacancies.value * (1 + 2.220446049250313e-16) AS');
    expect(await runsWith(project, 'strain', nudged)).toEqual(['features.strain']);
  });

  it('in the last bits of a column that is read runs its readers', async () => {
    const slope = slopeSql('(long.value - short.value) * (1 + 2.220446049250313e-16)');
    expect(await runsWith(await fresh(), 'slope', slope)).toEqual(
      [...STRAIN, MODEL, ...OF_SLOPE, OF_STRAIN].toSorted(),
    );
  });

  it('to NULL or NaN in a column that nobody reads spares the readers of the others', async () => {
    for (const value of ['NULL::DOUBLE', "'nan'::DOUBLE"]) {
      const project = await fresh();
      const sql = await readFile(path.join(project.root, 'features/strain.sql'), 'utf8');
      const odd = sql.replace(
        'vacancies.value AS',
        `CASE WHEN slope.date > DATE '2004-01-01' THEN ${value} ELSE
        vacancies.value END AS`,
      );
      expect(await runsWith(project, 'strain', odd), value).toEqual(['features.strain']);
    }
  });

  it('from NULL to NaN in a column that is read runs its readers, though both are missing', async () => {
    const project = await fresh();
    await withMissing(project);
    const odd = (value: string): string =>
      slopeSql(`CASE WHEN long.date = DATE '2003-02-01' THEN ${value} ELSE long.value - short.value END`);
    await runsWith(project, 'slope', odd('NULL::DOUBLE'));
    expect(await runsWith(project, 'slope', odd("'nan'::DOUBLE"))).toContain(MODEL);
  });

  it('in values that never served runs the models that ask what is known today', async () => {
    // What is a year old on the day: no decision date is served it, and steps (c) and (d) are made of nothing else.
    const slope = `CASE WHEN long.date < as_of() - INTERVAL 200 DAYS THEN 1000 ELSE long.value - short.value END`;
    const project = await fresh();
    const before = await manifestOf(project);
    expect(await runsWith(project, 'slope', slopeSql(slope))).toContain(MODEL);
    const after = await manifestOf(project);
    const stored = (manifest: typeof before): readonly string[] =>
      Object.values(present(manifest.nodes['features.slope' as keyof typeof manifest.nodes]).digests ?? {});
    expect(stored(after)).toEqual(stored(before));
  });

  it('with a column more, in another order, or with one less runs no reader of the others', async () => {
    const project = await fresh();
    const more = slopeSql('long.value - short.value', undefined, ', short.value AS low');
    const column = '  low:\n    description: The short rate\n    unit: "%"\n';
    const yaml = await readFile(path.join(project.root, 'features/slope.yaml'), 'utf8');
    await writeFile(path.join(project.root, 'features/slope.yaml'), yaml.replace('columns:\n', `columns:\n${column}`));
    expect(await runsWith(project, 'slope', more)).toEqual(STRAIN);
    await writeFile(path.join(project.root, 'features/slope.yaml'), `${yaml}${column}`);
    expect(ranIn(await buildProject(project))).toEqual(STRAIN);
    await writeFile(path.join(project.root, 'features/slope.yaml'), yaml);
    expect(await runsWith(project, 'slope', slopeSql('long.value - short.value'))).toEqual([]);
  });

  it('with a column under another name runs the tests of it', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', '  inverted:', '  upside_down:');
    const sql = slopeSql('long.value - short.value').replace('AS inverted', 'AS upside_down');
    const ran = await runsWith(project, 'slope', sql);
    expect(ran).toEqual([...STRAIN, 'tests.slope.upside_down.accepted_values']);
  });

  it('with other rows runs all that read it', async () => {
    const sql = `${slopeSql('long.value - short.value')} WHERE date >= DATE '2000-06-01'`;
    const project = await fresh();
    await withMissing(project);
    expect(await runsWith(project, 'slope', sql)).toEqual(
      expect.arrayContaining([...STRAIN, OF_INVERTED, MODEL, 'tests.slope.slope.range']),
    );
  });

  it('with a star in a custom test runs the test when columns change places', async () => {
    const project = await fresh();
    const star = 'SELECT * FROM features.credit WHERE growth > 1e9';
    await addFiles(project, { 'features/credit.growth_is_fresh.sql': star });
    await buildProject(project);
    const yaml = await readFile(path.join(project.root, 'features/credit.yaml'), 'utf8');
    const column = '  amount: { description: Amount, unit: billions }\n';
    await writeFile(path.join(project.root, 'features/credit.yaml'), yaml.replace('columns:\n', `columns:\n${column}`));
    const sql = await readFile(path.join(project.root, 'features/credit.sql'), 'utf8');
    const ran = await runsWith(project, 'credit', sql.replace('  date,\n', '  date,\n  amount,\n'));
    expect(ran).toEqual(['features.credit', 'features.strain', 'tests.credit.growth_is_fresh']);
    const moved = `${yaml.replace('tests:\n  growth_is', `${column}tests:\n  growth_is`)}`;
    await writeFile(path.join(project.root, 'features/credit.yaml'), moved);
    expect(ranIn(await buildProject(project))).toContain('tests.credit.growth_is_fresh');
  });
});

describe('a plan', () => {
  it('says of readers that they run if what they read changes, and a build decides it', async () => {
    const project = await fresh();
    await addFiles(project, { 'features/slope.sql': REFACTORED });
    const { stages } = await planProject(project);
    const told = stages
      .filter(({ action }) => action === 'execute_if_changed')
      .map(({ node, reason }) => [node, reason.text]);
    expect(told).toEqual([
      ['tests.slope.slope.not_null', 'if slope.slope changes'],
      ['tests.slope.slope.range', 'if slope.slope changes'],
      [OF_INVERTED, 'if slope.inverted changes'],
      [OF_STRAIN, 'if strain.strain changes'],
      [MODEL, 'if slope.slope, strain.strain change'],
    ]);
    const built = await buildProject(project);
    const settled = built.events.flatMap((event) => (event.kind === 'settled' ? [event.stage] : []));
    expect(settled.map(({ node, action }) => [node as string, action]).toSorted()).toEqual(
      told.map(([node]) => [node, 'reuse']).toSorted(),
    );
    expect(nodeResult(built, MODEL).status).toBe('reused');
  });

  it('of a model that is another one runs it whatever comes out', async () => {
    const project = await fresh();
    await addFiles(project, { 'features/slope.sql': REFACTORED });
    await edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
    const { stages } = await planProject(project);
    const stage = stages.find(({ node }) => node === MODEL);
    expect(stage).toMatchObject({ action: 'execute', reason: { text: 'its definition changed' } });
    expect(executed(await buildProject(project))).toEqual([...STRAIN, MODEL]);
  });

  it('of a part leaves the model, which is as stale as what comes out of the part', async () => {
    for (const [sql, status] of [
      [REFACTORED, 'ok'],
      [slopeSql('long.value - short.value + 1'), 'stale'],
    ] as const) {
      const project = await fresh();
      await addFiles(project, { 'features/slope.sql': sql });
      const plan = await planProject(project, { select: ['slope'] });
      expect(plan.stages.find(({ node }) => node === MODEL)).toMatchObject({ action: 'leave' });
      await buildProject(project, { select: ['slope', 'strain'] });
      const { nodes } = await manifestOf(project);
      expect(nodes[MODEL as keyof typeof nodes]?.status).toBe(status);
    }
  });

  it('that does not make an input fails what reads it, with the way out', async () => {
    const project = await fresh();
    await addFiles(project, { 'features/slope.sql': slopeSql('long.value - short.value + 1') });
    const built = await buildProject(project, { select: ['crisis_probit'] });
    expect(nodeResult(built, MODEL)).toMatchObject({
      status: 'failed',
      problems: [{ code: 'EWS4003', hint: 'build it too: ews build --select +crisis_probit' }],
    });
  });
});

it('a group that was stored without digests is read as a whole, and its readers run once', async () => {
  const project = await fresh();
  await withoutContents(project);
  const first = await buildProject(project);
  expect(executed(first)).toEqual([MODEL, OF_INVERTED, ...OF_SLOPE, OF_STRAIN, ...OTHERS].toSorted());
  expect(executed(await buildProject(project))).toEqual([]);
  expect(await runsWith(project, 'slope', REFACTORED)).toContain(MODEL);
  // As it was first: what was made of the whole of it is still there.
  expect(await runsWith(project, 'slope', slopeSql('long.value - short.value'))).toEqual([]);
});

it('a failing test of a column blocks who reads the column, one of no column every reader', async () => {
  const project = await fresh();
  await edit(project, 'features/slope.yaml', 'values: [0, 1]', 'values: [2]');
  const built = await buildProject(project);
  expect(nodeResult(built, OF_INVERTED).test?.status).toBe('fail');
  expect(built.result.ok).toBe(false);
  expect(idsWith(built.result, ['skipped'])).toEqual([]);
  await addFiles(project, { 'features/slope.never.sql': 'SELECT as_of FROM features.slope' });
  await edit(project, 'features/slope.yaml', 'columns:', 'tests: { never: { severity: error } }\ncolumns:');
  const blocked = idsWith((await buildProject(project)).result, ['skipped']);
  expect(blocked).toEqual(['features.strain', MODEL, OF_STRAIN]);
});

const OTHERS = ['tests.credit.growth.range', 'tests.credit.growth_is_fresh', 'tests.crisis.in_crisis.accepted_values'];

/** As a lake of before has it. */
async function withoutContents(project: TestProject): Promise<void> {
  await asWrittenBeforeDigests(project);
  const { nodes } = await manifestOf(project);
  const lake = new Attacker(project);
  for (const { kind, objects } of Object.values(nodes)) {
    const [main] = objects;
    if ((kind !== 'feature' && kind !== 'label') || main === undefined) continue;
    await lake.rewrite(`${objectKey(main)}/meta.json`, ({ extra }) => {
      delete (extra as { facts: { contents?: unknown } }).facts.contents;
    });
  }
  await lake.rewrite(`runs/${await lake.runAt('main', 1)}/manifest.json`, (manifest) => {
    for (const node of Object.values(manifest['nodes'] as Record<string, { contents?: unknown }>)) delete node.contents;
  });
}
