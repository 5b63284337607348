import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeId } from '../../engine/ids/index.ts';
import type { ManifestNode } from '../../engine/plan/index.ts';
import { sqlWorkers } from '../jobs/sql-workers.ts';
import { builtProject } from './built-project.ts';
import {
  addFiles,
  buildProject,
  edit,
  executed,
  idsWith,
  manifestOf,
  nodeResult,
  type TestProject,
} from './small-project.ts';

const fresh = builtProject();

async function entry(project: TestProject, id: string): Promise<ManifestNode | undefined> {
  return (await manifestOf(project)).nodes[nodeId(id)];
}

/** The query compiles, and fails on the data. */
async function breakCredit(project: TestProject): Promise<void> {
  await edit(project, 'features/credit.sql', '100 * ln', "CAST('none' || amount AS DOUBLE) * ln");
}

describe('a query that fails on the data', () => {
  it('skips what reads it, and the rest goes on', async () => {
    const project = await fresh();
    await breakCredit(project);
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const built = await buildProject(project);

    expect(built.result.ok).toBe(false);
    expect(idsWith(built.result, ['failed'])).toEqual(['features.credit']);
    expect(idsWith(built.result, ['skipped'])).toEqual([
      'features.strain',
      'models.crisis_probit',
      'tests.credit.growth.range',
      'tests.credit.growth_is_fresh',
      'tests.strain.strain.not_null',
    ]);
    expect(nodeResult(built, 'features.strain').note).toBe('features.credit failed');
    expect(nodeResult(built, 'models.crisis_probit').note).toContain('was skipped');
    expect(nodeResult(built, 'features.slope').status).toBe('ok');
    expect(nodeResult(built, 'features.credit').problems).toMatchObject([
      {
        code: 'EWS3003',
        message: expect.stringContaining('Could not convert'),
        span: { file: 'features/credit.sql' },
      },
    ]);
  });

  it('leaves the last good objects in the environment, marked, and is tried again', async () => {
    const project = await fresh();
    const good = await entry(project, 'features.credit');
    await breakCredit(project);
    const leftBy = (await buildProject(project)).result.run;
    expect(await entry(project, 'features.credit')).toEqual({ ...good, status: 'failed', leftBy });
    expect(await entry(project, 'models.crisis_probit')).toMatchObject({ status: 'blocked', leftBy });
    expect((await entry(project, 'features.slope'))?.status).toBe('ok');

    const again = await buildProject(project);
    expect(executed(again)).toEqual(['features.credit']);
    expect(again.plan.stages.find(({ node }) => node === 'features.credit')?.reason.kind).toBe('retry');

    await edit(project, 'features/credit.sql', "CAST('none' || amount AS DOUBLE) * ln", '100 * ln');
    const mended = await buildProject(project);
    expect(mended.result.ok).toBe(true);
    expect(executed(mended)).toEqual([]);
    expect(await entry(project, 'features.credit')).toEqual(good);
  });

  it('is a failure of its own node also in a custom test', async () => {
    const project = await fresh();
    await addFiles(project, {
      'features/credit.growth_is_fresh.sql':
        "SELECT as_of FROM features.credit WHERE CAST('x' || growth AS DOUBLE) > 0",
    });
    const built = await buildProject(project);
    expect(idsWith(built.result, ['failed'])).toEqual(['tests.credit.growth_is_fresh']);
    expect(nodeResult(built, 'tests.credit.growth_is_fresh').problems).toMatchObject([
      { code: 'EWS3003', span: { file: 'features/credit.growth_is_fresh.sql' } },
    ]);
  });

  it('with --fail-fast nothing more is started', async () => {
    const project = await fresh();
    await breakCredit(project);
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const built = await buildProject(project, { failFast: true, threads: 1 });
    expect(built.result.ok).toBe(false);
    expect(executed(built)).toEqual(['features.credit']);
    expect(nodeResult(built, 'features.slope')).toMatchObject({ status: 'skipped', note: 'stopped' });
    expect((await entry(project, 'features.slope'))?.status).toBe('aborted');
  });

  it('with --fail-fast a node that is running is stopped, not blamed', async () => {
    const project = await fresh();
    await breakCredit(project);
    await addFiles(project, { 'features/slope.sql': ENDLESS });
    const built = await buildProject(project, { failFast: true, threads: 2 });
    expect(idsWith(built.result, ['failed'])).toEqual(['features.credit']);
    expect(nodeResult(built, 'features.slope')).toMatchObject({ status: 'skipped', note: 'stopped' });
  });
});

describe('a source whose file is broken', () => {
  it('fails alone: what does not read it goes on', async () => {
    const project = await fresh();
    await edit(project, 'sources/data/loans.csv', '2003-05-01,', '2003-05-01,x');
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const built = await buildProject(project);
    expect(built.result.ok).toBe(false);
    expect(nodeResult(built, 'source:bank').problems).toMatchObject([{ code: 'EWS3004' }]);
    expect(nodeResult(built, 'features.credit')).toMatchObject({ status: 'skipped', note: 'an input is not ingested' });
    expect(nodeResult(built, 'features.slope').status).toBe('ok');
    expect((await entry(project, 'features.credit'))?.status).toBe('blocked');
  });
});

describe('limits of the target', () => {
  it('a query that runs too long is stopped and says which limit to raise', async () => {
    const project = await fresh();
    await edit(project, 'targets/local.yaml', 'node_timeout_seconds: 60', 'node_timeout_seconds: 1');
    await addFiles(project, { 'features/slope.sql': ENDLESS });
    const built = await buildProject(project);
    expect(idsWith(built.result, ['failed'])).toEqual(['features.slope']);
    expect(nodeResult(built, 'features.slope').problems).toMatchObject([
      {
        code: 'EWS3003',
        message: 'features.slope ran longer than 1 s and was stopped',
        hint: expect.stringContaining('resources.node_timeout_seconds'),
      },
    ]);
  });

  it('a query that needs too much memory fails alone', async () => {
    const project = await fresh();
    await addFiles(project, { 'features/slope.sql': VAST });
    const warehouses = await sqlWorkers(onTestFinished, { memory: 384e6, scratch: 100e6 });
    const built = await buildProject(project, {}, { warehouses });
    expect(idsWith(built.result, ['failed'])).toEqual(['features.slope']);
    expect(nodeResult(built, 'features.slope').problems).toMatchObject([
      { code: 'EWS3003', message: expect.stringMatching(/memory/i) },
    ]);
  });
});

/** 396^4 rows: hours. */
const ENDLESS = `
SELECT max(a.date) AS date, sum(a.value * b.value * c.value * d.value) AS slope, 0 AS inverted
FROM rates.long a, rates.long b, rates.long c, rates.long d, rates.short e, rates.short f`;

/** One list of some hundred million numbers, which cannot be spilled to disk. */
const VAST = `
SELECT max(a.date) AS date, list(a.value + b.value + c.value + d.value)[1] AS slope, 0 AS inverted
FROM rates.long a, rates.long b, rates.long c, rates.long d`;
