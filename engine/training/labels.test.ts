import { describe, expect, test } from 'vitest';
import { labelsAsKnown, matureLabels, trainingLabels } from './labels.ts';
import type { WalkSpec } from './types.ts';

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

describe('mature labels', () => {
  const specWith = (maturity: 'as_known' | 'whole_window'): Pick<WalkSpec, 'protocol' | 'window'> => ({
    protocol: { firstCutoff: '2000-01-01', refitMonths: 1, maturity, excludeInEvent: false },
    window: { fromMonth: 1, toMonth: 12 },
  });

  test('stop at the cut-off', () => {
    const days = { cutoff: '2007-08-31', labelled: '2022-09-30' };
    expect(matureLabels([1, 0, 1, 1], dates, days, specWith('as_known'))).toEqual([1, 0, 1, null]);
  });

  test('whole_window holds a label back until the last day of its window', () => {
    const days = { cutoff: '2008-07-31', labelled: '2008-07-31' };
    expect(matureLabels([1, 1, 1, 1], dates, days, specWith('as_known'))).toEqual([1, 1, 1, 1]);
    expect(matureLabels([1, 1, 1, 1], dates, days, specWith('whole_window'))).toEqual([1, 1, null, null]);
  });
});

describe('training labels', () => {
  test('a run of positives ends at a zero; an unknown label or an excluded row does not part it', () => {
    const none = dates.map(() => false);
    expect(trainingLabels([1, null, 1, 0], none).run).toEqual([1, null, 1, null]);
    const middle = [false, true, false, false];
    expect(trainingLabels([1, 0, 1, 1], middle)).toEqual({ y: [1, null, 1, 1], run: [1, null, 2, 2] });
  });
});
