import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { present } from '../engine/presence/index.ts';
import { median } from './asof.ts';
import { watchTree } from './process-tree.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

/** What one run of `ews` took: from spawning it to its end, and of processors with all processes that it starts. */
export interface CommandCost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

export interface MeasuredCommand {
  readonly name: string;
  /** As promised for two cores; beside the figure, never asserted. */
  readonly limitSeconds?: number;
  readonly runs: number;
  /** The medians of the runs. */
  readonly cost: CommandCost;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What the reference project consists of; the rest of the repository is the engine. */
const PROJECT_PARTS = ['ews.config.yaml', 'sources', 'features', 'models', 'targets'];

export async function benchHelp(): Promise<readonly MeasuredCommand[]> {
  return [medianOf('ews --help', 0.25, await repeat(7, () => runEws(['--help'])))];
}

/** Builds the reference project into an empty lake, and again with nothing to do. */
export async function benchBuild(): Promise<readonly MeasuredCommand[]> {
  const first: CommandCost[] = [];
  const second: CommandCost[] = [];
  for (let round = 0; round < 3; round++) {
    await withReferenceProject(async (project) => {
      first.push(await runEws(['build', '--project-dir', project]));
      second.push(...(await repeat(3, () => runEws(['build', '--project-dir', project]))));
    });
  }
  return [medianOf('ews build, first', 60, first), medianOf('ews build, second', 1.5, second)];
}

/** First builds with one thread and with two, taking turns. */
export async function benchThreads(): Promise<readonly MeasuredCommand[]> {
  const costs = new Map<number, CommandCost[]>([
    [1, []],
    [2, []],
  ]);
  for (let round = 0; round < 3; round++) {
    for (const [threads, runs] of costs) {
      await withReferenceProject(async (project) => {
        runs.push(await runEws(['build', '--threads', String(threads), '--project-dir', project]));
      });
    }
  }
  return [...costs].map(([threads, runs]) => medianOf(`ews build --threads ${threads}`, undefined, runs));
}

export async function withReferenceProject(work: (project: string) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const project = path.join(folder, 'project');
    await mkdir(project);
    for (const part of PROJECT_PARTS) await cp(path.join(ROOT, part), path.join(project, part), { recursive: true });
    await work(project);
  });
}

/** Runs `ews` and waits, while this process stays free to serve what the command asks of it. */
export async function runEws(args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<CommandCost> {
  const preload = new URL('report-usage.mjs', import.meta.url).href;
  const command = ['--import', preload, path.join(ROOT, 'bin/ews.mjs'), ...args];
  const begin = performance.now();
  const env = { ...withoutSettings(process.env), ...more };
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const complaint = allOf(present(child.stderr));
  const usageText = allOf(child.stdio[3] as Readable);
  const tree = watchTree(present(child.pid));
  const [status] = await once(child, 'close');
  tree?.stop();
  const wallSeconds = (performance.now() - begin) / 1000;
  if (status !== 0) throw new Error(`ews ${args.join(' ')} failed:\n${await complaint}`);
  const usage = JSON.parse(await usageText) as NodeJS.ResourceUsage;
  const own = (usage.userCPUTime + usage.systemCPUTime) / 1e6;
  const cpuSeconds = Math.max(own, tree?.cpuSeconds() ?? own);
  return { wallSeconds, cpuSeconds, peakBytes: usage.maxRSS * 1024 };
}

async function allOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** A developer's own EWS_ variables must not change what is measured. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('EWS_')));
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let turn = 0; turn < times; turn++) results.push(await work());
  return results;
}

export function medianOf(
  name: string,
  limitSeconds: number | undefined,
  runs: readonly CommandCost[],
): MeasuredCommand {
  const middle = (figure: (cost: CommandCost) => number): number => median(runs.map(figure));
  return {
    name,
    ...(limitSeconds === undefined ? {} : { limitSeconds }),
    runs: runs.length,
    cost: {
      wallSeconds: middle((run) => run.wallSeconds),
      cpuSeconds: middle((run) => run.cpuSeconds),
      peakBytes: middle((run) => run.peakBytes),
    },
  };
}
