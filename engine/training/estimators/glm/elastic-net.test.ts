import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elasticNet } from './elastic-net.ts';
import { LOGIT, PROBIT } from './link.ts';
import { type Design, likelihoodAt, newton } from './newton.ts';

const at = Array.from({ length: 60 }, (_, i) => i + 1);
const DESIGN: Design = {
  columns: [
    at.map(() => 1),
    at.map((i) => Math.sin(i)),
    at.map((i) => Math.cos(i * i)),
    at.map((i) => Math.sin(3 * i * i) / 2),
  ],
  y: at.map((i) => (Math.sin(i) + 1.2 * Math.sin(7 * i * i) > 0.3 ? 1 : 0)),
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
    const [with_, without] = [elasticNet(DESIGN, link, { ridge: 1, lasso: 1e-12 }), newton(DESIGN, link, 1)];
    for (const [j, value] of with_.theta.entries()) expect(value).toBeCloseTo(without.theta[j] ?? 0, 9);
  });

  test('a lasso that no slope exceeds leaves the base rate alone', () => {
    const { theta } = elasticNet(DESIGN, link, { ridge: 0, lasso: 1e6 });
    const rate = DESIGN.y.reduce<number>((sum, y) => sum + y, 0) / DESIGN.y.length;
    expect(link.probability(theta[0] ?? 0)).toBeCloseTo(rate, 9);
    expect(theta.slice(1)).toEqual([0, 0, 0]);
  });

  test('of two equal columns and of classes that a column parts it finds a finite maximum', () => {
    const x = DESIGN.columns[1] ?? [];
    const twice = elasticNet({ ...DESIGN, columns: [at.map(() => 1), x, x] }, link, { ridge: 0, lasso: 1 });
    const once = elasticNet({ ...DESIGN, columns: [at.map(() => 1), x] }, link, { ridge: 0, lasso: 1 });
    expect((twice.theta[1] ?? 0) + (twice.theta[2] ?? 0)).toBeCloseTo(once.theta[1] ?? 0, 8);
    const parted: Design = { columns: [at.map(() => 1), x], y: x.map((value) => (value > 0 ? 1 : 0)) };
    expect(elasticNet(parted, link, { ridge: 0, lasso: 0.1 })).toMatchObject({ converged: true, separated: false });
  });
});
