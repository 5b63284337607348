import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProject } from './built-project.ts';
import { CREDIT, ONE_MONTH, withTests } from './credit-unit-test.ts';
import { objectDigests } from './objects.ts';
import {
  type Built,
  buildProject,
  copyProject,
  edit,
  executed,
  idsWith,
  nodeResult,
  planProject,
} from './small-project.ts';
import { heldWarehouses } from './watched-warehouses.ts';

const fresh = builtProject();

describe('ews build', () => {
  it('runs a unit test before its node, which a failure blocks with all that reads it', async () => {
    const project = await withTests(
      await fresh(),
      'features/credit.yaml',
      CREDIT.replace('growth: 9.53', 'growth: 9.54'),
    );
    const built = await buildProject(project);
    expect(built.result.ok).toBe(false);
    expect(executed(built)).toEqual([ONE_MONTH]);
    expect(idsWith(built.result, ['skipped'])).toEqual([
      'features.credit',
      'features.strain',
      'models.crisis_probit',
      'tests.credit.growth.range',
      'tests.credit.growth_is_fresh',
      'tests.strain.strain.not_null',
    ]);
    expect(nodeResult(built, 'features.credit').note).toBe(`${ONE_MONTH} failed`);
  });

  it.each([
    ['passes', CREDIT, ['features.credit', ONE_MONTH]],
    ['fails', CREDIT.replace('growth: 9.53', 'growth: 9.54'), [ONE_MONTH]],
  ])('computes a node beside a unit test that %s, and stores it when it has passed', async (_how, text, made) => {
    const project = await withTests(await fresh(), 'features/credit.yaml', text);
    await edit(project, 'features/credit.sql', '100 * ln', '(99 + 1) * ln');
    const stored = async (): Promise<number> =>
      Object.keys(await objectDigests(project.lake)).filter((file) => file.startsWith('feature/credit/')).length;
    const before = await stored();
    const meanwhile: number[] = [];
    let heard: () => void = () => undefined;
    const written = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const warehouses = heldWarehouses(async (folder, sql) => {
      if (folder.endsWith('features.credit') && sql.startsWith('COPY')) heard();
      if (!folder.endsWith(ONE_MONTH) || !sql.includes('expected_rows')) return;
      await written;
      // Long enough for the group to be stored, if nothing kept it from that.
      await pause(300);
      meanwhile.push(await stored());
    });
    const built = await buildProject(project, {}, { warehouses });
    expect(executed(built).filter((id) => id === ONE_MONTH || id === 'features.credit')).toEqual(made);
    expect(new Set(meanwhile)).toEqual(new Set([before]));
    expect(await stored()).toBe(before + made.length - 1);
  });

  it('tells of a node that its unit test failed, also where it fails by itself', async () => {
    const wrong = CREDIT.replace('growth: 9.53', 'growth: 9.54');
    const project = await withTests(await fresh(), 'features/credit.yaml', wrong);
    // Of the source's rows, and not of those that are given.
    const negative = "ln(CASE WHEN date > DATE '2006-01-01' THEN -1 ELSE 1 END)";
    await edit(project, 'features/credit.sql', '100 * ln', `${negative} + 100 * ln`);
    const skipped = nodeResult(await buildProject(project), 'features.credit');
    expect(skipped).toMatchObject({ status: 'skipped', note: `${ONE_MONTH} failed`, problems: [] });
    await edit(project, 'features/credit.yaml', 'growth: 9.54', 'growth: 9.53');
    const failed = nodeResult(await buildProject(project), 'features.credit');
    expect(failed).toMatchObject({ status: 'failed', problems: [{ severity: 'error' }] });
  });

  it('runs none that is as it was, and shows a failure where its row stands now', async () => {
    const wrong = CREDIT.replace('growth: 9.53', 'growth: 9.54');
    const project = await withTests(await fresh(), 'features/credit.yaml', wrong);
    const line = (built: Built): number | undefined => nodeResult(built, ONE_MONTH).problems[0]?.span?.line;
    const first = line(await buildProject(project));
    await edit(project, 'features/credit.yaml', 'feature: credit', '# a comment\n# and another\nfeature: credit');
    const again = await buildProject(project);
    expect(nodeResult(again, ONE_MONTH).status).toBe('reused');
    expect(line(again)).toBe(Number(first) + 2);
    // Other words and another calendar change no result.
    await edit(project, 'features/credit.yaml', 'description: Growth of credit\n', 'description: Credit that grows\n');
    await edit(project, 'ews.config.yaml', 'end: 2009-12-31', 'end: 2009-11-30');
    const stage = (await planProject(project)).stages.find(({ node }) => node === ONE_MONTH);
    expect(stage?.action).toBe('reuse');
  });

  it.each([
    ['the query', 'features/credit.sql', '100 * ln', '50 * ln'],
    ['a given row', 'features/credit.yaml', 'amount: 132', 'amount: 133'],
    ['an expected row', 'features/credit.yaml', 'growth: 18.23', 'growth: 18.24'],
    ['the lag of its source', 'sources/bank.yaml', 'lag: 30', 'lag: 31'],
    ['a variable that it sets', 'features/credit.yaml', 'trend_months: 1', 'trend_months: 2'],
  ])('runs one again after a change of %s', async (_what, file, from, to) => {
    const project = await withTests(await copyProject(onTestFinished), 'features/credit.yaml', CREDIT);
    const options = { command: 'test', select: [ONE_MONTH], ingest: false } as const;
    expect((await buildProject(project, options)).result.ok).toBe(true);
    await edit(project, file, from, to);
    const built = await buildProject(project, options);
    expect(nodeResult(built, ONE_MONTH)).toMatchObject({ status: 'ok', test: { status: 'fail' } });
  });

  it('does not run one again for a variable that it sets itself', async () => {
    const project = await withTests(await copyProject(onTestFinished), 'features/credit.yaml', CREDIT);
    const options = { command: 'test', select: [ONE_MONTH], ingest: false } as const;
    await buildProject(project, options);
    await edit(project, 'ews.config.yaml', 'value: 6', 'value: 5');
    expect(nodeResult(await buildProject(project, options), ONE_MONTH).status).toBe('reused');
  });
});
