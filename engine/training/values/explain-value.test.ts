import { describe, expect, test } from 'vitest';
import { monthEnd, monthIndex } from '../../calendar/index.ts';
import { explainValueDate, valueWhatIf } from './explain-value.ts';
import type { ValueBacktestInput, ValueParameters, ValueSpec } from './types.ts';
import { valueBacktest } from './value-backtest.ts';

const START = monthIndex('1990-01-01');
const asOf = Array.from({ length: 200 }, (_, i) => monthEnd(START + i));
const one = asOf.map((_, i) => 3 + Math.sin(i / 9) + 0.3 * Math.sin(3 * i * i));
const two = asOf.map((_, i) => Math.cos(i / 4) + 0.2 * Math.cos(5 * i * i));
const outcome = asOf.map((_, i) => 4 + 1.5 * (one[i] ?? 0) ** 2 - 0.7 * (two[i] ?? 0) + 0.3 * Math.cos(7 * i * i));

function inputOf(estimator: ValueParameters, features: readonly string[]): ValueBacktestInput {
  const spec: ValueSpec = {
    estimator,
    features,
    protocol: {
      firstCutoff: '1998-01-31',
      refitMonths: 24,
      minimumRows: 48,
      maturity: 'as_known',
      excludeInEvent: false,
    },
    window: { fromMonth: 1, toMonth: 1 },
    bootstrap: { draws: 1, level: 0.9 },
    seed: 1,
  };
  const labels = asOf.map((date, i) => ({ date, y: outcome[i] ?? null, knownFrom: date, knownTo: '9999-12-31' }));
  const frame = { asOf, features: ['g.one', 'g.two'], values: [one, two] };
  return { frame, labels, events: [], spec, labelKnowledge: 'as_known' };
}

/** Least squares by normal equations and elimination: columns -> coefficients. */
function leastSquares(columns: readonly (readonly number[])[], y: readonly number[]): readonly number[] {
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * (b[i] ?? 0), 0);
  const rows = columns.map((column) => [...columns.map((other) => dot(column, other)), dot(column, y)]);
  for (const [i, pivot] of rows.entries()) {
    const by = pivot[i] ?? 1;
    for (const [k, row] of rows.entries()) {
      if (k === i) continue;
      const factor = (row[i] ?? 0) / by;
      for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[columns.length] ?? 0) / (row[i] ?? 1));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('contributions', () => {
  const DATE = '2001-05-31';
  const at = asOf.indexOf(DATE);
  const trained = asOf.flatMap((date, i) => (date <= '2000-01-31' ? [i] : []));
  const of = (values: readonly number[]): readonly number[] => trained.map((i) => values[i] ?? 0);
  const y = of(outcome);

  test('of a linear model: coefficient times deviation from the training mean', () => {
    const input = inputOf({ kind: 'linear', winsorize: 0 }, ['g.one', 'g.two']);
    const explained = explainValueDate({ frame: input.frame, backtest: valueBacktest(input) }, DATE);
    const [, slopeOne = 0, slopeTwo = 0] = leastSquares([y.map(() => 1), of(one), of(two)], y);
    expect(explained?.refit.cutoff).toBe('2000-01-31');
    expect(explained?.explanation?.contributions).toMatchObject([
      { feature: 'g.one', contribution: expect.closeTo(slopeOne * ((one[at] ?? 0) - mean(of(one))), 9) },
      { feature: 'g.two', contribution: expect.closeTo(slopeTwo * ((two[at] ?? 0) - mean(of(two))), 9) },
    ]);
    expect(explained?.explanation?.base).toBeCloseTo(mean(y), 9);
  });

  test('of a polynomial: the curve at the value less the curve at the training mean', () => {
    const input = inputOf({ kind: 'polynomial', degree: 2, winsorize: 0 }, ['g.one']);
    const explained = explainValueDate({ frame: input.frame, backtest: valueBacktest(input) }, DATE);
    const [a = 0, b = 0, c = 0] = leastSquares([y.map(() => 1), of(one), of(one).map((value) => value ** 2)], y);
    const curve = (x: number): number => a + b * x + c * x ** 2;
    const centre = curve(mean(of(one)));
    expect(explained?.explanation?.base).toBeCloseTo(centre, 8);
    expect(explained?.explanation?.contributions[0]?.contribution).toBeCloseTo(curve(one[at] ?? 0) - centre, 8);
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
      const { base = Number.NaN, contributions = [] } = explainValueDate(walked, date)?.explanation ?? {};
      const sum = contributions.reduce((total, { contribution }) => total + contribution, base);
      expect(Math.abs(sum - (prediction ?? Number.NaN))).toBeLessThan(1e-9);
    }
  });
});

describe('what if', () => {
  const input = inputOf({ kind: 'linear', winsorize: 0 }, ['g.one', 'g.two']);
  const walked = { frame: input.frame, backtest: valueBacktest(input) };

  test('the observed values are the observed prediction, to the bit', () => {
    for (const { asOf: date, prediction } of walked.backtest.predictions) {
      const row = asOf.indexOf(date);
      const answer = valueWhatIf(
        walked,
        date,
        new Map([
          ['g.one', one[row] ?? null],
          ['g.two', two[row] ?? null],
        ]),
      );
      expect(answer?.prediction).toBe(prediction);
      expect(answer?.explanation).toEqual(answer?.observed.explanation);
    }
  });

  test('one input moves its own contribution alone, and by what the prediction moves', () => {
    const answer = valueWhatIf(walked, '2001-05-31', new Map([['g.two', 9]]));
    const [before, after] = [answer?.observed.explanation?.contributions, answer?.explanation?.contributions];
    expect(after?.[0]).toEqual(before?.[0]);
    const moved = (after?.[1]?.contribution ?? 0) - (before?.[1]?.contribution ?? 0);
    expect((answer?.prediction ?? 0) - (answer?.observed.prediction.prediction ?? 0)).toBeCloseTo(moved, 12);
    expect(answer?.changes).toMatchObject([{ feature: 'g.two', to: 9, outsideTraining: true }]);
  });

  test('a missing input predicts nothing, and a date without a prediction has no answer', () => {
    const answer = valueWhatIf(walked, '2001-05-31', new Map([['g.one', null]]));
    expect(answer).toMatchObject({ prediction: null, explanation: null });
    expect(valueWhatIf(walked, '1990-01-31', new Map([['g.one', 1]]))).toBeUndefined();
    expect(() => valueWhatIf(walked, '2001-05-31', new Map([['g.three', 1]]))).toThrow('no feature g.three');
  });
});
