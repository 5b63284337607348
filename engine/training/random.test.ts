import { expect, test } from 'vitest';
import { randomStream, xoshiro128 } from './random.ts';

test('xoshiro128** gives the words that its reference implementation gives from state 1, 2, 3, 4', () => {
  const next = xoshiro128([1, 2, 3, 4]);
  expect([next(), next(), next(), next()]).toEqual([11520, 0, 5927040, 70819200]);
});

test('a seed decides the stream, and every value below the bound comes up about equally often', () => {
  const draw = (seed: number): number[] => {
    const stream = randomStream(seed);
    return Array.from({ length: 7000 }, () => stream.below(7));
  };
  expect(draw(42)).toEqual(draw(42));
  expect(draw(42)).not.toEqual(draw(43));
  const counts = [0, 1, 2, 3, 4, 5, 6].map((value) => draw(0).filter((drawn) => drawn === value).length);
  // Five standard deviations of a binomial with n = 7000, p = 1/7.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(7000 * (1 / 7) * (6 / 7)));
});
