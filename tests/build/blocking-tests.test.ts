import { describe, expect, it } from 'vitest';
import { builtProject } from './built-project.ts';
import {
  addFiles,
  type Built,
  buildProject,
  edit,
  executed,
  idsWith,
  nodeResult,
  type TestProject,
} from './small-project.ts';

const fresh = builtProject();
const RANGE = 'tests.slope.slope.range';
const READERS = ['features.strain', 'models.crisis_probit', 'tests.strain.strain.not_null'];

/** No slope is as low as this. */
async function demandTheImpossible(project: TestProject): Promise<void> {
  await edit(project, 'features/slope.yaml', 'max: 5', 'max: -4');
}

function outcome(built: Built): { ok: boolean; skipped: readonly string[] } {
  return { ok: built.result.ok, skipped: idsWith(built.result, ['skipped']) };
}

describe('a failing test', () => {
  it('of severity error blocks what reads its group, and nothing else', async () => {
    const project = await fresh();
    await demandTheImpossible(project);
    const built = await buildProject(project);
    expect(outcome(built)).toEqual({ ok: false, skipped: READERS });
    expect(nodeResult(built, RANGE).test).toEqual({ status: 'fail', failures: 120 });
    expect(nodeResult(built, RANGE).problems).toMatchObject([{ code: 'EWS3010', severity: 'error' }]);
    expect(nodeResult(built, 'features.slope').status).toBe('reused');
    expect(nodeResult(built, 'features.credit').status).toBe('reused');
  });

  it('still fails and blocks when nothing is left to compute', async () => {
    const project = await fresh();
    await demandTheImpossible(project);
    await buildProject(project);
    const again = await buildProject(project);
    expect(executed(again)).toEqual([]);
    expect(nodeResult(again, RANGE)).toMatchObject({ status: 'reused', test: { status: 'fail', failures: 120 } });
    expect(outcome(again)).toEqual({ ok: false, skipped: READERS });
  });

  it('still fails and blocks in an environment that was never built', async () => {
    const project = await fresh();
    await demandTheImpossible(project);
    await buildProject(project);
    const elsewhere = await buildProject(project, { environment: 'pr-42' });
    expect(executed(elsewhere)).toEqual([]);
    expect(outcome(elsewhere)).toEqual({ ok: false, skipped: READERS });
  });

  it('of severity warn blocks nothing and is shown each time', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', '{ min: -5, max: 5 }', '{ min: -5, max: -4, severity: warn }');
    for (const runs of [[RANGE], []]) {
      const built = await buildProject(project);
      expect(executed(built)).toEqual(runs);
      expect(outcome(built)).toEqual({ ok: true, skipped: [] });
      expect(nodeResult(built, RANGE).test).toEqual({ status: 'warn', failures: 120 });
      expect(nodeResult(built, RANGE).problems).toMatchObject([{ code: 'EWS3010', severity: 'warning' }]);
    }
  });

  it('passes again, and frees the readers, once its rule is mended', async () => {
    const project = await fresh();
    await demandTheImpossible(project);
    await buildProject(project);
    await edit(project, 'features/slope.yaml', 'max: -4', 'max: 5');
    const mended = await buildProject(project);
    expect(executed(mended)).toEqual([]);
    expect(outcome(mended)).toEqual({ ok: true, skipped: [] });
  });

  it('does not matter to ews run, which runs none; ews test runs them alone', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    await demandTheImpossible(project);
    const run = await buildProject(project, { command: 'run' });
    expect(run.result.ok).toBe(true);
    expect(executed(run)).toEqual(['features.slope', 'features.strain', 'models.crisis_probit']);
    const test = await buildProject(project, { command: 'test' });
    expect(executed(test).filter((id) => !id.startsWith('tests.'))).toEqual([]);
    expect(nodeResult(test, RANGE).test?.status).toBe('fail');
    expect(test.result.ok).toBe(false);
  });
});

it('SQL may end in a semicolon and a comment, without a line break', async () => {
  const project = await fresh();
  await addFiles(project, {
    'features/credit.growth_is_fresh.sql': 'SELECT as_of FROM features.credit WHERE growth > 1e9; -- never',
    'models/labels/crisis_ahead.sql':
      'SELECT d.date, c.in_crisis AS y FROM calendar.dates d ' +
      'LEFT JOIN features.crisis c ON last_day(c.date) = d.date; -- now',
  });
  await edit(
    project,
    'models/labels/crisis_ahead.yaml',
    '{ from_month: $horizon_months, to_month: $horizon_months }',
    '{ from_month: 0, to_month: 0 }',
  );
  await edit(project, 'features/slope.sql', 'USING (date)\n', 'USING (date); -- the end');
  const built = await buildProject(project);
  expect(idsWith(built.result, ['failed', 'skipped'])).toEqual([]);
  expect(nodeResult(built, 'tests.credit.growth_is_fresh').test).toEqual({ status: 'pass', failures: 0 });
  expect(nodeResult(built, 'labels.crisis_ahead').note).toBe('lifted');
});
