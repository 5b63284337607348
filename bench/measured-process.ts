import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { present } from '../engine/presence/index.ts';
import { watchTree } from './process-tree.ts';

/** What a program took, with all that it started. */
export interface ProcessCost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** The highest memory of any one of its processes; null where nobody tells. */
  readonly peakBytes: number | null;
}

export interface ProgramCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end. A shell around it tells the processor time of all processes that were waited for, to ten
 * milliseconds; what `/proc` shows meanwhile counts those that nobody waits for.
 */
export async function measured({ command, args, cwd, environment = {} }: ProgramCall): Promise<ProcessCost> {
  const script = '"$@" >/dev/null; status=$?; times >&3; exit $status';
  const begin = performance.now();
  const child = spawn('sh', ['-c', script, 'sh', command, ...args], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const texts = ['', ''];
  for (const [index, stream] of [child.stderr, child.stdio[3]].entries()) {
    present(stream ?? undefined).on('data', (chunk: Buffer) => {
      texts[index] += chunk.toString();
    });
  }
  const tree = watchTree(present(child.pid));
  const [status] = await once(child, 'close');
  tree?.stop();
  const wallSeconds = (performance.now() - begin) / 1000;
  const [complaint, times] = texts;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${complaint}`);
  const waited = secondsIn(present(times));
  return {
    wallSeconds,
    cpuSeconds: Math.max(waited, tree?.cpuSeconds() ?? waited),
    peakBytes: tree?.peakBytes() ?? null,
  };
}

/** The second line of `times`: minutes and seconds, of user and system, of the children of the shell. */
function secondsIn(times: string): number {
  const [, children = ''] = times.split('\n');
  const found = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (found.length !== 2) throw new Error(`the shell did not tell its times: ${JSON.stringify(times)}`);
  return found.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
