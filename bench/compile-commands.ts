import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './asof.ts';
import { generateProject } from './generate-project.ts';
import { measured, type ProcessCost } from './measured-process.ts';
import { type Installed, installRivals, type RivalCompiler } from './rivals.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** One way of compiling a project, with what it took; a median where there were several runs. */
export interface MeasuredCompile extends ProcessCost {
  readonly groups: number;
  readonly name: string;
  readonly runs: number;
  /** As promised, of processor seconds and of memory: beside the figures, never asserted. */
  readonly limitSeconds?: number;
  readonly limitBytes?: number;
}

export interface CompileCommands {
  readonly compiles: readonly MeasuredCompile[];
  /** What a group costs in the largest project over what one costs in the smallest, compiled cold; at most 1.05. */
  readonly growth: number;
  readonly skipped: readonly string[];
}

const PROGRAM = fileURLToPath(new URL('../bin/ews.mjs', import.meta.url));
const GIGABYTE = 1024 ** 3;
/** Groups of the projects, of the last ten times as many as of the first. */
const SIZES: readonly number[] = [1000, 2000, 10_000];
/** How often what is quick is run. */
const RUNS = 3;

interface Limit {
  readonly cold?: number;
  readonly memory?: number;
  readonly warm?: number;
  readonly sql?: number;
  readonly yaml?: number;
}

const LIMITS: ReadonlyMap<number, Limit> = new Map([
  [2000, { cold: 6, warm: 0.2, sql: 0.35, yaml: 0.45 }],
  [10_000, { cold: 28, memory: 1.2 * GIGABYTE, warm: 0.5 }],
]);

/** `ews compile` as users start it, beside others on the same queries; `EWS_BENCH_GROUPS` names other sizes. */
export async function benchCompileCommands(): Promise<CompileCommands> {
  const sizes = process.env['EWS_BENCH_GROUPS']?.split(',').map(Number) ?? SIZES;
  const rivals = installRivals();
  const compiles: MeasuredCompile[] = [];
  for (const groups of sizes) {
    await withTemporaryFolder(async (folder) => {
      const project = path.join(folder, 'ews');
      await generateProject(project, groups);
      compiles.push(...(await ofEws(project, path.join(folder, 'cache'), groups)));
      for (const installed of rivals) {
        if (installed.kind === 'rival') compiles.push(...(await ofRival(installed.rival, folder, groups)));
      }
    });
  }
  return { compiles, growth: growthOf(compiles), skipped: rivals.flatMap(skipped) };
}

function skipped(installed: Installed): readonly string[] {
  return installed.kind === 'skipped' ? [installed.why] : [];
}

async function ofEws(project: string, cache: string, groups: number): Promise<readonly MeasuredCompile[]> {
  const limit = LIMITS.get(groups) ?? {};
  const call = { command: process.execPath, args: [PROGRAM, 'compile'], cwd: project };
  const compile = (): Promise<ProcessCost> => measured({ ...call, environment: { XDG_CACHE_HOME: cache } });
  await mkdir(cache, { recursive: true });
  const cold = await compile();
  // What was written just now is read once more.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await compile();
  const warm = await repeated(compile);
  const group = path.join(project, 'features/area_0/group_1');
  const sql = await repeated(async (run) => {
    await edit(`${group}.sql`, (text) => text.replace(/hours \+ \d+/, `hours + ${run + 1000}`));
    return compile();
  });
  const yaml = await repeated(async (run) => {
    await edit(`${group}.yaml`, (text) => text.replace(/^description: .*$/m, `description: Words ${run}`));
    return compile();
  });
  const row = (name: string, cost: ProcessCost, runs: number, seconds: number | undefined): MeasuredCompile => ({
    groups,
    name: `ews compile, ${name}`,
    runs,
    ...cost,
    ...(seconds === undefined ? {} : { limitSeconds: seconds }),
  });
  const memory = limit.memory === undefined ? {} : { limitBytes: limit.memory };
  return [
    { ...row('cold', cold, 1, limit.cold), ...memory },
    row('nothing changed', warm, RUNS, limit.warm),
    row('one SQL file changed', sql, RUNS, limit.sql),
    row('one YAML file changed', yaml, RUNS, limit.yaml),
  ];
}

async function ofRival(rival: RivalCompiler, folder: string, groups: number): Promise<readonly MeasuredCompile[]> {
  const project = path.join(folder, 'rival');
  await rm(project, { recursive: true, force: true });
  await rival.write(path.join(folder, 'ews'), project);
  for (const kept of rival.kept) await rm(path.join(project, kept), { recursive: true, force: true });
  const cold = await measured(rival.compile(project));
  const again = await measured(rival.compile(project));
  return [
    { groups, name: `${rival.name}, cold`, runs: 1, ...cold },
    { groups, name: `${rival.name}, nothing changed`, runs: 1, ...again },
  ];
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = change(text);
  if (changed === text) throw new Error(`${file} was not changed`);
  await writeFile(file, changed);
}

async function repeated(work: (run: number) => Promise<ProcessCost>): Promise<ProcessCost> {
  const costs: ProcessCost[] = [];
  for (let run = 0; run < RUNS; run += 1) costs.push(await work(run));
  const middle = (of: (cost: ProcessCost) => number): number => median(costs.map(of));
  const peaks = costs.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    wallSeconds: middle(({ wallSeconds }) => wallSeconds),
    cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
    peakBytes: peaks.length === 0 ? null : median(peaks),
  };
}

/** What a group costs in the largest project over what one costs in the smallest, both compiled cold. */
function growthOf(compiles: readonly MeasuredCompile[]): number {
  const cold = compiles.filter(({ name }) => name === 'ews compile, cold');
  const each = cold.map(({ cpuSeconds, groups }) => cpuSeconds / groups);
  return (each.at(-1) ?? Number.NaN) / (each[0] ?? Number.NaN);
}
