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

test('bounds may take turns: none is drawn from with the bias of another', () => {
  const stream = randomStream(5);
  // A quarter of all words is beyond this bound, and would fall on its first third once more.
  const bound = 3 * 2 ** 30;
  const drawn = Array.from({ length: 6000 }, () => {
    expect(stream.below(7)).toBeLessThan(7);
    return stream.below(bound);
  });
  const low = drawn.filter((value) => value < 2 ** 30).length;
  expect(Math.abs(low - 2000)).toBeLessThan(5 * Math.sqrt(6000 * (1 / 3) * (2 / 3)));
});
