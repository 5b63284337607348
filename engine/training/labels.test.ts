import { describe, expect, test } from 'vitest';
import { labelsAsKnown, trainingLabels } from './labels.ts';
import type { ModelSpec } from './types.ts';

const dates = ['2007-06-30', '2007-07-31', '2007-08-31', '2007-09-30'];
const OPEN = '9999-12-31';

describe('labels as known', () => {
  const labels = [
    { date: '2007-06-30', y: null, knownFrom: '2007-06-30', knownTo: '2008-12-31' },
    { date: '2007-06-30', y: 1, knownFrom: '2008-12-31', knownTo: OPEN },
    { date: '2007-07-31', y: 0, knownFrom: '2008-01-31', knownTo: '2009-01-31' },
  ] as const;

  test('the version whose half-open interval holds the day; no version and NULL are both unknown', () => {
    expect(labelsAsKnown(labels, dates, '2008-12-30')).toEqual([null, 0, null, null]);
    expect(labelsAsKnown(labels, dates, '2008-12-31')).toEqual([1, 0, null, null]);
    expect(labelsAsKnown(labels, dates, '2009-01-31')).toEqual([1, null, null, null]);
  });

  test('a label that is no class is a bug of the caller', () => {
    const continuous = [{ date: '2007-06-30', y: 0.5, knownFrom: '2007-06-30', knownTo: OPEN }];
    expect(() => labelsAsKnown(continuous, dates, '2008-01-31')).toThrow('the label of 2007-06-30 is 0.5');
  });
});

describe('training labels', () => {
  const specWith = (maturity: 'as_known' | 'whole_window'): ModelSpec => ({
    estimator: { kind: 'climatology' },
    features: [],
    protocol: { firstCutoff: '2000-01-01', refitMonths: 1, minimumEpisodes: 0, maturity, excludeInEvent: false },
    window: { fromMonth: 1, toMonth: 12 },
    loss: { kind: 'sarlin', preference: 0.5 },
    leadWindow: { minMonths: 1, maxMonths: 18 },
    persistence: { k: 1, n: 1 },
    bootstrap: { draws: 0, level: 0.9 },
    seed: 0,
  });
  const none = dates.map(() => false);

  test('stop at the cut-off', () => {
    const when = { cutoff: '2007-08-31', knowledge: '2022-09-30' };
    expect(trainingLabels(dates, [1, 0, 1, 1], none, when, specWith('as_known')).y).toEqual([1, 0, 1, null]);
  });

  test('whole_window holds a label back until the last day of its window', () => {
    const when = { cutoff: '2008-07-31', knowledge: '2008-07-31' };
    expect(trainingLabels(dates, [1, 1, 1, 1], none, when, specWith('as_known')).y).toEqual([1, 1, 1, 1]);
    expect(trainingLabels(dates, [1, 1, 1, 1], none, when, specWith('whole_window')).y).toEqual([1, 1, null, null]);
  });

  test('a run of positives ends at a zero; an unknown label or an excluded row does not part it', () => {
    const when = { cutoff: '2022-09-30', knowledge: '2022-09-30' };
    expect(trainingLabels(dates, [1, null, 1, 0], none, when, specWith('as_known')).run).toEqual([1, null, 1, null]);
    const middle = [false, true, false, false];
    const labels = trainingLabels(dates, [1, 0, 1, 1], middle, when, specWith('as_known'));
    expect(labels).toEqual({ y: [1, null, 1, 1], run: [1, null, 2, 2] });
  });
});
