import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, inject, onTestFinished } from 'vitest';
import { renderRunPages } from '../../engine/report/index.ts';
import { filesOf } from './shared-folder.ts';
import { buildProject, copyProject, SMALL_PROJECT, type TestProject, type World } from './small-project.ts';

type Change = (project: TestProject) => Promise<unknown>;

/** Test files share a worker and its modules, so that a worker builds each of them once. */
const builds = new Map<string, Promise<TestProject>>();

/**
 * The small project, changed by `change`, as `ews build` leaves it on four threads on 2022-11-01. It is to be looked
 * at: other test files look at it too, under the same name, and the run fails if anybody changes it.
 */
export function sharedProject(
  name = 'small',
  change: Change = async () => undefined,
  world: () => Promise<World> = async () => ({}),
): () => Promise<TestProject> {
  const open = (): Promise<TestProject> => {
    const found = builds.get(name) ?? buildShared(name, change, world);
    builds.set(name, found);
    return found;
  };
  beforeAll(async () => void (await open()));
  return open;
}

/** The same to be changed: each call of the answer is a copy of it with its lake. */
export function builtProject(
  name = 'small',
  change: Change = async () => undefined,
  world: () => Promise<World> = async () => ({}),
): () => Promise<TestProject> {
  const shared = sharedProject(name, change, world);
  return async () => copyProject(onTestFinished, (await shared()).root);
}

async function buildShared(name: string, change: Change, world: () => Promise<World>): Promise<TestProject> {
  const root = await mkdtemp(path.join(inject('sharedFolder'), `${name}-`));
  await cp(SMALL_PROJECT, root, { recursive: true });
  const project = { root, lake: path.join(root, '.ews', 'lake') };
  await change(project);
  const built = await buildProject(project, { threads: 4, renderPages: renderRunPages }, await world());
  expect(built.result.ok).toBe(true);
  await writeFile(`${root}.json`, JSON.stringify(await filesOf(root)));
  return project;
}
