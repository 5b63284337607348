import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../presence/index.ts';
import { Cores, type Crew } from './cores.ts';

/** A model whose processes are numbers, and whose jobs end when they are told to. */
class Model {
  readonly crew: Crew<number> = {
    idle: () => this.#idle.length,
    busy: () => this.running.length,
    take: () => {
      const process = this.#idle.pop() ?? ++this.started;
      this.running.push(process);
      return process;
    },
  };
  /** Processes that were started, ever. */
  started = 0;
  /** Processes that compute, in the order in which they began. */
  readonly running: number[] = [];
  done = 0;
  readonly #idle: number[] = [];
  readonly #ends: (() => void)[] = [];
  readonly #cores: Cores;

  constructor(cores: Cores) {
    this.#cores = cores;
  }

  ask(jobs: number): Promise<void>[] {
    return Array.from({ length: jobs }, () => this.#cores.turn(this.crew, (process) => this.#work(process)));
  }

  /** Ends the job that began first. */
  async end(): Promise<void> {
    at(this.#ends.splice(0, 1), 0)();
    await settled();
  }

  async #work(process: number): Promise<void> {
    await new Promise<void>((resolve) => this.#ends.push(resolve));
    this.running.splice(this.running.indexOf(process), 1);
    this.#idle.push(process);
    this.done += 1;
  }
}

/** What waits until it is let go on. */
function heldBack() {
  let open = (): void => undefined;
  const waited = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { waited, open: () => open() };
}

/** Once all that can go on has done so. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const started = (models: readonly Model[]) => models.map((model) => model.started);
const running = (models: readonly Model[]) => models.map((model) => model.running.length);

/** Models in training side by side, each with so many jobs. */
async function trained(cores: Cores, ...jobs: readonly number[]): Promise<readonly Model[]> {
  const models = jobs.map(() => new Model(cores));
  for (const [k, model] of models.entries()) {
    void cores.during(() => cores.training(model.crew, () => Promise.all(model.ask(at(jobs, k)))));
  }
  await settled();
  return models;
}

describe('two models on two cores', () => {
  test('have a process each for all of their jobs', async () => {
    const cores = new Cores(2);
    const models = [new Model(cores), new Model(cores)];
    const [one, other] = [at(models, 0), at(models, 1)];
    // Both are under way before the first of their jobs is asked for, as the nodes of a run are.
    const begin = heldBack();
    const training = models.map((model) =>
      cores.during(async () => {
        await begin.waited;
        await cores.training(model.crew, () => Promise.all(model.ask(4)));
      }),
    );
    begin.open();
    await settled();
    for (let k = 0; k < 4; k++) {
      expect(running(models)).toEqual([1, 1]);
      await one.end();
      await other.end();
    }
    await Promise.all(training);
    expect(started(models)).toEqual([1, 1]);
  });

  test('have it too when the one asks before the other, which is about to', async () => {
    const cores = new Cores(2);
    const models = [new Model(cores), new Model(cores)];
    const frames = heldBack();
    for (const [k, model] of models.entries()) {
      const train = async () => {
        await (k === 0 ? undefined : frames.waited);
        await Promise.all(model.ask(4));
      };
      void cores.during(() => cores.training(model.crew, train));
    }
    await settled();
    expect(running(models)).toEqual([1, 0]);
    frames.open();
    await settled();
    expect([running(models), started(models)]).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  test('the second gets its first process before the first gets back its second', async () => {
    const cores = new Cores(2);
    const [one] = await trained(cores, 4);
    const [other] = await trained(cores, 4);
    expect([one?.running, other?.running]).toEqual([[1, 2], []]);
    await one?.end();
    expect([one?.running, other?.running]).toEqual([[2], [1]]);
    // Its own kept process is as good as any.
    await one?.end();
    expect([one?.started, other?.started, one?.running.length]).toEqual([2, 1, 1]);
  });

  test('the one that is left has a second process when the other has ended', async () => {
    const cores = new Cores(2);
    const [one, other] = await trained(cores, 1, 4);
    expect([one?.running.length, other?.running.length]).toEqual([1, 1]);
    await one?.end();
    expect([one?.done, other?.running.length, other?.started]).toEqual([1, 2, 2]);
  });
});

test.each([1, 2, 4])('a model alone has a process on each of %i cores', async (width) => {
  const [model] = await trained(new Cores(width), 4);
  expect(model?.running.length).toBe(width);
  for (let k = 0; k < 4; k++) await model?.end();
  expect([model?.done, model?.started]).toEqual([4, width]);
});

test('while other work keeps the second core busy a model has one process, and a second after it', async () => {
  const cores = new Cores(2);
  const query = heldBack();
  void cores.during(() => query.waited);
  const [model] = await trained(cores, 4);
  expect(model?.running.length).toBe(1);
  await model?.end();
  expect([model?.running.length, model?.started]).toEqual([1, 1]);
  query.open();
  await settled();
  expect([model?.running.length, model?.started]).toEqual([2, 2]);
});

test('a model that trains outside of any work leaves no core idle', async () => {
  const cores = new Cores(2);
  const model = new Model(cores);
  void cores.training(model.crew, () => Promise.all(model.ask(3)));
  await settled();
  expect(model.running.length).toBe(2);
});

test('a process that does not start fails its own job alone', async () => {
  const cores = new Cores(1);
  const broken: Crew<number> = {
    idle: () => 0,
    busy: () => 0,
    take: () => {
      throw new Error('no process');
    },
  };
  await expect(cores.turn(broken, async () => 1)).rejects.toThrow('no process');
  const [model] = await trained(cores, 2);
  const later = expect(cores.turn(broken, async () => 1)).rejects.toThrow('no process');
  await model?.end();
  expect([model?.done, model?.running.length]).toEqual([1, 1]);
  await model?.end();
  await later;
  await expect(cores.turn(model?.crew ?? broken, async () => 'done')).resolves.toBe('done');
});

test('whatever the order of ends, all jobs are done, on no more cores than there are', async () => {
  const counts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      counts,
      fc.integer({ min: 1, max: 4 }),
      fc.infiniteStream(fc.nat()),
      async (jobs, width, picks) => {
        const models = await trained(new Cores(width), ...jobs);
        for (;;) {
          const busy = models.filter((model) => model.running.length > 0);
          const total = running(models).reduce((sum, count) => sum + count, 0);
          expect(total).toBeLessThanOrEqual(width);
          if (total === 0) break;
          // Nobody waits for a first process while another has two.
          const waits = models.some((model, k) => model.running.length === 0 && model.done < at(jobs, k));
          if (waits) expect(total).toBe(width);
          await at(busy, Number(picks.next().value) % busy.length).end();
        }
        expect(models.map((model) => model.done)).toEqual(jobs);
      },
    ),
    { numRuns: 60 },
  );
});
