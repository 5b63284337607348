import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ProjectDiff } from '../../engine/inspect/index.ts';
import { openWarehouse, parquetRows } from '../../engine/warehouse/index.ts';
import { commitAll, gitRepository } from '../build/git-repository.ts';
import { copyProject, edit, type TestProject } from '../build/small-project.ts';
import { describeOnS3 } from '../s3/describe-s3.ts';
import { type RequestFate, startProxy } from '../s3/faulty-proxy.ts';
import { newPlace } from '../s3/s3-place.ts';
import { writeS3Target } from '../s3/s3-target.ts';
import { ews, resultIn } from './product.ts';

const LONG = { timeout: 600_000 };

type Lake = 'local' | 's3';
type Failed = { readonly failed: readonly string[] };

/** Two runs, by their environments and by a day; revisions, alone and from where they parted; what is there now. */
const SIDES: readonly ((day: string) => readonly string[])[] = [
  () => ['main', 'pr'],
  (day) => [`main@${day}`, 'pr'],
  () => ['git:v1', 'git:v2'],
  () => ['git:v1...v2'],
  () => ['main', 'git:v2'],
  () => ['main'],
];

/** Names of runs and the seconds of what they were made on differ between two lakes; nothing else may. */
function withoutRuns(text: string): string {
  return text.replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{6}/g, 'RUN');
}

async function rowsIn(file: string): Promise<readonly object[]> {
  const warehouse = await openWarehouse({});
  try {
    return await warehouse.rows(`SELECT * FROM ${parquetRows(file)}`);
  } finally {
    warehouse.close();
  }
}

/** Two versions of one project, each built into a lake on this disk and into one in a bucket. */
async function twoVersions(project: TestProject): Promise<void> {
  const build = async (environment: string): Promise<void> => {
    for (const target of ['local', 's3']) {
      const { code, stderr } = await ews(project.root, 'build', '--target', target, '--env', environment);
      expect({ code, stderr }).toMatchObject({ code: 0 });
    }
  };
  await edit(
    project,
    'models/crisis_probit.yaml',
    'seed: 7',
    'seed: 7\ngates: { auroc_lower_bound: 0.9, episodes: 99 }',
  );
  gitRepository(project);
  await build('main');
  // Noise of ten points a month: the model loses what it knew, and one of its gates with it.
  await edit(project, 'features/slope.sql', '- short.value AS slope', '- 10 * sin(month(date) * year(date)) AS slope');
  await edit(project, 'features/slope.yaml', '{ min: -5, max: 5 }', '{ min: -50, max: 50 }');
  await edit(
    project,
    'models/labels/crisis_ahead.sql',
    'outcome.in_crisis AS y',
    'coalesce(outcome.in_crisis, 0) AS y',
  );
  await edit(project, 'features/credit.yaml', 'valid_from: 2000-01-31', 'valid_from: 2000-03-31');
  commitAll(project, 'v2');
  await build('pr');
}

