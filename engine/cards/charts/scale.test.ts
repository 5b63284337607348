import fc from 'fast-check';
import { expect, test } from 'vitest';
import { niceTicks } from './scale.ts';

test('ticks are round, and lie within the domain', () => {
  expect(niceTicks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(niceTicks([-3, 7], 5)).toEqual([-2, 0, 2, 4, 6]);
  expect(niceTicks([2, 2], 5)).toEqual([2]);
});

test('ticks come to an end on every domain, also where a step cannot move a double', () => {
  expect(niceTicks([1e17, 1e17 + 16], 5).length).toBeLessThan(16);
  expect(niceTicks([Number.NaN, 1], 5)).toEqual([]);
  expect(niceTicks([0, Infinity], 5)).toEqual([0]);
  expect(niceTicks([-Number.MAX_VALUE, Number.MAX_VALUE], 5)).toEqual([-Number.MAX_VALUE]);
  fc.assert(
    fc.property(fc.double(), fc.double(), fc.integer({ min: 1, max: 12 }), (low, high, count) => {
      const ticks = niceTicks([low, high], count);
      expect(ticks.length).toBeLessThanOrEqual(3 * count);
      expect(ticks.every(Number.isFinite)).toBe(true);
    }),
  );
});
