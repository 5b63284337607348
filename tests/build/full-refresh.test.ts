import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { nodeId } from '../../engine/ids/index.ts';
import { at } from '../../engine/presence/index.ts';
import { builtProject } from './built-project.ts';
import {
  buildProject,
  deleteLake,
  edit,
  executed,
  idsWith,
  manifestOf,
  nodeResult,
  type TestProject,
} from './small-project.ts';

const fresh = builtProject();

it('--full-refresh computes everything again, and fails where a result differs from the stored one', async () => {
  const project = await fresh();
  // Only strain reads rates.vacancies; without it the model does not depend on that series.
  await edit(project, 'models/crisis_probit.yaml', '[slope.slope, strain.strain]', '[slope.slope]');
  const first = await buildProject(project);
  await edit(project, 'sources/rates.yaml', 'publication_lag: 20', 'publication_lag: 25');
  expect(executed(await buildProject(project))).not.toContain('models.crisis_probit');

  const same = await buildProject(project, { fullRefresh: true });
  expect(same.result.ok).toBe(true);
  const all = first.result.nodes.map(({ id }) => id as string).filter((id) => !id.startsWith('source:'));
  expect(all.length).toBeGreaterThan(12);
  expect(executed(same)).toEqual(all.toSorted());

  // As if another machine had stored other bytes under this fingerprint.
  const slope = at(nodeResult(first, 'features.slope').objects, 0);
  const meta = path.join(project.lake, 'objects/feature/slope', slope.fingerprint, 'meta.json');
  const other = (await readFile(meta, 'utf8')).replace(/"sha256":"[0-9a-f]{64}"/, `"sha256":"${'0'.repeat(64)}"`);
  await writeFile(meta, other);

  const good = (await manifestOf(project)).nodes;
  const differing = await buildProject(project, { fullRefresh: true });
  expect(differing.result.ok).toBe(false);
  const result = nodeResult(differing, 'features.slope');
  expect(result.status).toBe('failed');
  expect(result.problems).toMatchObject([{ code: 'EWS4004', message: expect.stringContaining('data.parquet') }]);
  expect(nodeResult(differing, 'features.strain').status).toBe('skipped');
  expect(nodeResult(differing, 'features.credit').status).toBe('ok');
  expect(await readFile(meta, 'utf8')).toBe(other);

  // What was made before stands, marked.
  const left = (await manifestOf(project)).nodes;
  const { run } = differing.result;
  for (const [id, status] of [['slope', 'failed'] as const, ['strain', 'blocked'] as const]) {
    const node = nodeId(`features.${id}`);
    expect(left[node]).toEqual({ ...good[node], status, leftBy: run });
  }
  const credit = nodeId('features.credit');
  expect(left[credit]).toEqual({ ...good[credit], builtBy: run });
});

/** What a manifest says of nodes, without the runs by which they came. */
async function standing(project: TestProject): Promise<Readonly<Record<string, object>>> {
  const { nodes } = await manifestOf(project);
  const said = Object.entries(nodes).map(([id, { builtBy: _, leftBy: __, selected: ___, ...node }]) => [id, node]);
  return Object.fromEntries(said);
}

it('--full-refresh that the disk stops leaves nothing of what it kept from being made in an empty lake', async () => {
  const project = await fresh();
  await deleteLake(project);
  const beforeWrite = (key: string): void => {
    if (!key.startsWith('objects/feature/slope/')) return;
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  const stopped = await buildProject(project, { fullRefresh: true }, { store: { beforeWrite } });
  expect(idsWith(stopped.result, ['failed'])).toEqual(['features.slope']);
  const missing = idsWith(stopped.result, ['failed', 'skipped']);
  expect(missing).toContain('models.crisis_probit');

  const some = await standing(project);
  expect(missing.filter((id) => id in some)).toEqual([]);
  const rest = await buildProject(project);
  expect(executed(rest)).toEqual(missing);
  const all = await standing(project);
  expect(all).toMatchObject(some);
  const made = Object.keys(all).filter((id) => !(id in some));
  expect(made.toSorted()).toEqual(missing);
  await deleteLake(project);
  expect((await buildProject(project)).result.ok).toBe(true);
  expect(await standing(project)).toEqual(all);
});
