import { expect, test } from 'vitest';
import { schedule, type Task } from './scheduler.ts';

function recorded(started: string[]): (id: string, ...after: string[]) => Task<string, string> {
  return (id, ...after) => ({
    id,
    after,
    run: async () => {
      started.push(id);
      return id;
    },
  });
}

test('starts jobs in the given order wherever there is a choice', async () => {
  const started: string[] = [];
  const job = recorded(started);
  await schedule([job('late', 'b'), job('a'), job('c', 'a'), job('b'), job('d')], 1);
  expect(started).toEqual(['a', 'c', 'b', 'late', 'd']);
});

test('waits once for a job that is named twice, and not at all for one that is none', async () => {
  const started: string[] = [];
  const job = recorded(started);
  const results = await schedule([job('b', 'a', 'a', 'elsewhere'), job('a')], 4);
  expect(started).toEqual(['a', 'b']);
  expect([...results]).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ]);
});

test('never runs more than its width', async () => {
  let running = 0;
  let most = 0;
  const jobs = Array.from({ length: 12 }, (_, id) => ({
    id,
    after: id < 3 ? [] : [id - 3],
    run: async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    },
  }));
  await schedule(jobs, 2);
  expect(most).toBe(2);
});

test('a job that throws stops further starts, and is rethrown', async () => {
  const started: string[] = [];
  const job = recorded(started);
  const broken: Task<string, string> = {
    id: 'broken',
    after: [],
    run: async () => {
      throw new Error('no disk');
    },
  };
  await expect(schedule([broken, job('next', 'broken'), job('other')], 1)).rejects.toThrow('no disk');
  expect(started).toEqual([]);
});

test('jobs that wait for each other are a bug', async () => {
  const job = recorded([]);
  await expect(schedule([job('a', 'b'), job('b', 'a')], 2)).rejects.toThrow('circle');
});

test('lends a place that no job wants', async () => {
  const lentWith = async (width: number, ids: readonly string[]): Promise<readonly string[]> => {
    const lent: string[] = [];
    const asking = (id: string): Task<string, string> => ({
      id,
      after: [],
      run: async (_results, { borrow }) => {
        const giveBack = borrow();
        if (giveBack !== undefined) lent.push(id);
        await new Promise((resolve) => setImmediate(resolve));
        giveBack?.();
        return id;
      },
    });
    await schedule(ids.map(asking), width);
    return lent;
  };
  expect(await lentWith(1, ['a'])).toEqual([]);
  expect(await lentWith(2, ['a'])).toEqual(['a']);
  // What is ready comes first, and then nothing is left.
  expect(await lentWith(2, ['a', 'b'])).toEqual([]);
  expect(await lentWith(3, ['a', 'b'])).toEqual(['b']);
});

test('a place that is lent is no place for a job', async () => {
  let running = 0;
  let most = 0;
  const counted = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  };
  const first: Task<string, string> = {
    id: 'first',
    after: [],
    run: async (_results, { borrow }) => {
      const back = borrow();
      expect(back).toBeDefined();
      expect(borrow()).toBeUndefined();
      await counted();
      back?.();
      back?.();
      return 'first';
    },
  };
  const others = ['b', 'c', 'd'].map((id) => ({
    id,
    after: ['first'],
    run: async () => {
      await counted();
      return id;
    },
  }));
  await schedule<string, string>([first, ...others], 2);
  expect(most).toBe(2);
});

test('lends the next place that no job wants to whoever waits for one', async () => {
  const told: string[] = [];
  let end: () => void = () => undefined;
  const long: Task<string, string> = {
    id: 'long',
    after: [],
    run: async (_results, { borrow, borrowNext }) => {
      expect(borrow()).toBeUndefined();
      const places = [borrowNext(), borrowNext()];
      setImmediate(() => end());
      const [first, second] = places;
      (await first)?.();
      told.push('a place');
      (await second)?.();
      return 'long';
    },
  };
  const short = (id: string): Task<string, string> => ({
    id,
    after: [],
    run: async () => {
      if (id === 'b')
        await new Promise<void>((resolve) => {
          end = resolve;
        });
      told.push(id);
      return id;
    },
  });
  await schedule([long, short('b'), short('c'), short('d')], 2);
  // What is ready comes first.
  expect(told).toEqual(['b', 'c', 'd', 'a place']);
});

test('a job that may run beside another starts after it, before it has ended, and hears of its end', async () => {
  const told: string[] = [];
  let end: () => void = () => undefined;
  const first: Task<string, string> = {
    id: 'first',
    after: [],
    run: async () => {
      told.push('first starts');
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      return 'done';
    },
  };
  const second: Task<string, string> = {
    id: 'second',
    after: [],
    besides: ['first', 'elsewhere'],
    run: async (results, { besidesEnded, borrow }) => {
      told.push('second starts');
      expect(results.has('first')).toBe(false);
      expect(borrow()).toBeUndefined();
      setImmediate(end);
      await besidesEnded();
      expect(results.get('first')).toBe('done');
      expect(borrow()).toBeDefined();
      return 'done too';
    },
  };
  await schedule([second, first], 2);
  expect(told).toEqual(['first starts', 'second starts']);
});

test('of a single place jobs that may run side by side take turns', async () => {
  const told: string[] = [];
  const job = recorded(told);
  const second: Task<string, string> = {
    id: 'second',
    after: [],
    besides: ['first'],
    run: async (results, { besidesEnded }) => {
      await besidesEnded();
      told.push(`second after ${results.get('first')}`);
      return 'second';
    },
  };
  await schedule([second, job('first')], 1);
  expect(told).toEqual(['first', 'second after first']);
});

test('a job that throws ends those that wait beside it, too', async () => {
  let heard = false;
  const broken: Task<string, string> = {
    id: 'broken',
    after: [],
    run: async () => {
      await new Promise(setImmediate);
      throw new Error('no disk');
    },
  };
  const beside: Task<string, string> = {
    id: 'beside',
    after: [],
    besides: ['broken'],
    run: async (results, { besidesEnded }) => {
      await besidesEnded();
      heard = !results.has('broken');
      return 'beside';
    },
  };
  await expect(schedule([broken, beside], 2)).rejects.toThrow('no disk');
  expect(heard).toBe(true);
});
