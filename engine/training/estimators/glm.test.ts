import { describe, expect, test } from 'vitest';
import { at, first, present } from '../../presence/index.ts';
import type { EstimatorParameters } from '../types.ts';
import type { LabelledRows } from './feature-rows.ts';
import type { FittedGlm } from './fitted-model.ts';
import { isGlm, logit, probit } from './glm.ts';

/** Eighty rows that any tool can make again: two features and a label that they explain in part. */
function example(): LabelledRows {
  const steps = Array.from({ length: 80 }, (_, i) => i + 1);
  const noise = (i: number): number => 1.2 * Math.sin(7 * i * i) - 0.3 * Math.cos(i * i);
  return {
    features: ['wave', 'level'],
    values: [steps.map((i) => Math.sin(i)), steps.map((i) => 3 + 2 * Math.cos(i * i))],
    rows: 80,
    y: steps.map((i) => (Math.sin(i) + noise(i) > 0.3 ? 1 : 0)),
  };
}

function fitted(rows: LabelledRows, parameters: EstimatorParameters, neweyWestLag = 4): FittedGlm {
  const estimator = parameters.kind === 'logit' ? logit : probit;
  const { model } = estimator.fit(rows, { parameters, seed: 1, neweyWestLag });
  if (model === null || !isGlm(model)) throw new Error('nothing was fitted');
  return model;
}

// statsmodels 0.15.0 on the same rows: params, bse, bse with cov_type HAC (maxlags 4, no small-sample factor), llf.
const STATSMODELS = {
  probit: {
    params: [0.03389570487773122, 1.5403669234151915, -0.11731407142683828],
    bse: [0.4460556852076729, 0.28963738349757695, 0.12539439380462547],
    hac: [0.4021231021809572, 0.2268407572160103, 0.1094628404531384],
    llf: -34.35675500417076,
    mcFadden: 0.37015980819872085,
  },
  logit: {
    params: [0.19003771858150617, 2.560951448927874, -0.22794203792585394],
    bse: [0.7779990456541892, 0.5285979918050357, 0.219053400431683],
    hac: [0.7068503111822125, 0.42186565992120084, 0.19456835739583805],
    llf: -34.668429959055274,
    mcFadden: 0.36444607271800367,
  },
} as const;

describe.each(['probit', 'logit'] as const)('%s', (kind) => {
  const reference = STATSMODELS[kind];

  test.each([true, false])('agrees with statsmodels in the original units (standardize: %s)', (standardize) => {
    const { coefficients, statistics } = fitted(example(), { kind, standardize });
    expect(coefficients).toMatchObject(
      reference.params.map((estimate, i) => ({
        estimate: expect.closeTo(estimate, 8),
        standardError: expect.closeTo(at(reference.bse, i), 8),
        neweyWestError: expect.closeTo(at(reference.hac, i), 8),
        z: expect.closeTo(estimate / at(reference.bse, i), 6),
      })),
    );
    expect(statistics.logLikelihood).toBeCloseTo(reference.llf, 9);
    expect(statistics.mcFadden).toBeCloseTo(reference.mcFadden, 9);
  });

  test('the coefficients in original units give the same margins as the weights', () => {
    const rows = example();
    const model = fitted(rows, { kind, ridge: 2 });
    const estimator = kind === 'logit' ? logit : probit;
    const { estimate: alpha } = first(model.coefficients);
    const margin = rows.values.reduce(
      (sum, column, j) => sum + at(model.coefficients, j + 1).estimate * present(at(column, 5)),
      alpha,
    );
    const byHand: FittedGlm = { ...model, baseMargin: margin, weights: [0, 0] };
    expect(estimator.predict(byHand, rows)[5]).toBeCloseTo(present(estimator.predict(model, rows)[5]), 12);
  });

  test('a ridge shrinks standardised columns alike, whatever their units', () => {
    const rows = example();
    const [wave, level] = [at(rows.values, 0), at(rows.values, 1)];
    const inBasisPoints = { ...rows, values: [wave.map((v) => present(v) * 1e4), level] };
    const one = fitted(rows, { kind, ridge: 3 });
    const other = fitted(inBasisPoints, { kind, ridge: 3 });
    expect(other.weights).toEqual(one.weights.map((weight) => expect.closeTo(weight, 9)));
    expect(Math.abs(first(one.weights))).toBeLessThan(Math.abs(first(fitted(rows, { kind }).weights)));
  });

  test('winsorising clips by the training quantiles, in training and in prediction', () => {
    const rows = example();
    const [wave, level] = [at(rows.values, 0), at(rows.values, 1)];
    const wild = { ...rows, values: [wave.map((v, i) => (i === 0 ? 1e6 : v)), level] };
    const model = fitted(wild, { kind, winsorize: 0.05 });
    const estimator = kind === 'logit' ? logit : probit;
    const predict = (value: number) =>
      estimator.predict(model, { features: rows.features, values: [[value], [3]], rows: 1 })[0];
    expect(model.preparation[0]).toMatchObject({ high: 1e6 });
    expect(model.preparation[0]?.clipHigh).toBeLessThanOrEqual(1);
    expect(predict(1e6)).toBe(predict(1));
    expect(predict(0.5)).not.toBe(predict(0.4));
  });

  test('a lasso sets coefficients to 0 and states no errors', () => {
    const model = fitted(example(), { kind, lasso: 6 });
    expect(model.weights[0]).not.toBe(0);
    expect(model.weights[1]).toBe(0);
    const none = { standardError: null, z: null, neweyWestError: null, neweyWestZ: null, dropped: false };
    for (const coefficient of model.coefficients) expect(coefficient).toMatchObject(none);
  });

  test('balanced classes weigh like rows repeated, and state Newey-West errors only', () => {
    const rows = example();
    const positives = rows.y.flatMap((label, i) => (label === 1 ? [i] : []));
    const negatives = rows.y.flatMap((label, i) => (label === 0 ? [i] : []));
    // Each class as often as there are rows of the other: the same maximum, without a weight.
    const repeated = [
      ...positives.flatMap((i) => negatives.map(() => i)),
      ...negatives.flatMap((i) => positives.map(() => i)),
    ];
    const all: LabelledRows = {
      ...rows,
      rows: repeated.length,
      values: rows.values.map((column) => repeated.map((i) => at(column, i))),
      y: repeated.map((i) => at(rows.y, i)),
    };
    const weighed = fitted(rows, { kind, classWeight: 'balanced' });
    const byHand = fitted(all, { kind }, 0);
    for (const [i, { estimate, standardError, neweyWestError }] of weighed.coefficients.entries()) {
      expect(estimate).toBeCloseTo(at(byHand.coefficients, i).estimate, 8);
      expect(standardError).toBeNull();
      expect(neweyWestError).toBeGreaterThan(0);
    }
    expect(weighed.statistics.mcFadden).toBeCloseTo(present(byHand.statistics.mcFadden), 9);
    expect(weighed.statistics.estrella).toBeNull();
    expect(weighed.coefficients).not.toEqual(fitted(rows, { kind }).coefficients);
  });
});
