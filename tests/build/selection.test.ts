import { describe, expect, it, onTestFinished } from 'vitest';
import { openLocalStore, refHistory } from '../../engine/lake/index.ts';
import { builtProject } from './built-project.ts';
import {
  buildProject,
  copyProject,
  edit,
  executed,
  idsWith,
  manifestOf,
  nodeResult,
  refusedBuild,
  type TestProject,
} from './small-project.ts';

const fresh = builtProject();

async function statuses(project: TestProject, environment = 'main'): Promise<Readonly<Record<string, string>>> {
  const { nodes } = await manifestOf(project, environment);
  return Object.fromEntries(Object.entries(nodes).map(([id, { status }]) => [id, status]));
}

async function idsOf(project: TestProject, status: string): Promise<readonly string[]> {
  const all = Object.entries(await statuses(project));
  return all.flatMap(([id, each]) => (each === status ? [id] : [])).toSorted();
}

describe('--select', () => {
  it('of a node whose input is not built says how to build both', async () => {
    const project = await copyProject(onTestFinished);
    const built = await buildProject(project, { select: ['crisis_probit'] });
    expect(built.result.ok).toBe(false);
    expect(idsWith(built.result, ['failed'])).toEqual(['models.crisis_probit']);
    expect(nodeResult(built, 'models.crisis_probit').problems).toMatchObject([
      { code: 'EWS4003', severity: 'error', hint: 'build it too: ews build --select +crisis_probit' },
    ]);
    const both = await buildProject(project, { select: ['+crisis_probit'] });
    expect(both.result.ok).toBe(true);
    expect(nodeResult(both, 'models.crisis_probit').status).toBe('ok');
  });

  it('finds an input by its fingerprint, whichever environment built it', async () => {
    const project = await fresh();
    await edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
    const built = await buildProject(project, { environment: 'pr-42', select: ['crisis_probit'] });
    expect(built.result.ok).toBe(true);
    expect(executed(built)).toEqual(['models.crisis_probit']);
  });

  it('runs the tests of what is selected, ingests what it reads, and leaves the rest', async () => {
    const project = await copyProject(onTestFinished);
    const built = await buildProject(project, { select: ['slope'] });
    expect(executed(built)).toEqual([
      'features.slope',
      'source:rates',
      'tests.slope.inverted.accepted_values',
      'tests.slope.slope.not_null',
      'tests.slope.slope.range',
    ]);
    expect(Object.keys(await statuses(project)).filter((id) => id.startsWith('bank.'))).toEqual([]);
  });

  it('marks what changed and was not selected as stale, until it is built or changed back', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const built = await buildProject(project, { select: ['credit'] });
    expect(executed(built)).toEqual([]);
    const stale = [
      'features.slope',
      'features.strain',
      'models.crisis_probit',
      'tests.slope.inverted.accepted_values',
      'tests.slope.slope.not_null',
      'tests.slope.slope.range',
      'tests.strain.strain.not_null',
    ];
    expect(await idsOf(project, 'stale')).toEqual(stale);

    await edit(project, 'features/slope.yaml', 'ttl: 96', 'ttl: 95');
    await buildProject(project, { select: ['credit'] });
    expect(await idsOf(project, 'stale')).toEqual([]);

    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 97');
    await buildProject(project, { select: ['credit'] });
    expect(await idsOf(project, 'stale')).toEqual(stale);
    await edit(project, 'features/slope.yaml', 'ttl: 97', 'ttl: 95');
    expect(executed(await buildProject(project))).toEqual([]);
    expect(await idsOf(project, 'stale')).toEqual([]);
  });

  it('of nothing that exists is refused with a suggestion, and recorded', async () => {
    const project = await fresh();
    expect(await refusedBuild(project, { select: ['slop'] })).toMatchObject([
      { code: 'EWS6002', hint: expect.stringContaining('slope') },
    ]);
    expect(await refHistory(openLocalStore(project.lake), 'main')).toHaveLength(1);
  });
});

describe('an environment', () => {
  it('costs nothing for what did not change, and does not touch another', async () => {
    const project = await fresh();
    const before = await statuses(project);
    await edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'seed: 8');
    const built = await buildProject(project, { environment: 'pr-42' });
    expect(executed(built)).toEqual(['models.crisis_probit']);
    expect(await statuses(project)).toEqual(before);
    const store = openLocalStore(project.lake);
    expect((await manifestOf(project, 'pr-42')).nodes).not.toEqual((await manifestOf(project)).nodes);
    expect(await refHistory(store, 'main')).toHaveLength(1);
    expect(await refHistory(store, 'pr-42')).toHaveLength(1);
  });

  it('forgets what left the project', async () => {
    const project = await fresh();
    await edit(project, 'features/slope.yaml', '      - not_null\n', '');
    await buildProject(project);
    expect(Object.keys(await statuses(project))).not.toContain('tests.slope.slope.not_null');
  });
});
