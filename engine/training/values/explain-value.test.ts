import { describe, expect, test } from 'vitest';
import { monthEnd, monthIndex } from '../../calendar/index.ts';
import { at, first, present } from '../../presence/index.ts';
import { explainValueDate, valueWhatIf } from './explain-value.ts';
import type { ValueBacktestInput, ValueParameters, ValueSpec } from './types.ts';
import { valueBacktest } from './value-backtest.ts';
import { valueSpec } from './value-spec.fixture.ts';

const START = monthIndex('1990-01-01');
const asOf = Array.from({ length: 200 }, (_, i) => monthEnd(START + i));
const one = asOf.map((_, i) => 3 + Math.sin(i / 9) + 0.3 * Math.sin(3 * i * i));
const two = asOf.map((_, i) => Math.cos(i / 4) + 0.2 * Math.cos(5 * i * i));
const outcome = asOf.map((_, i) => 4 + 1.5 * at(one, i) ** 2 - 0.7 * at(two, i) + 0.3 * Math.cos(7 * i * i));

function inputOf(estimator: ValueParameters, features: readonly string[]): ValueBacktestInput {
  const protocol = { ...valueSpec.protocol, firstCutoff: '1998-01-31', refitMonths: 24 };
  const spec: ValueSpec = { ...valueSpec, estimator, features, protocol, window: { fromMonth: 1, toMonth: 1 } };
  const labels = asOf.map((date, i) => ({ date, y: at(outcome, i), knownFrom: date, knownTo: '9999-12-31' }));
  const frame = { asOf, features: ['g.one', 'g.two'], values: [one, two] };
  return { frame, labels, events: [], spec, labelKnowledge: 'as_known' };
}

/** Least squares by normal equations and elimination: columns -> coefficients. */
function leastSquares(columns: readonly (readonly number[])[], y: readonly number[]): readonly number[] {
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * at(b, i), 0);
  const rows = columns.map((column) => [...columns.map((other) => dot(column, other)), dot(column, y)]);
  for (const [i, pivot] of rows.entries()) {
    const by = at(pivot, i);
    for (const [k, row] of rows.entries()) {
      if (k === i) continue;
      const factor = at(row, i) / by;
      for (let j = 0; j < row.length; j++) row[j] = at(row, j) - factor * at(pivot, j);
    }
  }
  return rows.map((row, i) => at(row, columns.length) / at(row, i));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('contributions', () => {
  const DATE = '2001-05-31';
  const row = asOf.indexOf(DATE);
  const trained = asOf.flatMap((date, i) => (date <= '2000-01-31' ? [i] : []));
  const of = (values: readonly number[]): readonly number[] => trained.map((i) => at(values, i));
  const y = of(outcome);

  test('of a linear model: coefficient times deviation from the training mean', () => {
    const input = inputOf({ kind: 'linear', winsorize: 0 }, ['g.one', 'g.two']);
    const { refit, explanation } = present(
      explainValueDate({ frame: input.frame, backtest: valueBacktest(input) }, DATE),
    );
    const { base, contributions } = present(explanation);
    const slopes = leastSquares([y.map(() => 1), of(one), of(two)], y);
    expect(refit.cutoff).toBe('2000-01-31');
    expect(contributions).toMatchObject([
      { feature: 'g.one', contribution: expect.closeTo(at(slopes, 1) * (at(one, row) - mean(of(one))), 9) },
      { feature: 'g.two', contribution: expect.closeTo(at(slopes, 2) * (at(two, row) - mean(of(two))), 9) },
    ]);
    expect(base).toBeCloseTo(mean(y), 9);
  });

  test('of a polynomial: the curve at the value less the curve at the training mean', () => {
    const input = inputOf({ kind: 'polynomial', degree: 2, winsorize: 0 }, ['g.one']);
    const { explanation } = present(explainValueDate({ frame: input.frame, backtest: valueBacktest(input) }, DATE));
    const { base, contributions } = present(explanation);
    const found = leastSquares([y.map(() => 1), of(one), of(one).map((value) => value ** 2)], y);
    const curve = (x: number): number => at(found, 0) + at(found, 1) * x + at(found, 2) * x ** 2;
    const centre = curve(mean(of(one)));
    expect(base).toBeCloseTo(centre, 8);
    expect(first(contributions).contribution).toBeCloseTo(curve(at(one, row)) - centre, 8);
  });

  test.each<[ValueParameters, readonly string[]]>([
    [{ kind: 'linear', winsorize: 0.02 }, ['g.one', 'g.two']],
    [{ kind: 'theil_sen', winsorize: 0.02 }, ['g.one']],
    [{ kind: 'polynomial', degree: 3, winsorize: 0.02 }, ['g.one']],
  ])('of %o add up to every prediction', (estimator, features) => {
    const input = inputOf(estimator, features);
    const backtest = valueBacktest(input);
    const walked = { frame: input.frame, backtest };
    expect(backtest.predictions.length).toBeGreaterThan(90);
    for (const { asOf: date, prediction } of backtest.predictions) {
      const { base, contributions } = present(present(explainValueDate(walked, date)).explanation);
      const sum = contributions.reduce((total, { contribution }) => total + contribution, base);
      expect(Math.abs(sum - present(prediction))).toBeLessThan(1e-9);
    }
  });
});

describe('what if', () => {
  const input = inputOf({ kind: 'linear', winsorize: 0 }, ['g.one', 'g.two']);
  const walked = { frame: input.frame, backtest: valueBacktest(input) };

  test('the observed values are the observed prediction, to the bit', () => {
    for (const { asOf: date, prediction } of walked.backtest.predictions) {
      const row = asOf.indexOf(date);
      const asObserved = new Map([
        ['g.one', at(one, row)],
        ['g.two', at(two, row)],
      ]);
      const answer = present(valueWhatIf(walked, date, asObserved));
      expect(answer.prediction).toBe(prediction);
      expect(answer.explanation).toEqual(answer.observed.explanation);
    }
  });

  test('one input moves its own contribution alone, and by what the prediction moves', () => {
    const answer = present(valueWhatIf(walked, '2001-05-31', new Map([['g.two', 9]])));
    const before = present(answer.observed.explanation).contributions;
    const after = present(answer.explanation).contributions;
    expect(first(after)).toEqual(first(before));
    const moved = at(after, 1).contribution - at(before, 1).contribution;
    expect(present(answer.prediction) - present(answer.observed.prediction.prediction)).toBeCloseTo(moved, 12);
    expect(answer.changes).toMatchObject([{ feature: 'g.two', to: 9, outsideTraining: true }]);
  });

  test('a missing input predicts nothing, and a date without a prediction has no answer', () => {
    const answer = valueWhatIf(walked, '2001-05-31', new Map([['g.one', null]]));
    expect(answer).toMatchObject({ prediction: null, explanation: null });
    expect(valueWhatIf(walked, '1990-01-31', new Map([['g.one', 1]]))).toBeUndefined();
    expect(() => valueWhatIf(walked, '2001-05-31', new Map([['g.three', 1]]))).toThrow('no feature g.three');
  });
});
