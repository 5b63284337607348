import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { at, present } from '../../engine/presence/index.ts';
import { attribute, ESTIMATORS, predict } from '../../engine/training/estimators/registry.ts';
import type { FittedTrees } from '../../engine/training/estimators/trees/fitted-trees.ts';
import type { FlatTrees } from '../../engine/training/estimators/trees/flat-trees.ts';
import { brier, logScore } from '../../engine/training/measures/probability-scores.ts';
import { auroc, precisionRecallArea, ranking, rocCurve } from '../../engine/training/measures/roc.ts';
import { exampleRows, uniforms } from './example-rows.ts';

interface Explained {
  readonly edges: readonly (readonly number[])[];
  readonly trees: FlatTrees;
  readonly base: number;
  readonly expected: number;
  readonly shap: readonly (readonly number[])[];
  readonly predicted: readonly number[];
}

interface Figures {
  readonly versions: Readonly<Record<string, string>>;
  readonly generalisedLinear: Readonly<
    Record<
      'logit' | 'probit',
      {
        readonly coefficients: readonly number[];
        readonly classicalErrors: readonly number[];
        readonly neweyWestErrors: readonly number[];
        readonly panelErrors: readonly number[];
        readonly logLikelihood: number;
      }
    >
  >;
  /** The intercept first, then one per standardised column. */
  readonly penalised: Readonly<Record<'lasso' | 'elastic_net' | 'balanced' | 'balanced_lasso', readonly number[]>>;
  readonly shapley: Readonly<Record<'random_forest' | 'gradient_boosting', Explained>>;
  readonly measures: Readonly<Record<'auroc' | 'averagePrecision' | 'brier' | 'logScore', number>>;
}

const figures: Figures = JSON.parse(readFileSync(new URL('figures.json', import.meta.url), 'utf8'));

describe.each(['logit', 'probit'] as const)('statsmodels: %s', (kind) => {
  const wanted = figures.generalisedLinear[kind];
  const rows = exampleRows(11, 240, 4);
  const three = { ...rows, features: rows.features.slice(0, 3), values: rows.values.slice(0, 3) };
  const { model } = ESTIMATORS[kind].fit(three, { parameters: { kind }, seed: 0, neweyWestLag: 6 });
  if (model?.kind !== kind) throw new Error('nothing was fitted');

  test('coefficients, classical and Newey-West errors within 1e-6', () => {
    for (const [i, { estimate, standardError, neweyWestError }] of model.coefficients.entries()) {
      expect(Math.abs(estimate - at(wanted.coefficients, i))).toBeLessThan(1e-6);
      expect(Math.abs(present(standardError) - at(wanted.classicalErrors, i))).toBeLessThan(1e-6);
      expect(Math.abs(present(neweyWestError) - at(wanted.neweyWestErrors, i))).toBeLessThan(1e-6);
    }
    expect(model.coefficients).toHaveLength(wanted.coefficients.length);
    expect(model.statistics.logLikelihood).toBeCloseTo(wanted.logLikelihood, 8);
  });

  test('Newey-West errors of a panel within 1e-6, its rows by date, then key', () => {
    const order = three.y.map((_, i) => (i % 4) * 60 + Math.floor(i / 4));
    const panel = {
      ...three,
      values: three.values.map((column) => order.map((row) => at(column, row))),
      y: order.map((row) => at(three.y, row)),
      keys: order.map((row) => `key ${Math.floor(row / 60)}`),
    };
    const fitted = ESTIMATORS[kind].fit(panel, { parameters: { kind }, seed: 0, neweyWestLag: 6 }).model;
    if (fitted?.kind !== kind) throw new Error('nothing was fitted');
    for (const [i, { neweyWestError }] of fitted.coefficients.entries()) {
      expect(Math.abs(present(neweyWestError) - at(wanted.panelErrors, i))).toBeLessThan(1e-6);
    }
    expect(wanted.panelErrors).not.toEqual(wanted.neweyWestErrors);
  });
});

test.each([
  ['lasso', { lasso: 12 }],
  ['elastic_net', { lasso: 4, ridge: 6 }],
  ['balanced', { ridge: 2, classWeight: 'balanced' }],
  ['balanced_lasso', { lasso: 6, classWeight: 'balanced' }],
] as const)('scikit-learn: a penalised logit, %s, within 1e-7', (name, penalty) => {
  const wanted = figures.penalised[name];
  const parameters = { kind: 'logit', ...penalty } as const;
  const { model } = ESTIMATORS.logit.fit(exampleRows(31, 240, 8), { parameters, seed: 0, neweyWestLag: 6 });
  if (model?.kind !== 'logit') throw new Error('nothing was fitted');
  const ours = [model.baseMargin, ...model.weights];
  expect(ours).toHaveLength(wanted.length);
  for (const [i, weight] of wanted.entries()) expect(Math.abs(at(ours, i) - weight)).toBeLessThan(1e-7);
  expect(ours.map((weight) => weight === 0)).toEqual(wanted.map((weight) => weight === 0));
});

describe.each(['random_forest', 'gradient_boosting'] as const)('shap on the trees of scikit-learn: %s', (kind) => {
  const { edges, trees, base, expected, shap, predicted } = figures.shapley[kind];
  const rows = exampleRows(23, 120, 5);
  const model: FittedTrees = {
    kind,
    features: rows.features,
    columns: edges.map((own, j) => ({ feature: at(rows.features, j), edges: own, low: 0, high: 1 })),
    base,
    trees,
    rows: rows.rows,
    positives: 0,
  };

  test('the same probabilities', () => {
    const ours = predict(model, rows);
    for (const [i, probability] of predicted.entries()) expect(ours[i]).toBeCloseTo(probability, 12);
  });

  test('the same contributions and the same start, within 1e-9', () => {
    for (const [i, contributions] of shap.entries()) {
      const { baseMargin, parts } = present(
        attribute(
          model,
          rows.values.map((column) => at(column, i)),
        ),
      );
      expect(Math.abs(baseMargin - expected)).toBeLessThan(1e-9);
      for (const [j, contribution] of contributions.entries())
        expect(Math.abs(at(parts, j).contribution - contribution)).toBeLessThan(1e-9);
    }
    expect(shap.length).toBe(6);
  });
});

test('scikit-learn: AUROC, average precision, Brier and log score of tied probabilities within 1e-9', () => {
  const drawn = uniforms(7, 200);
  const probabilities = drawn.slice(0, 100).map((value) => (Math.floor(value * 20) / 20) * 0.9 + 0.05);
  const labels = probabilities.map((probability, i): 0 | 1 => (at(drawn, 100 + i) < probability ? 1 : 0));
  const curve = rocCurve(ranking(probabilities, labels));
  const { measures } = figures;
  expect(auroc(present(curve))).toBeCloseTo(measures.auroc, 9);
  expect(precisionRecallArea(present(curve))).toBeCloseTo(measures.averagePrecision, 9);
  expect(brier(probabilities, labels)).toBeCloseTo(measures.brier, 9);
  expect(logScore(probabilities, labels)).toBeCloseTo(measures.logScore, 9);
});
