import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { JobEnded, JobLimits, Workers } from '../../engine/jobs/index.ts';
import { LIMITS, testWorkers } from './worker-program.ts';

/** How a job of one question ended: its answer, or why it has none. */
async function ended(workers: Workers, question: string, changes: Partial<JobLimits> = {}): Promise<string> {
  const job = await workers.open({ room: 'probe', limits: { ...LIMITS, ...changes } });
  try {
    return JSON.stringify((await job.ask(question)).head);
  } catch (error) {
    const { name, ending, message } = error as JobEnded;
    return `${name}${ending === undefined ? '' : ` ${ending}`}: ${message}`;
  } finally {
    job.close();
  }
}

describe('a worker', () => {
  it('answers one job after another, each in a folder of its own that goes away', async () => {
    const { workers, scratchRoot } = await testWorkers(onTestFinished);
    const write = "(await load('node:fs')).writeFileSync(scratch + '/a', 'x'); return [process.pid, scratch]";
    const first = JSON.parse(await ended(workers, write));
    const second = JSON.parse(await ended(workers, write));
    expect(second[0]).toBe(first[0]);
    expect(second[1]).not.toBe(first[1]);
    expect(existsSync(first[1])).toBe(false);
    await workers.close();
    expect(readdirSync(scratchRoot)).toEqual([]);
  });

  it('is not taken for the next job where it holds what the job before left', async () => {
    const { workers } = await testWorkers(onTestFinished);
    const leave = 'globalThis.left = Buffer.alloc(70e6, 1); return process.pid';
    const first = await ended(workers, leave);
    const large = await ended(workers, 'return process.pid', { memory: 400e6 });
    expect(large).toBe(first);
    expect(await ended(workers, 'return process.pid')).not.toBe(first);
  });

  it('carries bytes there and back', async () => {
    const { workers } = await testWorkers(onTestFinished);
    const job = await workers.open({ room: 'probe', limits: LIMITS });
    const bytes = Uint8Array.from({ length: 1_000_003 }, (_, i) => i % 251);
    const { body } = await job.ask('return body.map((byte) => 255 - byte)', [bytes]);
    expect(
      Buffer.compare(
        body,
        bytes.map((byte) => 255 - byte),
      ),
    ).toBe(0);
    job.close();
  });

  it('sees nothing of the environment, and what it prints is no answer', async () => {
    const { workers } = await testWorkers(onTestFinished);
    const print = 'console.log(\'{"kind":"answer"}\'); console.error(\'x\'); return Object.keys(process.env)';
    expect(await ended(workers, print)).toBe('[]');
  });
});

describe('a room that prepares its jobs', () => {
  const PREPARING = (jobs: string): string => `
    import { serveJobs } from ${JSON.stringify(jobs)};
    let prepared = 0;
    const room = {
      prepare: async () => {
        prepared += 1;
        if (prepared === 2) throw new Error('once it fails');
      },
      open: async () => ({ answer: async () => ({ answer: prepared }), close: async () => {} }),
    };
    await serveJobs({ probe: async () => room });
  `;

  it('does so when its worker starts and after each job, and serves on where that fails', async () => {
    const { jobs } = await testWorkers(onTestFinished);
    const { workers } = await testWorkers(onTestFinished, { program: PREPARING(jobs) });
    const found = [await ended(workers, 'x'), await ended(workers, 'x'), await ended(workers, 'x')];
    expect(found).toEqual(['1', '2', '3']);
  });
});

describe('a worker that was idle', () => {
  it('is taken again by jobs of the same memory, whose limit the kernel knows', async () => {
    const { workers } = await testWorkers(onTestFinished);
    const open = (memory: number) => workers.open({ room: 'probe', limits: { ...LIMITS, memory } });
    const jobs = [await open(600e6), await open(700e6)];
    const [, second] = await Promise.all(jobs.map(async (job) => (await job.ask('return process.pid')).head));
    for (const job of jobs) job.close();
    // One that is being put away is not idle: on a busy machine that may take longer than the pause.
    const thrice = async (): Promise<void> => {
      for (let round = 0; round < 3; round++) {
        await pause(50);
        expect(await ended(workers, 'return process.pid', { memory: 700e6 })).toBe(String(second));
      }
    };
    await vi.waitFor(thrice, { timeout: 15_000 });
  });
});

describe('a job that is closed twice', () => {
  it('is put away once: two jobs after it have a worker each', async () => {
    const { workers } = await testWorkers(onTestFinished);
    const first = await workers.open({ room: 'probe', limits: LIMITS });
    first.close();
    first.close();
    const others = [
      await workers.open({ room: 'probe', limits: LIMITS }),
      await workers.open({ room: 'probe', limits: LIMITS }),
    ];
    const pids = await Promise.all(others.map((job) => job.ask('return process.pid')));
    expect(new Set(pids.map(({ head }) => JSON.stringify(head))).size).toBe(2);
    for (const job of others) job.close();
  });

  it('takes neither its worker nor its limits from the job that came after', async () => {
    const { workers } = await testWorkers(onTestFinished);
    const first = await workers.open({ room: 'probe', limits: LIMITS });
    const pid = (await first.ask('return process.pid')).head;
    first.close();
    const second = await workers.open({ room: 'probe', limits: { ...LIMITS, seconds: 0.5 } });
    first.close();
    expect((await second.ask('return process.pid')).head).toBe(pid);
    await expect(second.ask('for (;;);')).rejects.toMatchObject({ ending: 'time' });
    second.close();
  });
});

