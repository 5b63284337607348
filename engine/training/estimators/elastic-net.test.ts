import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, first } from '../../presence/index.ts';
import { elasticNet } from './elastic-net.ts';
import { LOGIT, PROBIT } from './link.ts';
import { type Design, likelihoodAt, newton } from './newton.ts';

const steps = Array.from({ length: 60 }, (_, i) => i + 1);
const DESIGN: Design = {
  columns: [
    steps.map(() => 1),
    steps.map((i) => Math.sin(i)),
    steps.map((i) => Math.cos(i * i)),
    steps.map((i) => Math.sin(3 * i * i) / 2),
  ],
  y: steps.map((i) => (Math.sin(i) + 1.2 * Math.sin(7 * i * i) > 0.3 ? 1 : 0)),
};

describe.each([
  ['probit', PROBIT],
  ['logit', LOGIT],
] as const)('%s with a lasso', (_, link) => {
  const objective = (design: Design, theta: readonly number[], ridge: number, lasso: number): number =>
    likelihoodAt(design, link, ridge, theta).penalised -
    lasso * theta.slice(1).reduce((sum, value) => sum + Math.abs(value), 0);

  test('nothing near the maximum is higher, whatever the penalties and the weights of rows', () => {
    const penalties = fc.record({ ridge: fc.constantFrom(0, 0.5, 4), lasso: fc.constantFrom(0.01, 0.3, 2, 8) });
    const weights = fc.constantFrom(
      undefined,
      DESIGN.y.map((y) => (y === 1 ? 2 : 0.5)),
    );
    fc.assert(
      fc.property(penalties, weights, ({ ridge, lasso }, weighed) => {
        const design = weighed === undefined ? DESIGN : { ...DESIGN, weights: weighed };
        const { theta, converged } = elasticNet(design, link, { ridge, lasso });
        expect(converged).toBe(true);
        const best = objective(design, theta, ridge, lasso);
        for (const j of theta.keys()) {
          for (const by of [1e-1, -1e-1, 1e-4, -1e-4]) {
            const moved = theta.map((value, k) => (k === j ? value + by : value));
            expect(objective(design, moved, ridge, lasso)).toBeLessThan(best);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a lasso of almost nothing is no lasso', () => {
    const lasso = elasticNet(DESIGN, link, { ridge: 1, lasso: 1e-12 });
    const none = newton(DESIGN, link, 1);
    expect(lasso.theta).toEqual(none.theta.map((value) => expect.closeTo(value, 9)));
  });

  test('a lasso that no slope exceeds leaves the base rate alone', () => {
    const { theta } = elasticNet(DESIGN, link, { ridge: 0, lasso: 1e6 });
    const rate = DESIGN.y.reduce<number>((sum, y) => sum + y, 0) / DESIGN.y.length;
    expect(link.probability(first(theta))).toBeCloseTo(rate, 9);
    expect(theta.slice(1)).toEqual([0, 0, 0]);
  });

  test('two equal columns, and classes that a column parts, have a finite maximum', () => {
    const x = at(DESIGN.columns, 1);
    const twice = elasticNet({ ...DESIGN, columns: [steps.map(() => 1), x, x] }, link, { ridge: 0, lasso: 1 });
    const once = elasticNet({ ...DESIGN, columns: [steps.map(() => 1), x] }, link, { ridge: 0, lasso: 1 });
    expect(at(twice.theta, 1) + at(twice.theta, 2)).toBeCloseTo(at(once.theta, 1), 8);
    const parted: Design = { columns: [steps.map(() => 1), x], y: x.map((value) => (value > 0 ? 1 : 0)) };
    expect(elasticNet(parted, link, { ridge: 0, lasso: 0.1 })).toMatchObject({ converged: true, separated: false });
  });
});
