import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hostileFigures } from '../hostile/figures.ts';
import { HOSTILE_FILES, HOSTILE_FILES_OF_THE_READER } from '../hostile/hostile-files.ts';
import { BOUNDS } from '../hostile/hostile-project.ts';
import { HOSTILE_QUERIES, HOSTILE_TEXTS_OF_QUERIES } from '../hostile/hostile-queries.ts';
import { judgedRun, leftAfter, slownessNow, started } from '../hostile/judged-run.ts';
import type { WatchedCommand } from '../hostile/measured-run.ts';

const IN_FULL = process.env['EWS_LARGE'] === '1';
/** While signals come, no limit ends what they should. */
const LONG_LIMIT_SECONDS = 60;
/** Seconds after the first worker began in which a signal comes, at another moment each time. */
const MOMENTS_SECONDS = 3;

const figures = hostileFigures('queries and files');
let slowness = 1;

beforeAll(async () => {
  slowness = await slownessNow(() => undefined);
});

/** Every so many of them, the first among them; all where the suite is run in full. */
function some<T>(of: readonly T[], each: number): readonly T[] {
  return IN_FULL ? of : of.filter((_, i) => i % each === 0);
}

/** Waits until a command has a worker, and then for a moment that nobody chose; no longer than the command runs. */
async function underWay(command: WatchedCommand): Promise<void> {
  let isOver = false;
  void command.ended.then(() => {
    isOver = true;
  });
  while (!isOver && command.left().length < 2) await pause(0.02);
  if (!isOver) await pause(Math.random() * MOMENTS_SECONDS);
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

describe.skipIf(process.platform !== 'linux')('what takes too much of the data', () => {
  const cases = [...some(HOSTILE_QUERIES, 2), ...HOSTILE_FILES];
  it.each(cases)('$name', async (hostile) => {
    figures.add(await judgedRun(onTestFinished, hostile, slowness));
  });

  it.each(IN_FULL ? HOSTILE_FILES_OF_THE_READER : [])('$name, read by this process', async (hostile) => {
    await judgedRun(onTestFinished, hostile, slowness);
  });

  it('is said in figures', () => {
    expect(figures.print()).toBe(cases.length);
  });
});

describe.skipIf(process.platform !== 'linux')('Ctrl-C ends', () => {
  it.each(some([...HOSTILE_QUERIES, ...HOSTILE_TEXTS_OF_QUERIES, ...HOSTILE_FILES], 7))('$name', async (hostile) => {
    const { command } = await started(onTestFinished, hostile, LONG_LIMIT_SECONDS);
    await underWay(command);
    const told = performance.now();
    // What ended before it was told to is judged by the test above.
    const isUnderWay = command.child.kill('SIGINT');
    const { code, output } = await command.ended;
    if (!isUnderWay) return;
    const seconds = (performance.now() - told) / 1000;
    expect(output).not.toMatch(/bug in ews/);
    expect(seconds).toBeLessThan(BOUNDS.interruptSeconds * Math.max(slowness, await slownessNow(onTestFinished)));
    // Before a command has said anything, while it compiles, the signal itself ends it: a shell says 130 of that, too.
    expect([130, 1, ...(output === '' ? [null] : [])]).toContain(code);
    expect(await leftAfter(command, 1)).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('no process is left', () => {
  const deaths = some(HOSTILE_QUERIES, 9).flatMap((hostile) =>
    (['SIGKILL', 'SIGTERM', 'SIGHUP'] as const).map((signal) => ({ signal, hostile, name: hostile.name })),
  );
  it.each(deaths)('after $signal during: $name', async ({ signal, hostile }) => {
    const { command } = await started(onTestFinished, hostile, LONG_LIMIT_SECONDS);
    await underWay(command);
    // Between two workers there is none that could be left.
    await expect.poll(() => command.left().length !== 1, { timeout: 10_000, interval: 5 }).toBe(true);
    const before = command.left().length;
    const isUnderWay = command.child.kill(signal);
    expect(await leftAfter(command, BOUNDS.orphanSeconds)).toEqual([]);
    if (isUnderWay) expect(before).toBeGreaterThan(1);
  });
});
