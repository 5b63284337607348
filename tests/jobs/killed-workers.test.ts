import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { builtProject } from '../build/built-project.ts';
import { ROOT } from '../source-files.ts';

const built = builtProject();
const WORKER = 'programs/worker.js';
const LOOK_MS = 5;
/** Nothing that is killed at once may keep a command waiting. */
const PATIENCE_MS = 60_000;

/** Every command that binds or runs SQL, or reads files. */
const COMMANDS = [
  ['ls'],
  ['plan'],
  ['compile'],
  ['build'],
  ['ingest'],
  ['source', 'freshness'],
  ['show', 'rates.long'],
  ['show', 'features.slope', '--stored'],
  ['lineage', 'features.slope'],
  ['lineage', 'verify'],
  ['model', 'explain', 'crisis_probit'],
  ['model', 'fit', 'crisis_probit'],
  ['debug'],
] as const;

/** The workers of a process that are alive. */
function workersOf(parent: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const [stat, command] = [textOf(`/proc/${name}/stat`), textOf(`/proc/${name}/cmdline`)];
    const [, ppid] = /^\d+ \(.*\) [^Z] (\d+)/.exec(stat) ?? [];
    return Number(ppid) === parent && command.includes(WORKER) ? [Number(name)] : [];
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** How many that were: it may have ended meanwhile. */
function kill(pid: number): number {
  try {
    process.kill(pid, 'SIGKILL');
    return 1;
  } catch {
    return 0;
  }
}

/** Runs a command and kills each of its workers as soon as it is there, as a kernel without memory does. */
async function withoutWorkers(root: string, args: readonly string[]) {
  const started = Date.now();
  const child = spawn(process.execPath, [path.join(ROOT, 'bin/ews.mjs'), ...args, '--project-dir', root], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  let killed = 0;
  const look = setInterval(() => {
    for (const worker of workersOf(Number(child.pid))) {
      killed += kill(worker);
    }
    if (Date.now() - started > PATIENCE_MS) child.kill('SIGKILL');
  }, LOOK_MS);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(look);
  return { code, said, killed };
}

it.runIf(process.platform === 'linux').each(COMMANDS.map((args) => ({ args })))(
  'ews $args says that its workers were killed, and ends',
  async ({ args }) => {
    const { root } = await built();
    await rm(path.join(root, '.ews/cache'), { recursive: true, force: true });
    // What is stored already is not read again.
    await appendFile(path.join(root, 'sources/data/loans.csv'), '\n');
    const { code, said, killed } = await withoutWorkers(root, args);
    expect(said).not.toContain('bug in ews');
    expect([code, killed > 0]).toEqual([1, true]);
    expect(said).toMatch(
      args[0] === 'debug'
        ? /isolation of SQL +failed/
        : /EWS(2121|3041) .*SIGKILL[\s\S]*→ the machine was out of memory/,
    );
  },
);
