import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, first } from '../../presence/index.ts';
import { LOGIT, PROBIT } from './link.ts';
import { type Design, likelihoodAt, newton } from './newton.ts';

const design: Design = {
  columns: [
    [1, 1, 1, 1, 1, 1],
    [-1.2, 0.4, 0.9, -0.3, 1.8, -2.5],
    [0.3, -0.8, 1.1, 0.2, -0.6, 0.7],
  ],
  y: [0, 1, 0, 0, 1, 1],
};
const thetas = fc.tuple(
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
);

describe.each([
  ['probit', PROBIT],
  ['logit', LOGIT],
] as const)('%s likelihood', (_, link) => {
  test('gradient and information are what finite differences say', () => {
    const nudge = 1e-5;
    fc.assert(
      fc.property(thetas, fc.constantFrom(0, 0.7), (theta, ridge) => {
        const here = likelihoodAt(design, link, ridge, theta);
        for (const j of [0, 1, 2]) {
          const moved = (by: number): number[] => theta.map((value, k) => (k === j ? value + by : value));
          const up = likelihoodAt(design, link, ridge, moved(nudge));
          const down = likelihoodAt(design, link, ridge, moved(-nudge));
          expect(here.gradient[j]).toBeCloseTo((up.penalised - down.penalised) / (2 * nudge), 5);
          for (const k of [0, 1, 2]) {
            const slope = (at(up.gradient, k) - at(down.gradient, k)) / (2 * nudge);
            expect(here.information[j]?.[k]).toBeCloseTo(-slope, 5);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the maximum has no slope, with a ridge and without', () => {
    for (const ridge of [0, 0.5, 50]) {
      const fit = newton(design, link, ridge);
      expect(fit.converged).toBe(true);
      for (const slope of fit.point.gradient) expect(Math.abs(slope)).toBeLessThan(1e-8);
    }
  });

  test('an infinite ridge leaves the base rate: the intercept is never penalised', () => {
    const fit = newton(design, link, 1e12);
    expect(link.probability(first(fit.theta))).toBeCloseTo(0.5, 9);
    expect(fit.theta[1]).toBeCloseTo(0, 9);
  });
});

describe.each([
  ['probit', PROBIT],
  ['logit', LOGIT],
] as const)('%s under separation', (_, link) => {
  const separable = (x: readonly number[], y: readonly (0 | 1)[]): Design => ({ columns: [x.map(() => 1), x], y });

  test('complete: no overlap at all', () => {
    const fit = newton(separable([-3, -2, -1, 1, 2, 3], [0, 0, 0, 1, 1, 1]), link, 0);
    expect(fit).toMatchObject({ separated: true, converged: false });
    expect(fit.theta.every(Number.isFinite)).toBe(true);
  });

  test('quasi-complete: the classes touch in one value', () => {
    expect(newton(separable([-3, -2, 0, 0, 2, 3], [0, 0, 0, 1, 1, 1]), link, 0).separated).toBe(true);
  });

  test('quasi-complete through a rare indicator that only positives have', () => {
    const indicator = [1, 1, 0, 0, 0, 0, 0, 0];
    const other = [0.2, -1, 0.4, -0.6, 1.1, 0.3, -0.2, 0.9];
    const y = [1, 1, 0, 1, 0, 1, 0, 0] as const;
    const fit = newton({ columns: [other.map(() => 1), indicator, other], y }, link, 0);
    expect(fit).toMatchObject({ separated: true, converged: false });
  });

  test('a ridge gives a finite maximum', () => {
    const fit = newton(separable([-3, -2, -1, 1, 2, 3], [0, 0, 0, 1, 1, 1]), link, 1);
    expect(fit).toMatchObject({ separated: false, converged: true });
  });

  test('overlap is not separation, however strong the signal', () => {
    const fit = newton(separable([-3, -2, -1, 0.1, -0.1, 1, 2, 3], [0, 0, 0, 0, 1, 1, 1, 1]), link, 0);
    expect(fit).toMatchObject({ separated: false, converged: true });
  });
});
