import { describe, expect, test } from 'vitest';
import { labelsAsKnown, trainingLabels } from './labels.ts';

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
  const window = { fromMonth: 1, toMonth: 12 };
  const protocol = { firstCutoff: '2000-01-01', refitMonths: 1, minimumEpisodes: 0, excludeInEvent: false };
  const asKnown = { window, protocol: { ...protocol, maturity: 'as_known' } } as const;
  const wholeWindow = { window, protocol: { ...protocol, maturity: 'whole_window' } } as const;
  const none = dates.map(() => false);

  test('stop at the cut-off', () => {
    const when = { cutoff: '2007-08-31', knowledge: '2022-09-30' };
    expect(trainingLabels({ dates, labels: [1, 0, 1, 1], excluded: none }, when, asKnown).y).toEqual([1, 0, 1, null]);
  });

  test('whole_window holds a label back until the last day of its window', () => {
    const when = { cutoff: '2008-07-31', knowledge: '2008-07-31' };
    const rows = { dates, labels: [1, 1, 1, 1], excluded: none } as const;
    expect(trainingLabels(rows, when, asKnown).y).toEqual([1, 1, 1, 1]);
    expect(trainingLabels(rows, when, wholeWindow).y).toEqual([1, 1, null, null]);
  });

  test('a run of positives ends at a zero; an unknown label or an excluded row does not part it', () => {
    const when = { cutoff: '2022-09-30', knowledge: '2022-09-30' };
    const unknown = { dates, labels: [1, null, 1, 0], excluded: none } as const;
    expect(trainingLabels(unknown, when, asKnown).run).toEqual([1, null, 1, null]);
    const excluded = { dates, labels: [1, 0, 1, 1], excluded: [false, true, false, false] } as const;
    expect(trainingLabels(excluded, when, asKnown)).toEqual({ y: [1, null, 1, 1], run: [1, null, 2, 2] });
  });
});
