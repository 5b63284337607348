import { expect, test } from 'vitest';
import { blockIntervals } from './bootstrap.ts';

const options = { draws: 4000, level: 0.9, seed: 7 };

test('resamples whole blocks: two blocks of equal size give the mean three values, with known chances', () => {
  const values = [0, 0, 0, 1, 1, 1];
  const seen = new Map<number, number>();
  const [interval] = blockIntervals([5, 5, 5, 9, 9, 9], options, (weights) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = weights.reduce((sum, weight, i) => sum + weight * (values[i] ?? 0), 0) / total;
    seen.set(mean, (seen.get(mean) ?? 0) + 1);
    return [mean];
  });
  expect([...seen.keys()].sort()).toEqual([0, 0.5, 1]);
  // Drawn twice of two: chances 1/4, 1/2, 1/4, so the 5th and 95th percentiles are the ends.
  expect(Math.abs((seen.get(0.5) ?? 0) / options.draws - 0.5)).toBeLessThan(0.04);
  expect(interval).toEqual({ level: 0.9, low: 0, high: 1, draws: 4000, skippedDraws: 0, episodes: 2 });
});

test('draws without a value are counted, and the same seed gives the same interval', () => {
  const run = (seed: number) =>
    blockIntervals([1, 2, 3], { ...options, draws: 300, seed }, ([first = 0, second = 0, third = 0]) => [
      first === 0 ? null : (second + 2 * third) / 3,
    ]);
  const [interval] = run(1);
  expect(interval?.draws).toBeLessThan(300);
  expect((interval?.draws ?? 0) + (interval?.skippedDraws ?? 0)).toBe(300);
  expect(run(1)).toEqual(run(1));
});

test('one block has no interval', () => {
  expect(blockIntervals([4, 4, 4], options, () => [1])).toEqual([null]);
});