it('a job that nobody closes does not keep the process of whoever ended the workers', async () => {
  const { entry, jobs } = await testWorkers(onTestFinished);
  const program = `
    import { findLaunchTools, localWorkers } from ${JSON.stringify(jobs)};
    const made = { node: [${JSON.stringify(entry)}], tools: findLaunchTools, width: 2, fileBytes: 2 ** 30 };
    const workers = localWorkers({ ...made, scratchRoot: () => ${JSON.stringify(`${entry}.scratch`)} });
    await workers.open({ room: 'probe', limits: ${JSON.stringify(LIMITS)} });
    await workers.close();
    console.log('closed');`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { timeout: 15_000 });
  expect((await run).stdout).toBe('closed\n');
});

describe('a worker is ended', () => {
  const SPINS = 'for (;;);';

  it.each([
    ['after its time', SPINS, { seconds: 0.3 }, 'JobEnded time: it ran longer than 0.3 s'],
    [
      'when its memory is used up, which typed arrays use outside the heap',
      'const kept = []; for (;;) { kept.push(new Float64Array(1e6).fill(1)); await new Promise(setImmediate); }',
      {},
      /^JobEnded memory: it used 1\d\d MB of memory and may use 100 MB|^JobFailed: Array buffer allocation failed/,
    ],
    [
      'when its folder is full',
      "const fs = await load('node:fs'); for (let i = 0; ; i++) fs.writeFileSync(scratch + '/' + i, ' '.repeat(1e6))",
      {},
      /^JobEnded scratch: it wrote \d+ MB of scratch and may write 20 MB$/,
    ],
    [
      'when it ends itself',
      'process.kill(process.pid, "SIGKILL"); await new Promise(() => {})',
      {},
      /ended by SIGKILL/,
    ],
    ['when it throws', "throw new RangeError('no such date')", {}, 'JobFailed: no such date'],
    [
      'when it answers what it was not asked',
      "const fs = await load('node:fs'); const b = Buffer.alloc(8); b.writeUInt32LE(27); fs.writeSync(3, b); " +
        'fs.writeSync(3, \'{"kind":"answer","id":9999}\'); await new Promise(() => {})',
      {},
      'JobEnded protocol: it answered what it was not asked',
    ],
    [
      'when what it answers is no frame',
      "(await load('node:fs')).writeSync(3, Buffer.alloc(100, 255)); await new Promise(() => {})",
      {},
      /^JobEnded protocol: .* longer than one may be$/,
    ],
  ])('%s, and the next job is answered', async (_when, question, limits, expected) => {
    const { workers } = await testWorkers(onTestFinished);
    expect(await ended(workers, question, limits)).toMatch(expected);
    expect(await ended(workers, 'return 1')).toBe('1');
  });

  it('when its job is cancelled, also in a loop that never yields', async () => {
    const { workers } = await testWorkers(onTestFinished);
    const cancelled = new AbortController();
    const job = await workers.open({ room: 'probe', limits: LIMITS, signal: cancelled.signal });
    const answer = job.ask(SPINS);
    setTimeout(() => cancelled.abort(), 50);
    await expect(answer).rejects.toMatchObject({ name: 'JobEnded', ending: 'cancelled' });
    job.close();
  });

  it('not when each of many answers is in time', async () => {
    const { workers } = await testWorkers(onTestFinished);
    const job = await workers.open({ room: 'probe', limits: { ...LIMITS, seconds: 0.5 } });
    for (let i = 0; i < 4; i++) {
      await job.ask('await new Promise((resolve) => setTimeout(resolve, 200))');
      job.rewind();
    }
    job.close();
  });
});

describe('no worker', () => {
  it('starts for ever: who waits hears its last words', async () => {
    const program = "console.error('libnothing.so: not found'); process.exit(3)";
    const { workers } = await testWorkers(onTestFinished, { program });
    await expect(workers.open({ room: 'probe', limits: LIMITS })).rejects.toMatchObject({
      ending: 'never_started',
      message: 'no worker starts: it ended with exit code 3',
      lastWords: expect.stringContaining('libnothing.so'),
    });
  });

  it('runs a room that there is not', async () => {
    const { workers } = await testWorkers(onTestFinished);
    await expect(workers.open({ room: '__proto__', limits: LIMITS })).rejects.toThrow('there is no room __proto__');
  });
});

it('the kernel stops an allocation that a busy parent would miss', async () => {
  const { workers } = await testWorkers(onTestFinished);
  const job = await workers.open({ room: 'probe', limits: LIMITS });
  const limits = (await job.ask("return (await load('node:fs')).readFileSync('/proc/self/limits', 'utf8')")).head;
  job.close();
  if (!existsSync('/usr/bin/prlimit')) return;
  const soft = /^Max data size +(\d+)/m.exec(String(limits))?.[1];
  expect(Number(soft)).toBeGreaterThan(150e6);
  expect(/^Max core file size +0 +0/m.test(String(limits))).toBe(true);
});

it('a folder of a run whose process is gone is swept', async () => {
  const { workers, scratchRoot } = await testWorkers(onTestFinished);
  const { mkdirSync } = await import('node:fs');
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  for (const name of [`${process.pid}-1-${boot}`, `999999999-1-${boot}`, 'notes', '12-kept']) {
    mkdirSync(`${scratchRoot}/${name}/inner`, { recursive: true });
  }
  await ended(workers, 'return 1');
  const [own, ...kept] = readdirSync(scratchRoot)
    .toSorted((a, b) => a.length - b.length)
    .toReversed();
  expect(own).toMatch(new RegExp(`^${process.pid}-\\d+-${boot}$`));
  expect(kept).toEqual(['12-kept', 'notes']);
});
