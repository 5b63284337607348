import { describe, expect, test } from 'vitest';
import type { EstimatorParameters } from '../types.ts';
import type { FitOptions, LabelledRows } from './estimator.ts';
import { deserializeModel, ESTIMATORS, serializeModel } from './registry.ts';

/** What every estimator must do, whatever it is. A new estimator joins by its parameters. */
const CASES: readonly EstimatorParameters[] = [
  { kind: 'probit' },
  { kind: 'probit', ridge: 1, winsorize: 0.02 },
  { kind: 'logit' },
  { kind: 'logit', ridge: 0.1, standardize: false },
  { kind: 'climatology' },
];

function rowsWith(columns: readonly (readonly (number | null)[])[], y: readonly (0 | 1 | null)[]): LabelledRows {
  return { features: columns.map((_, j) => `group.x${j}`), values: columns, rows: y.length, y };
}

const length = 60;
const at = Array.from({ length }, (_, i) => i + 1);
const wave = at.map((i) => Math.sin(i));
const level = at.map((i) => -(i % 7) / 3);
const y = at.map((i): 0 | 1 => (Math.sin(i) + 1.3 * Math.sin(5 * i * i) > 0.2 ? 1 : 0));
const plain = rowsWith([wave, level], y);

describe.each(CASES.map((parameters) => [JSON.stringify(parameters), parameters] as const))('%s', (_, parameters) => {
  const estimator = ESTIMATORS[parameters.kind];
  const options: FitOptions = { parameters, seed: 3, neweyWestLag: 12 };
  const modelOf = (rows: LabelledRows) => {
    const { model } = estimator.fit(rows, options);
    if (model === null) throw new Error('nothing was fitted');
    return model;
  };

  test('reads back from text as the same model with the same predictions, to the bit', () => {
    const model = modelOf(plain);
    const copy = deserializeModel(serializeModel(model));
    expect(copy).toEqual(model);
    expect(estimator.predict(copy, plain)).toEqual(estimator.predict(model, plain));
  });

  test('is deterministic for a seed, and frozen', () => {
    expect(serializeModel(modelOf(plain))).toBe(serializeModel(modelOf(plain)));
    expect(Object.isFrozen(modelOf(plain))).toBe(true);
  });

  test('predicts probabilities whose mean is the base rate', () => {
    const probabilities = estimator.predict(modelOf(plain), plain);
    for (const p of probabilities) expect(p).toBeGreaterThanOrEqual(0);
    for (const p of probabilities) expect(p).toBeLessThanOrEqual(1);
    const mean = probabilities.reduce<number>((sum, p) => sum + (p ?? 0), 0) / length;
    const rate = y.reduce<number>((sum, label) => sum + label, 0) / length;
    // Exact for the logit and climatology by their first-order condition, close for the probit.
    expect(mean).toBeCloseTo(rate, parameters.kind === 'probit' ? 1 : 9);
  });

  test('rows without a label are not trained on', () => {
    const labelled = rowsWith([wave.slice(0, 50), level.slice(0, 50)], y.slice(0, 50));
    const more = rowsWith([wave, level], [...y.slice(0, 50), ...new Array(10).fill(null)]);
    expect(modelOf(more)).toEqual(modelOf(labelled));
  });

  test('rows with a missing feature are not trained on, and are predicted null, where features are used', () => {
    const holes = rowsWith([wave.map((v, i) => (i >= 50 ? null : v)), level], y);
    const model = modelOf(holes);
    const predicted = estimator.predict(model, holes);
    if (parameters.kind === 'climatology') {
      expect(model).toEqual(modelOf(plain));
      expect(predicted).not.toContain(null);
    } else {
      expect(model).toEqual(modelOf(rowsWith([wave.slice(0, 50), level.slice(0, 50)], y.slice(0, 50))));
      expect(predicted.map((p) => p === null)).toEqual(at.map((i) => i > 50));
    }
  });

  test('no usable row: no model, and a problem that says so', () => {
    const { model, problems } = estimator.fit(rowsWith([wave, level], new Array(length).fill(null)), options);
    expect(model).toBeNull();
    expect(problems).toMatchObject([{ code: 'EWS5004', severity: 'error' }]);
  });

  test('one class only: the base rate, reported', () => {
    const { model, problems } = estimator.fit(rowsWith([wave, level], new Array(length).fill(0)), options);
    expect(model).toEqual({ kind: 'climatology', probability: 0, rows: length });
    if (parameters.kind !== 'climatology') expect(problems).toMatchObject([{ code: 'EWS5001', severity: 'warning' }]);
    if (model) expect(estimator.predict(model, plain)).toEqual(new Array(length).fill(0));
  });

  test('a constant column changes no prediction', () => {
    const withConstant = rowsWith([wave, level, at.map(() => 1e9)], y);
    const one = estimator.predict(modelOf(plain), plain);
    const other = estimator.predict(modelOf(withConstant), withConstant);
    for (const [i, p] of one.entries()) expect(other[i]).toBeCloseTo(p ?? 0, 9);
  });

  test('a collinear column gives finite predictions; without a ridge it is left out and named', () => {
    const collinear = rowsWith([wave, level, wave.map((v, i) => 2 * v - 3 * (level[i] ?? 0) + 1)], y);
    const { model, problems } = estimator.fit(collinear, options);
    if (model === null) throw new Error('nothing was fitted');
    const one = estimator.predict(modelOf(plain), plain);
    const other = estimator.predict(model, collinear);
    expect(other.every((p) => p !== null && Number.isFinite(p))).toBe(true);
    if (parameters.kind === 'climatology' || parameters.ridge !== undefined) return;
    for (const [i, p] of one.entries()) expect(other[i]).toBeCloseTo(p ?? 0, 9);
    expect(problems).toMatchObject([{ code: 'EWS5002', message: expect.stringContaining('group.x2') }]);
  });

  test('more columns than rows: finite predictions, and separation reported without a ridge', () => {
    const wide = rowsWith(
      Array.from({ length: 30 }, (_, j) => at.slice(0, 20).map((i) => Math.sin(i * (j + 1) * (j + 2)))),
      y.slice(0, 20),
    );
    const { model, problems } = estimator.fit(wide, options);
    if (model === null) throw new Error('nothing was fitted');
    expect(estimator.predict(model, wide).every((p) => p !== null && Number.isFinite(p))).toBe(true);
    if (parameters.kind === 'climatology' || parameters.ridge !== undefined) expect(problems).toEqual([]);
    else expect(problems.map(({ message }) => message).join()).toContain('no finite maximum');
  });
});

test('text of an unknown model is refused', () => {
  expect(() => deserializeModel('{"kind":"oracle"}')).toThrow('no estimator is called oracle');
});
