import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { first, present } from '../../presence/index.ts';
import { randomStream } from '../random.ts';
import { featureDrift } from './drift.ts';

const values = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 60 });

describe('the statistic of Kolmogorov and Smirnov', () => {
  test('is the largest distance between the two distribution functions, tried at every value', () => {
    fc.assert(
      fc.property(values, values, (training, recent) => {
        const below = (list: readonly number[], limit: number): number =>
          list.filter((value) => value <= limit).length / list.length;
        const brute = [...training, ...recent].map((limit) => Math.abs(below(training, limit) - below(recent, limit)));
        expect(featureDrift('x', training, recent).ks).toBeCloseTo(Math.max(...brute), 12);
      }),
    );
  });

  test('is 0 for the same values, 1 for values that are all larger', () => {
    expect(featureDrift('x', [3, 1, 2], [2, 3, 1]).ks).toBe(0);
    expect(featureDrift('x', [1, 2], [3, 4]).ks).toBe(1);
  });
});

describe('the population stability index', () => {
  test('is what the formula says, worked by hand', () => {
    // One edge: every decile of the training values is 0. Shares (2.5, 0.5) of 3 against (0.5, 1.5) of 2.
    const expected = (0.25 - 2.5 / 3) * Math.log(0.25 / (2.5 / 3)) + (0.75 - 0.5 / 3) * Math.log(0.75 / (0.5 / 3));
    expect(featureDrift('x', [0, 0], [7]).psi).toBeCloseTo(expected, 12);
  });

  test('is never negative, and small for a sample of the same', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(featureDrift('x', a, b).psi).toBeGreaterThanOrEqual(0);
      }),
    );
    const training = Array.from({ length: 1000 }, (_, i) => i);
    expect(
      featureDrift(
        'x',
        training,
        training.filter((i) => i % 2 === 0),
      ).psi,
    ).toBeLessThan(0.001);
    expect(featureDrift('x', training, training.slice(900)).psi).toBeGreaterThan(0.25);
  });
});

test('what it is by chance is close to its average over samples of the same distribution', () => {
  const random = randomStream(5);
  const draw = (n: number): number[] => Array.from({ length: n }, () => random.below(1_000_000));
  const found = Array.from({ length: 400 }, () => featureDrift('x', draw(800), draw(100)));
  const mean = found.reduce((sum, { psi }) => sum + present(psi), 0) / found.length;
  expect(Math.abs(mean / first(found).psiByChance - 1)).toBeLessThan(0.15);
});

test('missing values are left out and counted, and those outside of the training range are', () => {
  expect(featureDrift('x', [1, null, 2], [null, 3, 1.5])).toMatchObject({
    trainingRows: 2,
    recentRows: 2,
    outsideRange: 1,
  });
  expect(featureDrift('x', [1], [null])).toMatchObject({ recentRows: 0, psi: null, ks: null, outsideRange: 0 });
});

test('what is not finite is missing, and no list of values keeps it from ending', () => {
  const odd = fc.constantFrom(null, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE, -Number.MAX_VALUE, 0, 1, 2);
  const lists = fc.array(odd, { maxLength: 12 });
  const finite = (list: readonly (number | null)[]) =>
    list.map((value) => (value === null || Number.isFinite(value) ? value : null));
  fc.assert(
    fc.property(lists, lists, (training, recent) => {
      expect(featureDrift('x', training, recent)).toEqual(featureDrift('x', finite(training), finite(recent)));
    }),
  );
});
