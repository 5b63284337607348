import { existsSync, readdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { OnFinished } from '../build/small-project.ts';
import { BOUNDS, type HostileCase, healthyObject, hostilePlace, OTHER_FAULTS } from './hostile-project.ts';
import { type MeasuredRun, type WatchedCommand, watchedCommand } from './measured-run.ts';

/** The limit of time that the targets of the cases have: with EWS_LARGE=1 the one of a real project. */
const LIMIT_SECONDS = process.env['EWS_LARGE'] === '1' ? 20 : 3;

/** Seconds that `ews ls` takes on the healthy project, where nothing else runs. */
const QUIET_SECONDS = 1.5;
const BUILD = ['build', '--select', 'bad', 'slope'];
const HEALTHY: HostileCase = { name: 'healthy', told: [], plant: async () => undefined };

/** How much longer anything takes on this machine just now than on a quiet one, 1 at least. */
export async function slownessNow(onFinished: OnFinished): Promise<number> {
  const place = await hostilePlace(onFinished, HEALTHY, LIMIT_SECONDS);
  const { seconds, code, output } = await watchedCommand(place, ['ls']).ended;
  if (code !== 0) throw new Error(`the healthy project is none:\n${output}`);
  return Math.max(1, seconds / QUIET_SECONDS);
}

/** A case that runs, and the project that it runs in. */
export interface StartedCase {
  readonly command: WatchedCommand;
  readonly project: string;
}

export async function started(
  onFinished: OnFinished,
  hostile: HostileCase,
  limitSeconds = LIMIT_SECONDS,
): Promise<StartedCase> {
  const place = await hostilePlace(onFinished, hostile, limitSeconds);
  const command = watchedCommand(place, hostile.args ?? BUILD);
  onFinished(async () => void command.child.kill('SIGKILL'));
  return { command, project: place.project };
}

/**
 * Runs a case to its end, and expects of it all that every case keeps. One that takes too long is run once more: a
 * machine that something else kept busy is not as busy twice, and what has no limit takes as long again.
 */
export async function judgedRun(onFinished: OnFinished, hostile: HostileCase, slowness: number): Promise<MeasuredRun> {
  const first = await runOnce(onFinished, hostile, slowness);
  const { run, allowed } = first.run.seconds < first.allowed ? first : await runOnce(onFinished, hostile, slowness);
  expect(run.seconds).toBeLessThan(allowed);
  return run;
}

interface TimedRun {
  readonly run: MeasuredRun;
  /** The seconds that it may take on this machine just now. */
  readonly allowed: number;
}

async function runOnce(onFinished: OnFinished, hostile: HostileCase, slowness: number): Promise<TimedRun> {
  const { command, project } = await started(onFinished, hostile);
  const most = LIMIT_SECONDS + BOUNDS.secondsMore;
  // What hangs is ended here: twice as long is no question of a machine that is slow.
  const hung = setTimeout(() => command.child.kill('SIGKILL'), most * slowness * 2000);
  const run = await command.ended;
  clearTimeout(hung);
  const { code, output, seconds, memoryBytes, scratchBytes } = run;
  expect(output).not.toMatch(/bug in ews/);
  const isTold = hostile.told.some((told) => output.includes(told));
  expect([code, isTold], output.slice(-3000)).toEqual([hostile.code ?? 1, true]);
  expect(memoryBytes).toBeLessThan(BOUNDS.memoryBytes);
  expect(scratchBytes).toBeLessThan(BOUNDS.scratchLimit + BOUNDS.scratchMore);
  // The machine may have become slower meanwhile.
  const allowed = most * (seconds < most * slowness ? slowness : Math.max(slowness, await slownessNow(onFinished)));
  if (hostile.refusedBy !== undefined) expect(output).toContain(OTHER_FAULTS[hostile.refusedBy].file);
  else if (hostile.args?.[0] !== 'ls') expect(builtHealthy(project, hostile)).toBe(true);
  expect(command.left()).toEqual([]);
  return { run, allowed };
}

/** Whether the healthy group of the build was stored. */
function builtHealthy(project: string, { args = BUILD }: HostileCase): boolean {
  const folder = healthyObject(project, String(args.at(-1)));
  return existsSync(folder) && readdirSync(folder).length > 0;
}

/** Waits until every process that was seen is gone, or time is up; says which are left. */
export async function leftAfter(command: WatchedCommand, seconds: number): Promise<readonly number[]> {
  for (const until = performance.now() + seconds * 1000; performance.now() < until; ) {
    if (command.left().length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return command.left();
}
