import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findLaunchTools, type LaunchTools } from '../../engine/jobs/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { ROOT } from '../source-files.ts';

const JOBS = JSON.stringify(pathToFileURL(path.join(ROOT, 'dist/engine/jobs/index.js')).href);
const PATIENCE_MS = 5000;

const WORKER = `
import { serveJobs } from ${JOBS};
await serveJobs({
  spin: async () => ({
    open: async () => ({
      answer: async (asked) => { if (asked === 'spin') for (;;); return { answer: process.pid }; },
      close: async () => {},
    }),
  }),
});
`;

/** A program with two workers: one that spins, one that is idle. It prints their ids, and stays. */
const PARENT = (tools: LaunchTools, folder: string): string => `
import { localWorkers } from ${JOBS};
const tools = async () => (${JSON.stringify(tools)});
const node = [${JSON.stringify(path.join(folder, 'worker.mjs'))}];
const scratchRoot = () => ${JSON.stringify(path.join(folder, 'scratch'))};
const workers = localWorkers({ node, tools, scratchRoot, width: 2, fileBytes: 1e9 });
const open = () => workers.open({ room: 'spin', limits: { memory: 1e9, scratch: 1e9 } });
const [busy, idle] = [await open(), await open()];
const ids = [(await busy.ask('id')).head, (await idle.ask('id')).head];
busy.ask('spin').catch(() => {});
console.log(JSON.stringify(ids));
setInterval(() => {}, 1000);
`;

async function parentOf(tools: LaunchTools): Promise<{ readonly parent: ChildProcess; readonly workers: number[] }> {
  const folder = await temporaryFolder(onTestFinished);
  await writeFile(path.join(folder, 'worker.mjs'), WORKER);
  await writeFile(path.join(folder, 'parent.mjs'), PARENT(tools, folder));
  const parent = spawn(process.execPath, [path.join(folder, 'parent.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await new Promise<string[]>((resolve) => {
    parent.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.split('\n')));
  });
  return { parent, workers: JSON.parse(String(line)) };
}

/** Whether a process is there; a zombie, which only waits to be counted, is not. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function leftAfterPatience(pids: readonly number[]): Promise<readonly number[]> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    if (!pids.some(isAlive)) return [];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return pids.filter(isAlive);
}

const here = await findLaunchTools();
const MACHINES: readonly (readonly [string, LaunchTools])[] = [
  ['this machine has', here],
  ['a machine without setpriv has', { ...here, setpriv: null }],
  ['a machine without any of them has', { setpriv: null, prlimit: null, noNetwork: null }],
];

describe.skipIf(process.platform !== 'linux').each(MACHINES)('with the tools that %s', (_which, tools) => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)('workers die with a parent that gets %s', async (signal) => {
    const { parent, workers } = await parentOf(tools);
    expect(workers.filter(isAlive)).toEqual(workers);
    parent.kill(signal);
    expect(await leftAfterPatience(workers)).toEqual([]);
  });
});

it.skipIf(process.platform !== 'linux')('Ctrl-C at a terminal is for the parent to hear', async () => {
  const { parent, workers } = await parentOf(here);
  onTestFinished(() => void parent.kill('SIGKILL'));
  const group = (pid: number): string | undefined =>
    readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[2];
  expect(workers.map(group)).not.toContain(group(Number(parent.pid)));
});
