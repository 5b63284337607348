import { describe, expect, test } from 'vitest';
import { at, present } from '../../presence/index.ts';
import type { EstimatorParameters, ForestParameters } from '../types.ts';
import type { FitOptions } from './estimator.ts';
import type { LabelledRows } from './feature-rows.ts';
import { attribute, deserializeModel, ESTIMATORS, predict, serializeModel } from './registry.ts';

/** What every estimator must do, whatever it is. A new estimator joins with what it promises. */
interface Case {
  readonly parameters: EstimatorParameters;
  /** Columns that it takes: a rule reads one. */
  readonly columns: 1 | 2;
  /** Decimals to which its mean prediction on training rows is the base rate; null: it promises none. */
  readonly meanDecimals: number | null;
  /** What it says of columns that tell nothing new, and of more columns than rows. */
  readonly reports: 'nothing' | 'redundancy';
}

const ML_FOREST = {
  kind: 'ml_random_forest',
  trees: 20,
  maxDepth: null,
  minRowsSplit: 3,
  featuresPerTree: 1,
} as const;

const CASES: readonly Case[] = [
  // Exact for the logit and climatology by their first-order condition, close for the probit.
  { parameters: { kind: 'probit' }, columns: 2, meanDecimals: 1, reports: 'redundancy' },
  { parameters: { kind: 'probit', ridge: 1, winsorize: 0.02 }, columns: 2, meanDecimals: 1, reports: 'nothing' },
  { parameters: { kind: 'logit' }, columns: 2, meanDecimals: 9, reports: 'redundancy' },
  { parameters: { kind: 'logit', ridge: 0.1, standardize: false }, columns: 2, meanDecimals: 9, reports: 'nothing' },
  { parameters: { kind: 'logit', lasso: 2 }, columns: 2, meanDecimals: 9, reports: 'nothing' },
  { parameters: { kind: 'probit', lasso: 1, ridge: 1 }, columns: 2, meanDecimals: 1, reports: 'nothing' },
  { parameters: { kind: 'logit', classWeight: 'balanced' }, columns: 2, meanDecimals: null, reports: 'redundancy' },
  { parameters: { kind: 'climatology' }, columns: 2, meanDecimals: 9, reports: 'nothing' },
  { parameters: { kind: 'threshold', at: 0.5, above: true }, columns: 1, meanDecimals: null, reports: 'nothing' },
  { parameters: { kind: 'threshold', at: -0.5, above: false }, columns: 1, meanDecimals: null, reports: 'nothing' },
  { parameters: forest({ kind: 'random_forest' }), columns: 2, meanDecimals: 1, reports: 'nothing' },
  {
    parameters: forest({ kind: 'random_forest', classWeight: 'balanced' }),
    columns: 2,
    meanDecimals: null,
    reports: 'nothing',
  },
  // Without drawing rows every row is in every leaf that it reaches, and the mean is exact.
  { parameters: forest({ kind: 'extra_trees', maxDepth: 3 }), columns: 2, meanDecimals: 9, reports: 'nothing' },
  { parameters: ML_FOREST, columns: 2, meanDecimals: 1, reports: 'nothing' },
  {
    parameters: { ...forest({}), kind: 'gradient_boosting', maxDepth: 3, learningRate: 0.2, l2: 1 },
    columns: 2,
    meanDecimals: 1,
    reports: 'nothing',
  },
];

function forest(changed: Partial<ForestParameters>): ForestParameters {
  const common = { trees: 20, maxDepth: null, minRowsLeaf: 2, featuresPerSplit: 1, classWeight: 'none' } as const;
  return { kind: 'random_forest', ...common, ...changed };
}

function rowsWith(columns: readonly (readonly (number | null)[])[], y: readonly (0 | 1 | null)[]): LabelledRows {
  return { features: columns.map((_, j) => `group.x${j}`), values: columns, rows: y.length, y };
}

