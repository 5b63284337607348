import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { builtProject } from './built-project.ts';
import { buildProject, edit, nodeResult } from './small-project.ts';

const fresh = builtProject();
const MODEL = 'models.crisis_probit';

it('a model that fails a gate is built, and card and build say so, also when it is reused', async () => {
  const project = await fresh();
  await edit(
    project,
    'models/crisis_probit.yaml',
    'seed: 7',
    'gates: { episodes: 1, auroc_lower_bound: 0.999 }\nseed: 7',
  );
  for (const status of ['ok', 'reused']) {
    const built = await buildProject(project);
    expect(built.result.ok).toBe(true);
    expect(nodeResult(built, MODEL)).toMatchObject({ status });
    const warning = nodeResult(built, MODEL).problems.find(({ code }) => code === 'EWS5024');
    expect(warning?.message).toBe(`${MODEL} is not fit for promotion: it fails 1 of the 2 gates of its definition`);
    expect(warning?.notes).toEqual([expect.stringMatching(/^lower bound of the AUROC, at least 0\.999: 0\.\d{3}$/)]);
    expect(warning?.span?.file).toBe('models/crisis_probit.yaml');
    const folder = path.join(project.lake, 'runs', built.result.run, 'cards');
    const card = JSON.parse(await readFile(path.join(folder, 'crisis_probit.json'), 'utf8'));
    expect(card.body.promotion.fit).toBe(false);
    expect(await readFile(path.join(folder, 'crisis_probit.html'), 'utf8')).toContain('Not fit for promotion');
  }
});

it('a gate that nobody knows is refused with what there is', async () => {
  const project = await fresh();
  await edit(project, 'models/crisis_probit.yaml', 'seed: 7', 'gates: { auroc_lower: 0.9 }\nseed: 7');
  await expect(buildProject(project)).rejects.toMatchObject({
    problems: [{ code: 'EWS1005', hint: expect.stringContaining('auroc_lower_bound') }],
  });
});