await describeOnS3('ews diff --target s3', (ground) => {
  const projectInBucket = async (fate?: (n: number) => RequestFate): Promise<TestProject> => {
    const project = await copyProject(onTestFinished);
    const { server, bucket } = ground();
    const proxy = fate && (await startProxy(server.endpoint, fate));
    if (proxy !== undefined) onTestFinished(proxy.stop);
    const { endpoint } = proxy ?? server;
    await writeS3Target(project.root, { ...(await newPlace(server, bucket, onTestFinished)), endpoint });
    return project;
  };

  const diffOn = async (project: TestProject, target: Lake, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await ews(project.root, 'diff', ...args, '--target', target);
    return { code, stdout: withoutRuns(stdout).replaceAll(`--target ${target}`, ''), stderr };
  };

  it(
    'says of a bucket what it says of this disk, of runs, environments, days, revisions and definitions',
    LONG,
    async () => {
      const project = await projectInBucket();
      await twoVersions(project);
      // Nothing of the bucket is on this machine when it is asked.
      await rm(path.join(project.root, '.ews/cache'), { recursive: true, force: true });
      const day = new Date().toISOString().slice(0, 10);
      const alike = async (...words: readonly string[]): Promise<void> => {
        const there = await diffOn(project, 's3', ...words);
        expect(there, words.join(' ')).toEqual(await diffOn(project, 'local', ...words));
        expect(there.code, words.join(' ')).toBe(words.includes('--fail-on') ? 1 : 0);
      };
      for (const sides of SIDES) await alike(...sides(day), '--json');
      await alike('main', 'pr');
      await alike('git:v1', 'pr', '--format', 'markdown');
      await alike('main', '--fail-on', 'columns,values,models');
      const { stdout } = await ews(project.root, 'diff', 'main', 'pr', '--target', 's3', '--json');
      const told = resultIn<ProjectDiff>(stdout);
      expect(told.definitions.map(({ node, aspects }) => [node, ...aspects])).toEqual([
        ['features.credit', 'recipe', 'tests'],
        ['features.slope', 'recipe', 'tests'],
        ['labels.crisis_ahead', 'recipe'],
        // It looks from valid_from on.
        ['tests.credit.growth.range', 'recipe'],
        ['tests.slope.slope.range', 'recipe'],
      ]);
      expect(told.models).toEqual(['models.crisis_probit']);
      const compared = new Map(told.results.map((each) => [String(each.node), each]));
      expect([...compared].filter(([, { state }]) => state !== 'compared')).toEqual([]);
      const tableOf = (node: string) => {
        const result = compared.get(node);
        return result?.state === 'compared' ? result : undefined;
      };
      expect(tableOf('features.slope')?.table.columns.map(({ column }) => column)).toEqual(['slope']);
      // Of 99 episodes neither has enough: a gate that failed twice is on no other side.
      expect(tableOf('models.crisis_probit')?.model?.gates).toEqual([
        { gate: 'auroc_lower_bound', from: true, to: false },
      ]);
      const text = await diffOn(project, 's3', 'main', 'pr');
      expect(text.stdout).toContain('gate auroc_lower_bound: passed -> failed');
      expect((await diffOn(project, 's3', 'main', 'pr', '--format', 'markdown')).stdout).toContain(
        'gate auroc_lower_bound: passed → failed',
      );

      const file = (target: Lake): string => path.join(project.root, `${target}.parquet`);
      for (const target of ['s3', 'local'] as const) {
        await diffOn(project, target, 'main', 'pr', '--output', file(target));
      }
      const rows = await rowsIn(file('s3'));
      expect(rows.length).toBeGreaterThan(120);
      expect(rows).toEqual(await rowsIn(file('local')));
      expect(await readFile(file('s3'))).toEqual(await readFile(file('local')));
    },
  );

  it('builds what a bucket lacks into environments of their own, and leaves the others as they are', LONG, async () => {
    const project = await projectInBucket();
    gitRepository(project);
    expect((await ews(project.root, 'build', '--target', 's3')).code).toBe(0);
    await edit(project, 'features/slope.sql', '- short.value AS slope', '- 2 * short.value AS slope');
    commitAll(project, 'v2');
    await edit(project, 'features/slope.sql', '2 * short.value', '3 * short.value');
    const asked = async (...args: readonly string[]): Promise<ProjectDiff & Failed> => {
      const { stdout } = await ews(project.root, 'diff', ...args, '--target', 's3', '--json', '--fail-on', 'values');
      return resultIn(stdout);
    };
    const states = ({ results }: ProjectDiff): readonly string[] => results.map(({ state }) => state);
    const unbuilt = await asked('git:v1', 'git:v2');
    expect(states(unbuilt)).toEqual(['not built', 'not built', 'not built']);
    const built = await asked('git:v1', 'git:v2', '--build');
    expect(states(built)).toEqual(['compared', 'compared', 'compared']);
    expect(built.failed).toEqual(['values']);
    // Now both are there, and nothing has to be built.
    expect(states(await asked('git:v1', 'git:v2'))).toEqual(states(built));
    expect(states(await asked('git:v2', '--build'))).toEqual(states(built));
    const { stdout } = await ews(project.root, 'env', 'list', '--target', 's3', '--json');
    const { environments } = resultIn<{ readonly environments: readonly { environment: string }[] }>(stdout);
    const others = environments.filter(({ environment }) => !/^diff-[0-9a-f]{12}$/.test(environment));
    expect(others).toMatchObject([{ environment: 'main', position: 1 }]);
    expect(environments).toHaveLength(1 + 3);
  });

  it('compares on a bucket that fails every third request, and without one says it once', LONG, async () => {
    const ways: readonly RequestFate[] = ['slow_down', 'hang_up'];
    const project = await projectInBucket((n) => (n % 3 === 0 ? (ways[(n / 3) % 2] ?? 'forward') : 'forward'));
    gitRepository(project);
    expect((await ews(project.root, 'build', '--target', 's3')).code).toBe(0);
    await edit(project, 'features/slope.sql', '- short.value AS slope', '- 2 * short.value AS slope');
    commitAll(project, 'v2');
    await rm(path.join(project.root, '.ews/cache'), { recursive: true, force: true });
    expect(await diffOn(project, 's3', 'main')).toMatchObject({ code: 0, stderr: '' });
    const target = await readFile(path.join(project.root, 'targets/s3.yaml'), 'utf8');
    const [line = ''] = /^ {2}endpoint: .*$/m.exec(target) ?? [];
    // A port at which nobody listens.
    await edit(project, 'targets/s3.yaml', line, '  endpoint: http://127.0.0.1:9');
    const alone = await diffOn(project, 's3', 'git:v1', 'git:v2');
    expect(alone).toMatchObject({ code: 0, stdout: expect.stringContaining('~ slope  computed in another way') });
    expect(alone.stderr.match(/EWS4006/g)).toHaveLength(1);
    expect(await diffOn(project, 's3', 'main')).toMatchObject({ code: 1, stderr: expect.stringContaining('EWS4006') });
  });
});
