import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { first, last, present } from '../engine/presence/index.ts';
import { median } from './asof.ts';
import { withReferenceProject } from './command.ts';
import { watchTree } from './process-tree.ts';
import { benchTable, megabytes, seconds } from './table.ts';

/** What saves of one group took, each while the models of the save before were being trained. */
export interface WatchFigures {
  readonly saves: number;
  /** From the save to the group's rows and tests, by the clock of whoever saved. */
  readonly rowsSeconds: Spread;
  /** Processor time of all processes in that time. */
  readonly cpuSeconds: Spread | null;
  /** From the save to the end of the run that has them. */
  readonly committedSeconds: Spread;
  /** Memory of the process that watches, after the last save. */
  readonly residentBytes: number | null;
  /** From Ctrl-C, while models are trained, to the end of the process. */
  readonly interruptSeconds: number;
  /** Of the machine, over the minute that ended with the last save. */
  readonly load: number;
}

interface Spread {
  readonly least: number;
  readonly median: number;
  readonly worst: number;
}

const SAVES = 20;
/** Models have begun by then, and are not done. */
const BETWEEN_MS = 1_000;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Watches a copy of the reference project and saves its `features/labor.sql`, each time with another meaning. */
export async function benchWatch(): Promise<WatchFigures> {
  let figures: WatchFigures | undefined;
  await withReferenceProject(async (project) => {
    figures = await measured(project);
  });
  return present(figures);
}

async function measured(project: string): Promise<WatchFigures> {
  const args = [path.join(ROOT, 'bin/ews.mjs'), 'build', '--watch', '--project-dir', project];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const until = listen(child);
  await until('watching');
  const pid = present(child.pid);
  const tree = watchTree(pid);
  const file = path.join(project, 'features/labor.sql');
  const text = await readFile(file, 'utf8');
  const rows: number[] = [];
  const cpu: number[] = [];
  const committed: number[] = [];
  for (let save = 1; save <= SAVES; save++) {
    await pause(BETWEEN_MS);
    const before = tree?.cpuSeconds();
    const began = performance.now();
    const since = (): number => (performance.now() - began) / 1000;
    await writeFile(file, text.replace('400 * ln', `${400 + save} * ln`));
    await until('rows and tests');
    rows.push(since());
    if (tree !== null && before !== undefined) cpu.push(tree.cpuSeconds() - before);
    await until('Done in');
    committed.push(since());
  }
  const load = first(loadavg());
  const residentBytes = await residentBytesOf(pid);
  await pause(BETWEEN_MS);
  tree?.stop();
  const asked = performance.now();
  child.kill('SIGINT');
  await once(child, 'exit');
  const interruptSeconds = (performance.now() - asked) / 1000;
  return {
    saves: SAVES,
    rowsSeconds: spreadOf(rows),
    cpuSeconds: cpu.length === 0 ? null : spreadOf(cpu),
    committedSeconds: spreadOf(committed),
    residentBytes,
    interruptSeconds,
    load,
  };
}

/** Waits for words that are printed after those that were waited for before. */
function listen(child: ChildProcess): (words: string) => Promise<void> {
  let text = '';
  let check: () => void = () => undefined;
  let ended: (reason: Error) => void = () => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      check();
    });
  }
  child.once('exit', (status) => ended(new Error(`the watch ended with ${status}:\n${text}`)));
  return (words) =>
    new Promise((resolve, reject) => {
      ended = reject;
      check = () => {
        const place = text.indexOf(words);
        if (place < 0) return;
        text = text.slice(place + words.length);
        resolve();
      };
      check();
    });
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { least: first(sorted), median: median(sorted), worst: last(sorted) };
}

async function residentBytesOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => undefined);
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status ?? 'nobody tells') ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

export function watchText(figures: WatchFigures): string {
  const { rowsSeconds, cpuSeconds, committedSeconds, residentBytes, interruptSeconds, load } = figures;
  const row = (name: string, { least, median: middle, worst }: Spread, limit: string): readonly string[] => [
    name,
    seconds(least),
    seconds(middle),
    seconds(worst),
    limit,
  ];
  const what = `${figures.saves} saves of features/labor.sql while models are trained`;
  const title = `--watch: ${what}, load ${load.toFixed(1)}`;
  const table = benchTable(
    title,
    ['from the save', 'least', 'median', 'worst', 'limit'],
    [
      row('to rows and tests', rowsSeconds, '< 1 s'),
      ...(cpuSeconds === null ? [] : [row('  processor time of it', cpuSeconds, '')]),
      row('to the run that has them', committedSeconds, ''),
    ],
  );
  const memory = residentBytes === null ? '' : `; the process holds ${megabytes(residentBytes)}`;
  return `${table}\n  Ctrl-C ends it in ${seconds(interruptSeconds)} (promised: 2 s)${memory}`;
}
