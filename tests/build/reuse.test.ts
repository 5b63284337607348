import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { probeOf } from '../../engine/numerics/index.ts';
import { builtProject } from './built-project.ts';
import { apply, CHANGES, MODEL, NO_CHANGES, type ProjectChange } from './changes.ts';
import {
  type Built,
  buildProject,
  edit,
  executed,
  nodeResult,
  planProject,
  type TestProject,
} from './small-project.ts';

const fresh = builtProject();

async function changedProject(change: Omit<ProjectChange, 'runs'>): Promise<TestProject> {
  const project = await fresh();
  await apply(project, change);
  return project;
}

/**
 * What the next build computes, or may, by its plan; tests/integration/build-reuse.test.ts builds every row, each
 * twice.
 */
async function planned(project: TestProject, change: Omit<ProjectChange, 'runs'>): Promise<readonly string[]> {
  const { stages } = await planProject(project, change.build);
  return stages.flatMap(({ node, action }) => (action.startsWith('execute') ? [node as string] : [])).toSorted();
}

/** What runs, and what reads it and is spared. */
function concerned({ runs, spared = [] }: ProjectChange): readonly string[] {
  return [...runs, ...spared].toSorted();
}

describe('changed alone, exactly its users run again', () => {
  const ingests = ({ runs }: ProjectChange): boolean => runs.some((id) => id.startsWith('source:'));

  it.each(CHANGES.filter((change) => !ingests(change)))('$what', async (change) => {
    expect(await planned(await changedProject(change), change)).toEqual(concerned(change));
  });

  it.each(CHANGES.filter(ingests))('$what', async (change) => {
    const project = await changedProject(change);
    const sources = change.runs.filter((id) => id.startsWith('source:'));
    const ingested = await buildProject(project, { select: sources });
    expect(executed(ingested)).toEqual(sources);
    expect([...sources, ...(await planned(project, change))].toSorted()).toEqual(concerned(change));
  });
});

it(`nothing runs on account of ${NO_CHANGES.map(({ what }) => what).join(', ')}`, async () => {
  const project = await fresh();
  for (const change of NO_CHANGES) await apply(project, change);
  expect(executed(await buildProject(project))).toEqual([]);
});

it('what ews plan shows is what ews build applies', async () => {
  const project = await fresh();
  await edit(project, 'features/credit.sql', '100 * ln', '50 * ln');
  const plan = await planProject(project);
  const applied = await buildProject(project);
  expect(plan).toEqual(applied.plan);
  const execute = plan.stages.filter(({ action }) => action.startsWith('execute')).map(({ node }) => node as string);
  expect(execute.toSorted()).toEqual(executed(applied));
  const reasons = Object.fromEntries(plan.stages.map(({ node, reason }) => [node, reason.text]));
  expect(reasons).toMatchObject({
    'features.credit': 'its definition changed',
    'features.strain': 'features.credit changed',
    'tests.credit.growth.range': 'if credit.growth changes',
    'models.crisis_probit': 'if strain.strain changes',
    'features.slope': 'unchanged',
  });
});

it('objects are reused from the lake alone, without the manifest that names them', async () => {
  const project = await fresh();
  await rm(`${project.lake}/refs/main`, { recursive: true });
  const again = await buildProject(project);
  expect(executed(again)).toEqual([]);
  expect(nodeResult(again, MODEL)).toMatchObject({ status: 'reused', rows: 60, note: '5 refits' });
});

it('a plan is made on what is stored, and lists the sources that a build would ingest anew', async () => {
  const project = await fresh();
  await edit(project, 'sources/data/loans.csv', '2003-05-01,', '2003-05-01,1');
  const { stages } = await planProject(project);
  const reasons = stages.filter(({ action }) => action === 'execute').map(({ node, reason }) => [node, reason.kind]);
  expect(reasons).toEqual([['bank.loans', 'ingest_stale']]);
});

it('a machine that calculates otherwise has other fingerprints: the plan says why, the build first', async () => {
  const project = await fresh();
  const first = await buildProject(project);
  const numerics = probeOf({ 'duckdb exp': '1', 'duckdb ln': 'other', 'v8 tanh': '3' });
  const plan = await planProject(project, {}, { numerics });
  const before = new Map(first.plan.stages.map(({ node, fingerprint }) => [node, fingerprint]));
  expect(plan.stages.filter(({ node, fingerprint }) => fingerprint === before.get(node))).toEqual([]);
  const reasons = Object.fromEntries(plan.stages.map(({ node, reason }) => [node, reason.text]));
  expect(reasons['features.slope']).toContain('numerics probe of this machine differs: duckdb ln');
  expect(reasons[MODEL]).toContain('numerics probe of this machine differs: duckdb ln');

  const moved = await buildProject(project, {}, { numerics });
  expect(moved.plan).toEqual(plan);
  const told = moved.events.map((event) => (event.kind === 'problem' ? event.problem.code : event.kind));
  expect(told.filter((kind) => kind === 'EWS5040')).toHaveLength(1);
  expect(told.indexOf('EWS5040')).toBeLessThan(told.indexOf('node_started'));
  expect(codes(moved).get('EWS5040')).toMatch(/computed environment main: duckdb ln$/);

  // Moved for good: nothing more to say, here or in an environment of its own.
  expect(codes(await buildProject(project, {}, { numerics })).has('EWS5040')).toBe(false);
  const own = await buildProject(project, { environment: 'other' }, { numerics });
  expect([executed(own), codes(own).has('EWS5040')]).toEqual([[], false]);
  // Back on the first machine what it computed is still there.
  const back = await buildProject(project);
  expect([executed(back), codes(back).has('EWS5040')]).toEqual([[], true]);
  // A machine that the lake never saw is told so in an environment of its own, too.
  const third = await planProject(project, { environment: 'third' }, { numerics: probeOf({}) });
  expect(third.stages.filter(({ action, kind }) => action === 'reuse' && kind !== 'source')).toEqual([]);
});

function codes({ events }: Built): ReadonlyMap<string, string> {
  return new Map(
    events.flatMap((event) => (event.kind === 'problem' ? [[event.problem.code, event.problem.message]] : [])),
  );
}
