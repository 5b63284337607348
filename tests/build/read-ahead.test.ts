import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { IN_PROCESS, type Warehouses } from '../../engine/warehouse/index.ts';
import { buildProject, copyProject, deleteLake, nodeResult, refusedBuild, type TestProject } from './small-project.ts';

/** Files that ingests and steps write into a lake, by their names: what runs tell of themselves is left out. */
async function stored({ lake }: TestProject): Promise<readonly string[]> {
  const names = await readdir(lake, { recursive: true }).catch(() => []);
  return names.filter((name) => /^(raw|objects|refs\/sources)\/.*\.\w+$/.test(name)).toSorted();
}

/** A copy of the small project with nothing to train. */
async function untrained(): Promise<TestProject> {
  const project = await copyProject(onTestFinished);
  await rm(path.join(project.root, 'models/crisis_probit.yaml'));
  return project;
}

/** This process's warehouses, and the kinds of work that each was opened for. */
function noted(onOpen: (work: string) => void): Warehouses {
  return {
    open: async (options) => {
      const { work = 'data' } = options;
      onOpen(work);
      return IN_PROCESS.open(options);
    },
  };
}

it('begins to read sources that were never read before the project is compiled, and stores the same', async () => {
  const project = await untrained();
  const told: string[] = [];
  const warehouses = noted((work) => told.push(work));
  const onEvent = ({ kind }: { readonly kind: string }): void => void told.push(kind);
  await buildProject(project, { threads: 2 }, { warehouses, onEvent });
  expect(told.slice(0, told.indexOf('compiled'))).toContain('data');
  const ahead = await stored(project);

  // On one thread, and where the lake has them, nothing is read ahead.
  await deleteLake(project);
  told.length = 0;
  await buildProject(project, { threads: 1 }, { warehouses, onEvent });
  expect(told.slice(0, told.indexOf('compiled'))).not.toContain('data');
  expect(await stored(project)).toEqual(ahead);
  told.length = 0;
  await buildProject(project, { threads: 2 }, { warehouses, onEvent });
  expect(told.slice(0, told.indexOf('compiled'))).not.toContain('data');
});

it('stores nothing of what was read where the project turns out not to compile', async () => {
  const project = await untrained();
  await writeFile(path.join(project.root, 'features/slope.sql'), 'SELECT nothing FROM nowhere\n');
  const told: string[] = [];
  const problems = await refusedBuild(project, {}, { warehouses: noted((work) => told.push(work)) });
  expect(problems.map(({ code }) => code)).toContain('EWS2104');
  expect(told).toContain('data');
  expect(await stored(project)).toEqual([]);
});

it('tells of a bad file what it tells on one thread', async () => {
  const project = await untrained();
  const file = path.join(project.root, 'sources/data/loans.csv');
  await writeFile(file, `${await readFile(file, 'utf8')}2009-13-01,many\n`);
  const told = async (threads: number) => nodeResult(await buildProject(project, { threads }), 'source:bank');
  const one = await told(1);
  expect(one).toMatchObject({ status: 'failed' });
  await deleteLake(project);
  expect(await told(2)).toEqual(one);
});

it('ends reading with the build that is interrupted, and stores nothing', async () => {
  const project = await untrained();
  const interrupt = new AbortController();
  const warehouses = noted((work) => {
    if (work === 'data') interrupt.abort(new DOMException('interrupted', 'AbortError'));
  });
  await expect(buildProject(project, {}, { warehouses, signal: interrupt.signal })).rejects.toThrow();
  expect(await stored(project)).toEqual([]);
});
