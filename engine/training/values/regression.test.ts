import { describe, expect, test } from 'vitest';
import { present, at as valueAt } from '../../presence/index.ts';
import { fitRegression, predictValues, type ValueRows } from './regression.ts';
import type { FittedRegression, ValueParameters } from './types.ts';

/** What every regression must do, as the estimators of probabilities do. */
const CASES: readonly ValueParameters[] = [
  { kind: 'linear', winsorize: 0 },
  { kind: 'linear', winsorize: 0.05 },
  { kind: 'theil_sen', winsorize: 0 },
  { kind: 'polynomial', winsorize: 0, degree: 3 },
];

const length = 80;
const at = Array.from({ length }, (_, i) => i + 1);
const wave = at.map((i) => Math.sin(i));
const level = at.map((i) => -(i % 7) / 3);
const y = at.map((i) => 2 + 3 * Math.sin(i) - ((i % 7) / 3) * 0.5 + Math.cos(9 * i * i));

function rowsWith(columns: readonly (readonly (number | null)[])[], labels: readonly (number | null)[]): ValueRows {
  return { features: columns.map((_, j) => `group.x${j}`), values: columns, rows: labels.length, y: labels };
}

function fitted(rows: ValueRows, parameters: ValueParameters): FittedRegression {
  const { model } = fitRegression(rows, parameters);
  if (model === null) throw new Error('nothing was fitted');
  return model;
}

describe.each(CASES.map((parameters) => [JSON.stringify(parameters), parameters] as const))('%s', (_, parameters) => {
  const columns = parameters.kind === 'linear' ? [wave, level] : [wave];
  const plain = rowsWith(columns, y);

  test('reads back from text with the same predictions, to the bit; frozen; the same again', () => {
    const model = fitted(plain, parameters);
    const copy: FittedRegression = JSON.parse(JSON.stringify(model));
    expect(copy).toEqual(model);
    expect(predictValues(copy, plain)).toEqual(predictValues(model, plain));
    expect(Object.isFrozen(model.terms)).toBe(true);
    expect(fitted(plain, parameters)).toEqual(model);
  });

  test('rows without label or feature are not trained on, and are predicted null without a feature', () => {
    const first = rowsWith(
      columns.map((column) => column.slice(0, 60)),
      y.slice(0, 60),
    );
    const holes = rowsWith(
      [wave.map((value, i) => (i >= 70 ? null : value)), ...columns.slice(1)],
      [...y.slice(0, 60), ...new Array(10).fill(null), ...y.slice(70)],
    );
    const model = fitted(holes, parameters);
    expect(model).toEqual(fitted(first, parameters));
    expect(predictValues(model, holes).map((value) => value === null)).toEqual(at.map((i) => i > 70));
  });

  test('no usable row: no model, and a problem that says so', () => {
    expect(
      fitRegression(
        rowsWith(
          columns,
          y.map(() => null),
        ),
        parameters,
      ),
    ).toMatchObject({
      model: null,
      problems: [{ code: 'EWS5004', severity: 'error' }],
    });
  });

  test('a constant feature alone: the mean, and a warning', () => {
    const { model, problems } = fitRegression(rowsWith([at.map(() => 4)], y), parameters);
    const mean = y.reduce((sum, value) => sum + value, 0) / length;
    const { base, terms } = present(model);
    expect(base).toBeCloseTo(mean, 12);
    expect(terms).toEqual([]);
    expect(problems).toMatchObject([{ code: 'EWS5002' }]);
  });

  test('a constant label is predicted as it is', () => {
    const model = fitted(
      rowsWith(
        columns,
        y.map(() => 5),
      ),
      parameters,
    );
    for (const value of predictValues(model, plain)) expect(value).toBeCloseTo(5, 9);
  });
});

test('linear: the normal equations hold, and a collinear column is left out and named', () => {
  const model = fitted(rowsWith([wave, level], y), { kind: 'linear', winsorize: 0 });
  const residuals = predictValues(model, rowsWith([wave, level], y)).map((value, i) => present(value) - valueAt(y, i));
  const along = (column: readonly number[]) => residuals.reduce((sum, r, i) => sum + r * valueAt(column, i), 0);
  for (const column of [at.map(() => 1), wave, level]) expect(along(column)).toBeCloseTo(0, 9);
  const collinear = rowsWith([wave, level, wave.map((value, i) => value - 2 * valueAt(level, i))], y);
  const { model: other, problems } = fitRegression(collinear, { kind: 'linear', winsorize: 0 });
  expect(problems).toMatchObject([{ code: 'EWS5002', message: expect.stringContaining('group.x2') }]);
  const predicted = predictValues(present(other), collinear);
  for (const [i, value] of predictValues(model, rowsWith([wave, level], y)).entries())
    expect(valueAt(predicted, i)).toBeCloseTo(present(value), 9);
});

test('linear: more columns than rows give finite predictions', () => {
  const wide = rowsWith(
    Array.from({ length: 30 }, (_, j) => at.slice(0, 20).map((i) => Math.sin(i * (j + 1) * (j + 2)))),
    y.slice(0, 20),
  );
  for (const value of predictValues(fitted(wide, { kind: 'linear', winsorize: 0 }), wide))
    expect(Number.isFinite(value)).toBe(true);
});

test('theil_sen: the median slope of all pairs, which an outlier does not move', () => {
  const line = at.map((i) => 1 + 2 * i);
  const wild = line.map((value, i) => (i % 10 === 0 ? 1e6 : value));
  const predicted = predictValues(
    fitted(rowsWith([at], wild), { kind: 'theil_sen', winsorize: 0 }),
    rowsWith([at], line),
  );
  for (const i of [1, 5, 40, 78]) expect(predicted[i]).toBeCloseTo(valueAt(line, i), 0);
});

test('polynomial: a cubic is found exactly', () => {
  const cubic = at.map((i) => 1 - 2 * i + 0.03 * i ** 2 + 0.001 * i ** 3);
  const model = fitted(rowsWith([at], cubic), { kind: 'polynomial', winsorize: 0, degree: 3 });
  for (const [i, value] of predictValues(model, rowsWith([at], cubic)).entries())
    expect(value).toBeCloseTo(valueAt(cubic, i), 6);
});
