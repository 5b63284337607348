import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Day } from '../../../engine/calendar/index.ts';
import type { ObjectMeta } from '../../../engine/lake/index.ts';

export interface ChildIngest {
  readonly object: ObjectMeta;
  readonly rows: number;
  readonly seconds: number;
  readonly peakBytes: number;
}

const RUNNER = path.join(import.meta.dirname, 'ingest-and-die.ts');

/** Ingests series on a day, in a process of its own. */
export async function ingestInChild(
  url: string,
  lake: string,
  series: readonly string[],
  day: Day,
): Promise<ChildIngest> {
  const { printed, signal } = await run([url, lake, day, series.join(',')], undefined);
  if (signal !== null || printed === '') throw new Error(`the ingest ended with ${signal ?? 'an error'}`);
  return JSON.parse(printed) as ChildIngest;
}

/** Ingests in a process of its own that is killed after some seconds unless it has ended before. */
export async function ingestKilled(
  url: string,
  lake: string,
  series: readonly string[],
  { day, seconds }: { readonly day: Day; readonly seconds: number },
): Promise<void> {
  await run([url, lake, day, series.join(',')], seconds);
}

function run(
  args: readonly string[],
  killAfter: number | undefined,
): Promise<{ readonly printed: string; readonly signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', RUNNER, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    const deadline = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter * 1000);
    child.on('error', reject);
    child.on('close', (_, signal) => {
      clearTimeout(deadline);
      resolve({ printed, signal });
    });
  });
}
