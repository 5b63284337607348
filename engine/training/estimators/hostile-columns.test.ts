import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { first } from '../../presence/index.ts';
import type { EstimatorParameters } from '../types.ts';
import { fitRegression, predictValues } from '../values/regression.ts';
import type { ValueParameters } from '../values/types.ts';
import type { FitOptions } from './estimator.ts';
import type { LabelledRows } from './feature-rows.ts';
import { attribute, ESTIMATORS, predict } from './registry.ts';

const TREES = { trees: 4, maxDepth: 3, minRowsLeaf: 2, featuresPerSplit: 'all', classWeight: 'none' } as const;

const ESTIMATED: readonly EstimatorParameters[] = [
  { kind: 'probit' },
  { kind: 'logit' },
  { kind: 'probit', ridge: 1, winsorize: 0.05 },
  { kind: 'logit', ridge: 1, standardize: false },
  { kind: 'logit', lasso: 1 },
  { kind: 'climatology' },
  { kind: 'threshold', at: 0.5, above: true },
  { kind: 'random_forest', ...TREES },
  { kind: 'extra_trees', ...TREES },
  { kind: 'gradient_boosting', ...TREES, learningRate: 0.3, l2: 1 },
  { kind: 'ml_random_forest', trees: 3, maxDepth: 4, featuresPerTree: 'all', minRowsSplit: 3 },
];

const REGRESSIONS: readonly ValueParameters[] = [
  { kind: 'linear', winsorize: 0 },
  { kind: 'theil_sen', winsorize: 0 },
  { kind: 'polynomial', degree: 3, winsorize: 0.1 },
];

const ROWS = 24;

/** What reaches a frame that nobody looked through: missing, not finite, huge, tiny, the same throughout. */
const odd = fc.constantFrom(null, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE, -1e308, 1e200, 5e-324, -0, 1e-200);
const value = fc.oneof({ weight: 3, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) }, odd);
const column = fc.oneof(
  fc.array(value, { minLength: ROWS, maxLength: ROWS }),
  value.map((same) => new Array<number | null>(ROWS).fill(same)),
);
const labels = fc.array(fc.constantFrom(0 as const, 1 as const, null), { minLength: ROWS, maxLength: ROWS });
const values = fc.array(value, { minLength: ROWS, maxLength: ROWS });

function rowsOf(columns: readonly (readonly (number | null)[])[]) {
  return { features: columns.map((_, j) => `a.c${j}`), values: columns, rows: ROWS };
}

function expectFinite(value: unknown, path = 'result'): void {
  if (typeof value === 'number') expect(Number.isFinite(value), `${path} is ${value}`).toBe(true);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) expectFinite(part, `${path}.${name}`);
}

describe.each(ESTIMATED)('$kind', (parameters) => {
  const width = parameters.kind === 'threshold' ? 1 : 3;
  const columns = fc.array(column, { minLength: width, maxLength: width });
  const options: FitOptions = { parameters, seed: 1, neweyWestLag: 3 };

  test('ends on any columns, and never with a number that is none', () => {
    fc.assert(
      fc.property(columns, columns, labels, (learnt, asked, y) => {
        const rows: LabelledRows = { ...rowsOf(learnt), y };
        const { model } = ESTIMATORS[parameters.kind].fit(rows, options);
        if (model === null) return;
        expectFinite(model, 'model');
        for (const given of [learnt, asked]) {
          expectFinite(predict(model, rowsOf(given)), 'prediction');
          const row = given.map((column) => first(column));
          expectFinite(attribute(model, row), 'attribution');
        }
      }),
      { numRuns: 60 },
    );
  });

  test('reads what is not finite as missing', () => {
    const y = Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? 1 : 0) as 0 | 1);
    const known = Array.from({ length: width }, (_, j) => y.map((label, i) => label + Math.sin(5 * i + j)));
    const withGaps = (gap: number | null) =>
      known.map((column) => column.map((value, i) => (i % 7 === 3 ? gap : value)));
    const [missing, nan, infinite] = [null, Number.NaN, -Infinity].map((gap) => {
      const { model } = ESTIMATORS[parameters.kind].fit({ ...rowsOf(withGaps(gap)), y }, options);
      return model && { model, predictions: predict(model, rowsOf(withGaps(gap))) };
    });
    expect(nan).toEqual(missing);
    expect(infinite).toEqual(missing);
  });
});

describe.each(REGRESSIONS)('$kind', (parameters) => {
  const width = parameters.kind === 'linear' ? 3 : 1;
  const columns = fc.array(column, { minLength: width, maxLength: width });

  test('ends on any columns and labels, and never with a number that is none', () => {
    fc.assert(
      fc.property(columns, columns, values, (learnt, asked, y) => {
        const { model } = fitRegression({ ...rowsOf(learnt), y }, parameters);
        if (model === null) return;
        expectFinite(model, 'model');
        for (const given of [learnt, asked]) expectFinite(predictValues(model, rowsOf(given)), 'prediction');
      }),
      { numRuns: 60 },
    );
  });
});

test('a polynomial of values whose powers cannot be told apart has fewer powers', () => {
  const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
  const learnt = [8.401264770395877e-74, ...zeros(7), 1.0372577364730853e-58, ...zeros(14), 1.3617235490321353e-64];
  const missing = new Set([3, 6, 7, 9, 14, 16, 17, 19, 22]);
  const rows = rowsOf([learnt.map((value, row) => (missing.has(row) ? null : value))]);
  const { model } = fitRegression({ ...rows, y: zeros(24) }, { kind: 'polynomial', degree: 3, winsorize: 0.1 });
  expect(model?.terms.length).toBeLessThan(3);
});
