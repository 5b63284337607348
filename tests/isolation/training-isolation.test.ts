import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../engine/diagnostics/index.ts';
import { createTrainer, type ModelTrainer, type Trainer } from '../../engine/steps/trainer/index.ts';
import { type MachineTools, machineTools } from '../../engine/steps/trainer/training-place.ts';
import { FIT_JOB, FROZEN, programOf } from './programs.ts';

const tools = await machineTools();
/** As on a machine that has nothing but Node. */
const bare: MachineTools = {
  launch: { setpriv: null, prlimit: null, noNetwork: null },
  barrier: { bwrap: null, namespaces: null, filterWords: null, filter: null },
};

async function trainerOf(
  body: string,
  options: { memory?: string; tools?: MachineTools; required?: boolean } = {},
): Promise<Trainer> {
  return createTrainer({
    demanded: options.required === true ? 'required' : 'best_effort',
    memory: options.memory ?? '500MB',
    width: 2,
    program: await programOf(body),
    tools: options.tools ?? tools,
  });
}

async function outcomeOf(trainer: Trainer, signal = AbortSignal.timeout(20_000)): Promise<string> {
  try {
    return JSON.stringify((await trainer.train(FIT_JOB, signal)).result);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code, message }) => `${code} ${message}`).join('\n');
  }
}

/** Whether any process was started with this file, by what Linux says of each. */
async function isRunning(entry: string): Promise<boolean> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.some((line) => line.split('\0').includes(entry));
}

const REACHING: readonly (readonly [what: string, body: string, message: string | RegExp])[] = [
  ['opens a socket', "(await import('node:net')).connect(9, '127.0.0.1')", 'it tried to open a network connection'],
  [
    'asks for a page',
    "await (await import('node:https')).get('https://example.org/')",
    'it tried to open a network connection',
  ],
  ['fetches', "await fetch('http://127.0.0.1:8099/')", 'it tried to open a network connection'],
  ['listens', "(await import('node:net')).createServer().listen(0)", 'it tried to listen on the network'],
  [
    'sends a datagram',
    "(await import('node:dgram')).createSocket('udp4').send('x', 9, '127.0.0.1')",
    'it tried to send to the network',
  ],
  [
    'looks a name up',
    "await (await import('node:dns')).promises.resolve('example.org')",
    'it tried to look a name up on the network',
  ],
  [
    'hides its error',
    "try { (await import('node:net')).connect(9, '127.0.0.1') } catch {} return 1",
    'it tried to open a network connection',
  ],
  ['reads a file', "(await import('node:fs')).readFileSync('/etc/passwd')", 'it tried to read /etc/passwd'],
  [
    'reads a file by promise',
    "await (await import('node:fs/promises')).readFile('/etc/passwd')",
    'it tried to read /etc/passwd',
  ],
  [
    'writes a file',
    "(await import('node:fs')).writeFileSync('/tmp/ews-escape', 'x')",
    'it tried to write /tmp/ews-escape',
  ],
  ['starts a program', "(await import('node:child_process')).execFileSync('/bin/true')", 'it tried to start a program'],
  [
    'starts a thread',
    "new (await import('node:worker_threads')).Worker('1', { eval: true })",
    'it tried to start a thread',
  ],
  ['reads the environment', 'process.env.FRED_API_KEY', 'it tried to read FRED_API_KEY from the environment'],
  ['lists the environment', 'Object.keys(process.env)', 'it tried to list the variables of the environment'],
  ['loads an addon', "process.dlopen({ exports: {} }, '/tmp/ews-addon.node')", 'it tried to load a native addon'],
];

