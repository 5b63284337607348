import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { at } from '../../engine/presence/index.ts';
import { builtProject } from './built-project.ts';
import { buildProject, edit, executed, nodeResult } from './small-project.ts';

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

  const differing = await buildProject(project, { fullRefresh: true });
  expect(differing.result.ok).toBe(false);
  const result = nodeResult(differing, 'features.slope');
  expect(result.status).toBe('failed');
  expect(result.problems).toMatchObject([{ code: 'EWS4004', message: expect.stringContaining('data.parquet') }]);
  expect(nodeResult(differing, 'features.strain').status).toBe('skipped');
  expect(nodeResult(differing, 'features.credit').status).toBe('ok');
  expect(await readFile(meta, 'utf8')).toBe(other);
});
