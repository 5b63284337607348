import { expect, test } from 'vitest';
import { at, first, present, Tally } from '../presence/index.ts';
import { blockIntervals } from './bootstrap.ts';

const options = { draws: 4000, level: 0.9, seed: 7 };

test('resamples whole blocks: two blocks of equal size give the mean three values, with known chances', () => {
  const values = [0, 0, 0, 1, 1, 1];
  const means = new Tally<number>();
  const [interval] = blockIntervals([5, 5, 5, 9, 9, 9], options, (weights) => {
    const drawn = Array.from(weights);
    const total = drawn.reduce((sum, weight) => sum + weight, 0);
    const mean = drawn.reduce((sum, weight, i) => sum + weight * at(values, i), 0) / total;
    means.add(mean);
    return [mean];
  });
  expect(
    means
      .entries()
      .map(([mean]) => mean)
      .sort(),
  ).toEqual([0, 0.5, 1]);
  // Drawn twice of two: chances 1/4, 1/2, 1/4, so the 5th and 95th percentiles are the ends.
  expect(Math.abs(means.count(0.5) / options.draws - 0.5)).toBeLessThan(0.04);
  expect(interval).toEqual({ level: 0.9, low: 0, high: 1, draws: 4000, skippedDraws: 0, episodes: 2 });
});

test('draws without a value are counted, and the same seed gives the same interval', () => {
  const run = (seed: number) =>
    blockIntervals([1, 2, 3], { ...options, draws: 300, seed }, (weights) => [
      at(weights, 0) === 0 ? null : (at(weights, 1) + 2 * at(weights, 2)) / 3,
    ]);
  const interval = present(first(run(1)));
  expect(interval.draws).toBeLessThan(300);
  expect(interval.draws + interval.skippedDraws).toBe(300);
  expect(run(1)).toEqual(run(1));
});

test('one block has no interval', () => {
  expect(blockIntervals([4, 4, 4], options, () => [1])).toEqual([null]);
});