describe('a training job', () => {
  test('gets its input, answers, and prints without spoiling its answer', async () => {
    const body = "console.log('words'); process.stdout.write('more'); return job.input.answer + 1;";
    expect(await outcomeOf(await trainerOf(body))).toBe('43');
  });

  test.each(REACHING)('that %s is stopped, and told so', async (_, body, message) => {
    const text = await outcomeOf(await trainerOf(body));
    expect(text).toContain('EWS5021 training was stopped:');
    expect(text).toMatch(message);
  });

  test('that eats memory outside of the heap is stopped', async () => {
    const body = 'const kept = []; for (;;) { kept.push(new Uint8Array(5e7).fill(1)); await null; }';
    expect(await outcomeOf(await trainerOf(body, { memory: '300MB' }))).toBe(
      'EWS5020 training was stopped: it used more than 300 MB of memory',
    );
  });

  test('that eats the heap is stopped', async () => {
    const body = 'const kept = []; for (;;) kept.push(new Array(1000).fill(Math.random()));';
    expect(await outcomeOf(await trainerOf(body, { memory: '120MB' }))).toContain('EWS5020');
  });

  test('that never ends is stopped at its limit of time', async () => {
    const trainer = await trainerOf('for (;;);');
    await expect(trainer.train(FIT_JOB, AbortSignal.timeout(700))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('that dies is reported with its last words', async () => {
    const text = await outcomeOf(await trainerOf("process.stderr.write('out of luck\\n'); process.abort();"));
    // By which signal depends on what is around it.
    expect(text).toMatch(/^EWS5022 training gave no answer: its process ended (by|with) /);
  });

  test('that fails is a fault of the engine, with its stack', async () => {
    await expect(
      (await trainerOf("throw new TypeError('mine')")).train(FIT_JOB, AbortSignal.timeout(20_000)),
    ).rejects.toThrow(/training failed: mine\nTypeError: mine/);
  });

  test.skipIf(process.platform !== 'linux')('leaves no process behind when it is aborted', async () => {
    const program = await programOf('for (;;);');
    const trainer = createTrainer({ demanded: 'best_effort', memory: '500MB', width: 1, program, tools });
    const abort = new AbortController();
    const done = trainer.train(FIT_JOB, abort.signal);
    await expect.poll(() => isRunning(program.entry), { timeout: 10_000 }).toBe(true);
    abort.abort(new Error('stop'));
    await expect(done).rejects.toThrow('stop');
    await expect.poll(() => isRunning(program.entry), { timeout: 10_000 }).toBe(false);
  });
});

describe('the processes of a model', () => {
  const COUNT = 'const { step } = job.input; globalThis.jobs = (globalThis.jobs ?? 0) + 1; ';
  const patience = (): AbortSignal => AbortSignal.timeout(20_000);

  /** What each of some jobs came to, one after the other: a count of the jobs of its process, or its error. */
  async function inTurn(trainer: ModelTrainer, steps: readonly string[]): Promise<readonly unknown[]> {
    const outcomes: unknown[] = [];
    for (const step of steps) {
      const outcome = await trainer.train(jobOf(step), patience()).then(
        ({ result }) => result,
        (error: Error) => (error instanceof ProblemError ? error.problems[0]?.code : error.message.split('\n')[0]),
      );
      outcomes.push(outcome);
    }
    return outcomes;
  }

  const jobOf = (step: string): typeof FIT_JOB => ({ kind: 'fit', input: { step } }) as unknown as typeof FIT_JOB;

  test('go from job to job, and never to another model', async () => {
    const trainer = await trainerOf(`${COUNT} return globalThis.jobs;`);
    const models = [['a', 'b', 'c'], ['d'], ['e', 'f']];
    const counts = await Promise.all(models.map((steps) => trainer.forModel((model) => inTurn(model, steps))));
    expect(counts).toEqual([[1, 2, 3], [1], [1, 2]]);
    expect(await inTurn(trainer, ['a', 'b'])).toEqual([1, 1]);
  });

  test('are as many as jobs may run at a time', async () => {
    const trainer = await trainerOf(`${COUNT} await new Promise((go) => setTimeout(go, 300)); return globalThis.jobs;`);
    const counts = await trainer.forModel((model) =>
      Promise.all(['a', 'b', 'c', 'd'].map(async (step) => (await model.train(jobOf(step), patience())).result)),
    );
    expect(counts.map(String).toSorted()).toEqual(['1', '1', '2', '2']);
  });

  const ENDING = [
    ['throws', 'throw new TypeError("mine")', 'training failed: mine'],
    ['computes no number', 'throw new (await import(FROZEN)).NotFiniteError("odd")', 'EWS5032'],
    ['reaches out and hides it', 'try { process.env.HOME } catch {} return 0', 'EWS5021'],
    ['dies', 'process.abort()', 'EWS5022'],
    ['eats the memory', 'const all = []; for (;;) all.push(new Uint8Array(5e7).fill(1))', 'EWS5020'],
  ] as const;

  test.each(ENDING)('end with a job that %s', async (_, work, outcome) => {
    const bad = `if (step === 'bad') { ${work.replace('FROZEN', JSON.stringify(FROZEN))} }`;
    const program = await programOf(`${COUNT} ${bad} return globalThis.jobs;`);
    const trainer = createTrainer({ demanded: 'best_effort', memory: '500MB', width: 1, program, tools });
    await trainer.forModel(async (model) => {
      expect(await inTurn(model, ['good', 'bad'])).toEqual([1, outcome]);
      await expect.poll(() => isRunning(program.entry), { timeout: 10_000 }).toBe(false);
      expect(await inTurn(model, ['good', 'good'])).toEqual([1, 2]);
    });
  });

  test('end with a job that is cancelled', async () => {
    const trainer = await trainerOf(`${COUNT} if (step === 'bad') for (;;); return globalThis.jobs;`);
    await trainer.forModel(async (model) => {
      expect(await inTurn(model, ['good'])).toEqual([1]);
      await expect(model.train(jobOf('bad'), AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });
      expect(await inTurn(model, ['good'])).toEqual([1]);
    });
  });

  test('that still hold much of what a job may use get no other', async () => {
    const body = `${COUNT} if (step === 'bad') globalThis.held = new Uint8Array(2e8).fill(1); return globalThis.jobs;`;
    const trainer = await trainerOf(body, { memory: '600MB' });
    expect(await trainer.forModel((model) => inTurn(model, ['good', 'bad', 'good']))).toEqual([1, 2, 1]);
  });

  test('that died between two jobs are not asked again', async () => {
    const body = `${COUNT} if (step === 'bad') setTimeout(() => process.abort(), 10); return globalThis.jobs;`;
    const trainer = await trainerOf(body);
    await trainer.forModel(async (model) => {
      expect(await inTurn(model, ['good', 'bad'])).toEqual([1, 2]);
      await new Promise((go) => setTimeout(go, 1500));
      expect(await inTurn(model, ['good'])).toEqual([1]);
    });
  });

  test.skipIf(process.platform !== 'linux')('end with it', async () => {
    const program = await programOf('return 1');
    const trainer = createTrainer({ demanded: 'best_effort', memory: '500MB', width: 1, program, tools });
    await trainer.forModel(async (model) => {
      await inTurn(model, ['a']);
      expect(await isRunning(program.entry)).toBe(true);
    });
    await expect.poll(() => isRunning(program.entry), { timeout: 10_000 }).toBe(false);
  });
});

describe('isolation', () => {
  test('that does not hold is recorded under best effort, and training goes on', async () => {
    const trained = await (await trainerOf('return 1', { tools: bare })).train(FIT_JOB, AbortSignal.timeout(20_000));
    expect(trained.result).toBe(1);
    expect(trained.isolation.checks).toContainEqual({ check: 'tcp_connect', held: false });
    expect(trained.isolation.checks).toContainEqual({ check: 'file_read', held: true });
    expect(trained.isolation.onNodeAlone).toContain('file_read');
    expect(trained.isolation.barriers).toContainEqual({ barrier: 'bubblewrap', present: false });
  });

  test('that is required and does not hold refuses the job before it has its data', async () => {
    const text = await outcomeOf(await trainerOf('return 1', { tools: bare, required: true }));
    expect(text).toMatch(
      /^EWS5023 the target requires isolation, and here this does not hold: no connection over TCP, .*no signals/,
    );
  });
});
