import { expect, it, onTestFinished } from 'vitest';
import { openLocalStore, readRef } from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import { buildInChild } from '../build/child-build.ts';
import { objectDigests } from '../build/objects.ts';
import { buildProject, copyProject, executed } from '../build/small-project.ts';

it('two processes build one environment from nothing: one wins, and nothing of the other is lost', async () => {
  const project = await copyProject(onTestFinished);
  const meeting = `${project.root}/.ews/meeting`;
  const outcomes = await Promise.all([1, 2].map(() => buildInChild(project, { meeting })));
  expect(outcomes.map(({ printed }) => printed).toSorted()).toEqual(['EWS4001', 'ok']);
  expect(present(await readRef(openLocalStore(project.lake), 'main')).n).toBe(1);

  const third = await buildProject(project);
  expect(executed(third)).toEqual([]);
  expect(third.result.ok).toBe(true);
  const alone = await copyProject(onTestFinished);
  await buildProject(alone);
  expect(await objectDigests(project.lake)).toEqual(await objectDigests(alone.lake));
});