const length = 60;
const steps = Array.from({ length }, (_, i) => i + 1);
const wave = steps.map((i) => Math.sin(i));
const level = steps.map((i) => -(i % 7) / 3);
const y = steps.map((i): 0 | 1 => (Math.sin(i) + 1.3 * Math.sin(5 * i * i) > 0.2 ? 1 : 0));

describe.each(CASES.map((promised) => [JSON.stringify(promised.parameters), promised] as const))(
  '%s',
  (_, promised) => {
    const { parameters } = promised;
    const estimator = ESTIMATORS[parameters.kind];
    const options: FitOptions = { parameters, seed: 3, neweyWestLag: 12 };
    const columns = [wave, level].slice(0, promised.columns);
    const plain = rowsWith(columns, y);
    const first50 = rowsWith(
      columns.map((column) => column.slice(0, 50)),
      y.slice(0, 50),
    );
    const modelOf = (rows: LabelledRows) => {
      const { model } = estimator.fit(rows, options);
      if (model === null) throw new Error('nothing was fitted');
      return model;
    };

    test('reads back from text as the same model with the same predictions, to the bit', () => {
      const model = modelOf(plain);
      const copy = deserializeModel(serializeModel(model));
      expect(copy).toEqual(model);
      expect(predict(copy, plain)).toEqual(predict(model, plain));
    });

    test('is deterministic for a seed, and frozen', () => {
      expect(serializeModel(modelOf(plain))).toBe(serializeModel(modelOf(plain)));
      expect(Object.isFrozen(modelOf(plain))).toBe(true);
    });

    test('predicts values in [0, 1], their mean the base rate where that is promised', () => {
      const probabilities = predict(modelOf(plain), plain);
      for (const p of probabilities) expect(p).toBeGreaterThanOrEqual(0);
      for (const p of probabilities) expect(p).toBeLessThanOrEqual(1);
      if (promised.meanDecimals === null) return;
      const mean = probabilities.reduce<number>((sum, p) => sum + present(p), 0) / length;
      const rate = y.reduce<number>((sum, label) => sum + label, 0) / length;
      expect(mean).toBeCloseTo(rate, promised.meanDecimals);
    });

    test('rows without a label are not trained on', () => {
      expect(modelOf(rowsWith(columns, [...y.slice(0, 50), ...new Array(10).fill(null)]))).toEqual(modelOf(first50));
    });

    test('a row without one of its features is read as the estimator says', () => {
      const holes = rowsWith([wave.map((v, i) => (i >= 50 ? null : v)), ...columns.slice(1)], y);
      const model = modelOf(holes);
      const missing = predict(model, holes).map((p) => p === null);
      switch (estimator.reads) {
        case 'no_features':
          expect(model).toEqual(modelOf(plain));
          expect(missing).not.toContain(true);
          break;
        case 'complete_rows':
          expect(model).toEqual(modelOf(first50));
          expect(missing).toEqual(steps.map((i) => i > 50));
          break;
        case 'any_feature': {
          expect(missing).not.toContain(true);
          const nothing = { ...plain, values: columns.map((column) => column.map(() => null)) };
          expect(predict(model, nothing)).toEqual(new Array(length).fill(null));
          const empty = rowsWith(
            columns.map((column) => column.map((v, i) => (i >= 50 ? null : v))),
            y,
          );
          expect(modelOf(empty)).toEqual(modelOf(first50));
          break;
        }
        default:
          estimator.reads satisfies never;
      }
    });

    test('what it attributes adds up to a margin that tells rows apart as its predictions do', () => {
      const model = modelOf(plain);
      const margins = steps.map((_, i) => {
        const row = columns.map((column) => at(column, i));
        const found = attribute(model, row);
        if (found === null) return null;
        return found.parts.reduce((sum, { contribution }) => sum + contribution, found.baseMargin);
      });
      const probabilities = predict(model, plain);
      if (margins.includes(null)) {
        expect(new Set(margins)).toEqual(new Set([null]));
        return;
      }
      const rows = probabilities.map((p, i) => ({ margin: present(at(margins, i)), probability: present(p) }));
      for (const one of rows)
        for (const other of rows)
          if (one.margin > other.margin + 1e-9) expect(one.probability).toBeGreaterThan(other.probability);
    });

    test('no usable row: no model, and a problem that says so', () => {
      const { model, problems } = estimator.fit(rowsWith(columns, new Array(length).fill(null)), options);
      expect(model).toBeNull();
      expect(problems).toMatchObject([{ code: 'EWS5004', severity: 'error' }]);
    });

    test('one class only: the base rate, reported; a rule stays a rule', () => {
      const { model, problems } = estimator.fit(rowsWith(columns, new Array(length).fill(0)), options);
      if (parameters.kind === 'threshold') {
        expect(model).toEqual(modelOf(plain));
        return;
      }
      expect(model).toEqual({ kind: 'climatology', probability: 0, rows: length });
      if (parameters.kind !== 'climatology') expect(problems).toMatchObject([{ code: 'EWS5001', severity: 'warning' }]);
      if (model) expect(predict(model, plain)).toEqual(new Array(length).fill(0));
    });

    describe.runIf(promised.columns > 1)('with more columns', () => {
      test('a constant one changes no prediction', () => {
        const withConstant = rowsWith([wave, level, steps.map(() => 1e9)], y);
        const one = predict(modelOf(plain), plain);
        const other = predict(modelOf(withConstant), withConstant);
        for (const [i, p] of one.entries()) expect(other[i]).toBeCloseTo(present(p), 9);
      });

      test('a collinear one gives finite predictions; who cannot take it leaves it out and names it', () => {
        const collinear = rowsWith([wave, level, wave.map((v, i) => 2 * v - 3 * at(level, i) + 1)], y);
        const { model, problems } = estimator.fit(collinear, options);
        if (model === null) throw new Error('nothing was fitted');
        const one = predict(modelOf(plain), plain);
        const other = predict(model, collinear);
        expect(other.every((p) => p !== null && Number.isFinite(p))).toBe(true);
        if (promised.reports === 'nothing') return;
        for (const [i, p] of one.entries()) expect(other[i]).toBeCloseTo(present(p), 9);
        expect(problems).toMatchObject([{ code: 'EWS5002', message: expect.stringContaining('group.x2') }]);
      });

      test('more than there are rows give finite predictions; separation is reported where it is a fault', () => {
        const wide = rowsWith(
          Array.from({ length: 30 }, (_, j) => steps.slice(0, 20).map((i) => Math.sin(i * (j + 1) * (j + 2)))),
          y.slice(0, 20),
        );
        const { model, problems } = estimator.fit(wide, options);
        if (model === null) throw new Error('nothing was fitted');
        expect(predict(model, wide).every((p) => p !== null && Number.isFinite(p))).toBe(true);
        if (promised.reports === 'nothing') expect(problems).toEqual([]);
        else expect(problems.map(({ message }) => message).join()).toContain('no finite maximum');
      });
    });
  },
);

test('a rule is in alarm where its feature reaches the threshold, from the side that it names', () => {
  const rows = rowsWith([[0.49, 0.5, 0.51, null]], [0, 1, 1, 0]);
  const predicted = (at: number, above: boolean) => {
    const { model } = ESTIMATORS.threshold.fit(rows, {
      parameters: { kind: 'threshold', at, above },
      seed: 0,
      neweyWestLag: 0,
    });
    return model && predict(model, rows);
  };
  expect(predicted(0.5, true)).toEqual([0, 1, 1, null]);
  expect(predicted(0.5, false)).toEqual([1, 1, 0, null]);
});

test('text of an unknown model is refused', () => {
  expect(() => deserializeModel('{"kind":"oracle"}')).toThrow('no estimator is called oracle');
});
