import { describe, expect, test } from 'vitest';
import { monthEnd, monthIndex, monthStart } from '../../calendar/index.ts';
import { at, first, present } from '../../presence/index.ts';
import { compareValues } from './compare-values.ts';
import type { ValuePrediction } from './types.ts';

const START = monthIndex('1990-01-01');
const MONTHS = 160;
const events = Array.from({ length: MONTHS }, (_, i) => ({
  month: monthStart(START + i),
  state: (i % 40 >= 30 ? 1 : 0) as 0 | 1,
}));
const spec = { window: { fromMonth: 0, toMonth: 0 }, bootstrap: { draws: 300, level: 0.9 }, seed: 3 };

/** Outcomes that swing, predicted with an error of this size. */
function model(name: string, size: number, from = 0) {
  const predictions = Array.from({ length: MONTHS - from }, (_, k): ValuePrediction => {
    const i = k + from;
    const y = 5 + Math.sin(i / 7);
    const error = size * Math.cos(11 * i * i + size);
    return {
      asOf: monthEnd(START + i),
      cutoff: monthEnd(START),
      prediction: y + error,
      baseline: 5,
      y,
      excluded: false,
    };
  });
  return { name, predictions };
}

const [sharp, blunt] = [model('sharp', 0.2), model('blunt', 0.9)];
const errorsOf = ({ predictions }: typeof sharp): readonly number[] =>
  predictions.map(({ prediction, y }) => present(prediction) - present(y));

describe('a comparison of values', () => {
  test('has the errors of each, and how much more the other errs', () => {
    const comparison = compareValues([sharp, blunt], events, spec);
    const rmse = (errors: readonly number[]): number =>
      Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    const mae = (errors: readonly number[]): number =>
      errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
    const [one, other] = [errorsOf(sharp), errorsOf(blunt)];
    expect(comparison).toMatchObject({ models: ['sharp', 'blunt'], scored: MONTHS, episodes: 4 });
    const [ofRmse, ofMae] = [at(comparison.measures, 0), at(comparison.measures, 1)];
    expect(ofRmse.values).toEqual([expect.closeTo(rmse(one), 12), expect.closeTo(rmse(other), 12)]);
    expect(ofMae.values).toEqual([expect.closeTo(mae(one), 12), expect.closeTo(mae(other), 12)]);
    expect(first(ofRmse.differences).value).toBeCloseTo(rmse(other) - rmse(one), 12);
    for (const { measure, differences } of comparison.measures) {
      const { low, high } = present(first(differences).interval);
      expect(measure === 'r2' ? -high : low).toBeGreaterThan(0);
    }
  });

  test('of a model with itself differs nowhere, not even in its intervals', () => {
    for (const { differences } of compareValues([blunt, { ...blunt, name: 'again' }], events, spec).measures) {
      expect(differences).toMatchObject([{ value: 0, interval: { low: 0, high: 0 } }]);
    }
  });

  test('is on the dates that all scored', () => {
    const late = model('late', 0.5, 25);
    const comparison = compareValues([sharp, late], events, spec);
    expect(comparison).toMatchObject({ scored: MONTHS - 25, first: monthEnd(START + 25) });
    const same = compareValues([{ ...sharp, predictions: sharp.predictions.slice(25) }, late], events, spec);
    expect(same.measures).toEqual(comparison.measures);
  });

  test('without an event has no intervals, and without a common date nothing', () => {
    expect(first(compareValues([sharp, blunt], [], spec).measures).differences).toMatchObject([
      { value: expect.any(Number), interval: null },
    ]);
    const none = compareValues([{ ...sharp, predictions: [] }, blunt], events, spec);
    expect(none).toMatchObject({ scored: 0, first: null, measures: [{ values: [null, null] }, {}, {}] });
  });
});
