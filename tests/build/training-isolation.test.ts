import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLocalStore } from '../../engine/lake/index.ts';
import { type Manifest, readEnvironment } from '../../engine/plan/index.ts';
import { placesHere } from '../isolation/places.ts';
import { asWrittenBeforeDigests } from './before-digests.ts';
import { builtProject } from './built-project.ts';
import { buildProject, edit, idsWith, nodeResult, planProject, type TestProject } from './small-project.ts';

const fresh = builtProject();
const MODEL = 'models.crisis_probit';

async function manifestOf(project: TestProject): Promise<Manifest> {
  const { manifest } = await readEnvironment(openLocalStore(project.lake), 'main');
  return manifest ?? expect.fail('the environment is built');
}

/** The environment, had its model been trained by a version that let the process speak for itself. */
async function forgetBarriers(project: TestProject): Promise<void> {
  const { run } = await manifestOf(project);
  const file = path.join(project.lake, 'runs', run, 'manifest.json');
  const text = await readFile(file, 'utf8');
  const changed = text.replace(/\n\s+"barriers": \[[^\]]*\],/, '');
  expect(changed).not.toBe(text);
  await writeFile(file, changed);
  await asWrittenBeforeDigests(project);
}

/** Whether this machine has what a target that requires isolation needs. */
const places = await placesHere(afterAll);
const isolates = places.bubblewrap !== null;

describe('isolation of training', () => {
  it('is in the manifest and on the card, and not in its body', async () => {
    const project = await fresh();
    const { result } = await buildProject(project);
    const { run, nodes } = await manifestOf(project);
    const isolation = new Map(Object.entries(nodes)).get(MODEL)?.isolation;
    expect(isolation?.demanded).toBe('best_effort');
    expect(isolation?.checks).toContainEqual({ check: 'own_process', held: true });
    expect(isolation?.checks).toContainEqual({ check: 'file_write', held: true });
    expect(isolation?.barriers).toContainEqual({ barrier: 'permission_model', present: true });
    expect(result.run).toBe(run);
    const card = JSON.parse(await readFile(path.join(project.lake, 'runs', run, 'cards/crisis_probit.json'), 'utf8'));
    expect(card.envelope.isolation).toEqual(isolation);
    expect(card.body).not.toHaveProperty('isolation');
  });

  it.skipIf(!isolates)('required: a model that nobody judged is trained again, with equal bytes', async () => {
    const project = await fresh();
    await forgetBarriers(project);
    expect((await planProject(project)).stages.find(({ node }) => node === MODEL)?.action).toBe('reuse');

    await edit(project, 'targets/local.yaml', 'environment: main', 'environment: main\nisolation: required');
    const planned = (await planProject(project)).stages.find(({ node }) => node === MODEL);
    expect(planned).toMatchObject({
      action: 'execute',
      reason: {
        kind: 'not_isolated',
        text: expect.stringMatching(/^the target requires isolation, .* hold: isolation judged from outside$/),
      },
    });
    const built = await buildProject(project);
    expect(idsWith(built.result, ['ok'])).toEqual([MODEL]);
    expect((await planProject(project)).stages.find(({ node }) => node === MODEL)?.action).toBe('reuse');
  });

  it('a job that outgrows its memory fails its model alone', async () => {
    const project = await fresh();
    await edit(project, 'targets/local.yaml', 'memory: 512MB', 'memory: 12MB');
    await edit(project, 'models/crisis_probit.yaml', 'seed: ', 'seed: 1');
    await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
    const built = await buildProject(project);
    expect(idsWith(built.result, ['failed'])).toEqual([MODEL]);
    expect(nodeResult(built, 'features.slope').status).toBe('ok');
    expect(nodeResult(built, MODEL).problems).toMatchObject([
      { code: 'EWS5020', span: { file: 'models/crisis_probit.yaml' } },
    ]);
  });
});
