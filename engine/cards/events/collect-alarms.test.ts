import { describe, expect, test } from 'vitest';
import { first, present } from '../../presence/index.ts';
import type { AlarmDate } from '../../training/index.ts';
import { smallInput } from '../small-card.fixture.ts';
import { alarmRecord } from './collect-alarms.ts';

const record = alarmRecord(smallInput.alarms);

test('a spell is quoted from its first date, with what raised the margin most there', () => {
  expect(record.spells).toEqual([
    {
      from: '2007-03-31',
      to: '2007-03-31',
      dates: 1,
      followed: 1,
      outcome: 'true',
      together: 1.125,
      // The gap lowered it.
      behind: [{ feature: 'rates.slope', contribution: 1.25 }],
    },
    {
      from: '2007-05-31',
      to: '2007-06-30',
      dates: 2,
      followed: 1,
      outcome: 'true',
      together: 1.75,
      behind: [
        { feature: 'rates.slope', contribution: 1.5 },
        { feature: 'labor.gap', contribution: 0.25 },
      ],
    },
  ]);
});

test('a feature is summed up over the dates that are explained', () => {
  const slope = first(present(record.contributions).features);
  expect(slope.feature).toBe('rates.slope');
  expect(slope.meanSize).toBeCloseTo((0.5 + 0.25 + 1.25 + 0 + 1.5 + 0.25 + 0.3) / 7, 12);
  expect(slope.mean).toBeCloseTo((-0.5 - 0.25 + 1.25 + 0 + 1.5 + 0.25 + 0.3) / 7, 12);
  expect(slope.lowest).toEqual({ asOf: '2007-01-31', contribution: -0.5 });
  expect(slope.highest).toEqual({ asOf: '2007-05-31', contribution: 1.5 });
});

describe('with more features than the chart has shades', () => {
  const sizes = { a: 0.1, b: 3, c: 1, d: -2, e: 0.2, f: 4 };
  const many = smallInput.alarms.map((date): AlarmDate => {
    if (date.explanation === null) return date;
    const contributions = Object.entries(sizes).map(([feature, contribution]) => ({
      feature,
      value: 1,
      contribution,
      outsideTraining: false,
    }));
    return { ...date, explanation: { ...date.explanation, contributions } };
  });
  const { contributions, spells } = alarmRecord(many);
  const { features, dates } = present(contributions);

  test('the largest four stand by themselves, the rest is one sum', () => {
    expect(features.map(({ feature }) => feature)).toEqual(['f', 'b', 'd', 'c', 'e', 'a']);
    expect(dates).toHaveLength(7);
    for (const { largest, rest } of dates) {
      expect(largest).toEqual([4, 3, -2, 1]);
      expect(rest).toBeCloseTo(0.3, 12);
    }
  });

  test('nothing is lost: they add up to what all features contribute', () => {
    const all = Object.values(sizes).reduce((total, value) => total + value, 0);
    for (const { largest, rest } of dates) {
      expect(largest.reduce((total, value) => total + value, rest)).toBeCloseTo(all, 12);
    }
  });

  test('three are named behind a spell', () => {
    expect(first(spells).behind.map(({ feature }) => feature)).toEqual(['f', 'b', 'c']);
  });
});

test('of a rule there are spells and nothing behind them', () => {
  const rule = alarmRecord(smallInput.alarms.map((date) => ({ ...date, explanation: null })));
  expect(rule.contributions).toBeNull();
  expect(rule.spells.map(({ together, behind }) => [together, behind])).toEqual([
    [null, []],
    [null, []],
  ]);
});
