import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { last } from '../../engine/presence/index.ts';
import { ROOT } from '../source-files.ts';
import { copyProject, edit, type TestProject } from './small-project.ts';

const PRELOADED = pathToFileURL(path.join(import.meta.dirname, 'log-spawned.mjs')).href;

/** Programs that a build started, by the words of their commands. */
interface Started {
  readonly training: number;
  readonly workers: number;
  readonly probes: number;
}

/** Builds with the compiled command, a cache of the user's in a folder, and counts what it starts. */
async function built(project: TestProject, cache: string, more: readonly string[] = []): Promise<Started> {
  const log = path.join(await temporaryFolder(onTestFinished), 'spawned');
  await writeFile(log, '');
  const words = [
    '--import',
    PRELOADED,
    path.join(ROOT, 'bin/ews.mjs'),
    'build',
    '--project-dir',
    project.root,
    ...more,
  ];
  const env = { PATH: process.env['PATH'], HOME: cache, XDG_CACHE_HOME: cache, EWS_TEST_SPAWNED: log };
  await promisify(execFile)(process.execPath, words, { env });
  const lines = (await readFile(log, 'utf8')).split('\n');
  const count = (program: string): number => lines.filter((line) => line.endsWith(program)).length;
  return {
    training: count('programs/training.js'),
    workers: count('programs/worker.js'),
    probes: count('barriers/probe.js'),
  };
}

/** The pages of the newest run, wherever they lie, without the id and time of the run that drew them. */
async function newestPages(project: TestProject): Promise<ReadonlyMap<string, string>> {
  const runs = path.join(project.lake, 'runs');
  const refs = path.join(project.lake, 'refs/main');
  const newest = last((await readdir(refs)).toSorted());
  const { run } = JSON.parse(await readFile(path.join(refs, newest), 'utf8')) as { readonly run: string };
  const manifest = JSON.parse(await readFile(path.join(runs, run, 'manifest.json'), 'utf8'));
  const files = Object.entries(manifest.files as Record<string, { readonly run?: string }>);
  const pages = files.filter(([name]) => /^(lineage\.html|cards\/.*\.(html|md))$/.test(name));
  const texts = pages.map(async ([name, { run: drawer = run }]) => {
    const text = await readFile(path.join(runs, drawer, name), 'utf8');
    return [
      name,
      text.replaceAll(drawer, 'RUN').replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME'),
    ] as const;
  });
  return new Map(await Promise.all(texts));
}

it('a build with nothing to do starts no other program', async () => {
  const project = await copyProject(onTestFinished);
  const cache = await temporaryFolder(onTestFinished);
  const first = await built(project, cache);
  expect(first.training).toBeGreaterThan(0);
  expect(first.probes).toBe(1);
  expect(first.workers).toBeGreaterThan(0);
  const { workers, ...rest } = await built(project, cache);
  expect(rest).toEqual({ training: 0, probes: 0 });
  expect(workers).toBe(0);
});

/** What people may change between two builds that compute nothing anew, each of which shows on a page. */
const CHANGES = [
  ['models/crisis_probit.yaml', /^description: .*$/m, 'description: Other words'],
  ['models/crisis_probit.yaml', /^(model: .*)$/m, '$1\nowner: somebody@example.org'],
  ['features/slope.yaml', /^description: .*$/m, 'description: Words of a group'],
] as const;

it('pages that were kept are those that are drawn anew, also after a change of words', async () => {
  const project = await copyProject(onTestFinished);
  const cache = await temporaryFolder(onTestFinished);
  await built(project, cache);
  const first = await newestPages(project);
  expect(first.size).toBeGreaterThan(2);
  expect((await readdir(path.join(cache, 'ews/pages'))).length).toBeGreaterThan(2);
  await built(project, cache);
  expect(await newestPages(project)).toEqual(first);
  for (const [file, from, to] of CHANGES) {
    const text = await readFile(path.join(project.root, file), 'utf8');
    await edit(project, file, text, text.replace(from, to));
  }
  await built(project, cache);
  const changed = await newestPages(project);
  expect(changed.get('cards/crisis_probit.html')).toMatch(/Other words[\s\S]*somebody@example\.org/);
  expect(changed.get('lineage.html')).toContain('Words of a group');
  await built(project, await temporaryFolder(onTestFinished));
  expect(await newestPages(project)).toEqual(changed);
});

it('what is kept is not asked where everything is computed anew, and serves where it can be read', async () => {
  const project = await copyProject(onTestFinished);
  const cache = await temporaryFolder(onTestFinished);
  await built(project, cache);
  const pages = path.join(cache, 'ews/pages');
  const honest = await newestPages(project);
  // What somebody else wrote into a folder of the user's is told from what was kept by no more than its digest.
  for (const name of await readdir(pages)) await writeFile(path.join(pages, name), 'damaged');
  await built(project, cache);
  expect(await newestPages(project)).toEqual(honest);
  await rm(pages, { recursive: true });
  await built(project, cache, ['--full-refresh']);
  expect(await readdir(path.join(cache, 'ews'))).not.toContain('pages');
  expect(await newestPages(project)).toEqual(honest);
});

const LOADED = pathToFileURL(path.join(import.meta.dirname, 'log-loaded.mjs')).href;

/** The packages of which a build loads something, and whether it asked Node for anything native. */
async function packagesOf(project: TestProject, cache: string): Promise<readonly string[]> {
  const log = path.join(await temporaryFolder(onTestFinished), 'loaded');
  const words = ['--import', LOADED, path.join(ROOT, 'bin/ews.mjs'), 'build', '--project-dir', project.root];
  const env = { PATH: process.env['PATH'], HOME: cache, XDG_CACHE_HOME: cache, EWS_TEST_LOADED: log };
  await promisify(execFile)(process.execPath, words, { env });
  const lines = (await readFile(log, 'utf8')).split('\n');
  const found = lines.flatMap((line) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(line)?.[1] ?? []);
  return [...new Set(found)].toSorted();
}

it('a build with nothing to do loads neither DuckDB nor what reads and checks YAML', async () => {
  const project = await copyProject(onTestFinished);
  const cache = await temporaryFolder(onTestFinished);
  const first = await packagesOf(project, cache);
  expect(first).toEqual(expect.arrayContaining(['js-yaml', 'yaml', 'zod']));
  const second = await packagesOf(project, cache);
  const readers = ['js-yaml', 'yaml', 'zod', '@duckdb/node-api', '@duckdb/node-bindings'];
  expect(second.filter((name) => readers.includes(name))).toEqual([]);
  // One changed word is read by what reads YAML, and by nothing else.
  await edit(project, 'features/slope.yaml', 'Slope of the yield curve', 'The slope');
  expect(await packagesOf(project, cache)).not.toContain('@duckdb/node-bindings');
});
