import { expect, it } from 'vitest';
import { builtProject } from './built-project.ts';
import { buildProject, edit, manifestOf, type TestProject } from './small-project.ts';

const fresh = builtProject();

/** What a build of rows and tests says follows, as `--watch` asks it. */
async function following(project: TestProject, environment = 'main'): Promise<readonly string[]> {
  let follow: readonly string[] = [];
  const tellLater = (nodes: readonly string[]): void => {
    follow = nodes;
  };
  await buildProject(project, { environment, without: ['model', 'comparison'], tellLater });
  return follow;
}

it('a model that the lake has as it is defined again follows, since the environment has another', async () => {
  const project = await fresh();
  const { nodes: first } = await manifestOf(project);
  expect(await following(project)).toEqual([]);
  await edit(project, 'models/crisis_probit.yaml', 'kind: probit', 'kind: logit');
  expect(await following(project)).toEqual(['models.crisis_probit']);
  await buildProject(project);
  await edit(project, 'models/crisis_probit.yaml', 'kind: logit', 'kind: probit');
  expect(await following(project)).toEqual(['models.crisis_probit']);
  const { nodes } = (await buildProject(project)).result;
  expect(nodes.find(({ id }) => id === 'models.crisis_probit')?.status).toBe('reused');
  expect((await manifestOf(project)).nodes).toMatchObject(
    Object.fromEntries(Object.entries(first).map(([id, { fingerprint }]) => [id, { fingerprint, status: 'ok' }])),
  );
  expect(await following(project)).toEqual([]);
  expect(await following(project, 'another')).toEqual(['models.crisis_probit']);
});
