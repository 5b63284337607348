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
