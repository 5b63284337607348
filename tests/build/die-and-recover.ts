import { expect } from 'vitest';
import { findObject, openLocalStore, readObjectFile, type Store, type WritePhase } from '../../engine/lake/index.ts';
import { type Manifest, readEnvironment } from '../../engine/plan/index.ts';
import { buildInChild } from './child-build.ts';
import { objectDigests } from './objects.ts';
import { buildProject, copyProject, edit, executed, type OnFinished, type TestProject } from './small-project.ts';

/** A project that was built and has changed since, so that the next build ingests, computes and moves the ref. */
export async function changedProject(onFinished: OnFinished): Promise<TestProject> {
  const project = await copyProject(onFinished);
  await buildProject(project, { run: 'old' });
  await edit(project, 'sources/data/loans.csv', '2003-05-01,', '2003-05-01,1');
  await edit(project, 'features/slope.yaml', 'ttl: 95', 'ttl: 96');
  return project;
}

/** One step of one write: `runs/<id>` and `audit/<time>` are shortened, the rest is the key. */
export interface Moment {
  /** Counts from 1. */
  readonly step: number;
  readonly key: string;
  readonly part: WritePhase;
}

/** An unharmed build on one thread: the steps that it takes, and the digests of all objects afterwards. */
export async function unharmed(
  onFinished: OnFinished,
  from: TestProject,
): Promise<{ readonly moments: readonly Moment[]; readonly digests: Readonly<Record<string, string>> }> {
  const project = await copyProject(onFinished, from.root);
  const moments: Moment[] = [];
  const beforeWrite = (key: string, part: WritePhase): void => {
    moments.push({ step: moments.length + 1, key: key.replace(/^(runs|audit)\/[^/]+/, '$1'), part });
  };
  await buildProject(project, { threads: 1 }, { store: { beforeWrite } });
  return { moments, digests: await objectDigests(project.lake) };
}

/** Kills a build at a moment; the environment must be whole, and the next build must end as the unharmed one. */
export async function dieAndRecover(
  onFinished: OnFinished,
  from: TestProject,
  moment: Moment,
  digests: Readonly<Record<string, string>>,
): Promise<void> {
  const project = await copyProject(onFinished, from.root);
  const { signal } = await buildInChild(project, { deadly: moment.step });
  expect(signal, `step ${moment.step}: ${moment.key} ${moment.part}`).toBe('SIGKILL');
  await expectWhole(project, ['old', 'new'][Number(moment.key.startsWith('refs/main') && moment.part === 'settle')]);
  expect((await buildProject(project)).result.ok).toBe(true);
  expect(await objectDigests(project.lake), `after step ${moment.step}: ${moment.key} ${moment.part}`).toEqual(digests);
  expect(executed(await buildProject(project))).toEqual([]);
}

/** Every object that the environment names can be read and has the bytes of its digest. `run`: whose tree it is. */
export async function expectWhole(project: TestProject, runId?: string): Promise<void> {
  const store = openLocalStore(project.lake);
  const { manifest } = await readEnvironment(store, 'main');
  if (manifest === undefined) throw new Error('the environment is gone');
  if (runId === 'old') expect(manifest.run).toBe('old');
  if (runId === 'new') expect(manifest.run).not.toBe('old');
  await expectObjects(store, manifest);
}

async function expectObjects(store: Store, manifest: Manifest): Promise<void> {
  for (const { objects } of Object.values(manifest.nodes)) {
    for (const { kind, name, fingerprint } of objects) {
      const meta = await findObject(store, { kind, name, fingerprint });
      if (meta === undefined) throw new Error(`${kind} ${name} of run ${manifest.run} is not stored`);
      for (const file of Object.keys(meta.files)) await readObjectFile(store, meta, file);
    }
  }
}
