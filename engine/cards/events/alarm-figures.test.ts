import { describe, expect, test } from 'vitest';
import type { AlarmDate } from '../../training/index.ts';
import { smallInput } from '../small-card.fixture.ts';
import { alarmRecord } from './alarm-figures.ts';

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
  const [slope] = record.contributions?.features ?? [];
  expect(slope?.feature).toBe('rates.slope');
  expect(slope?.meanSize).toBeCloseTo((0.5 + 0.25 + 1.25 + 0 + 1.5 + 0.25 + 0.3) / 7, 12);
  expect(slope?.mean).toBeCloseTo((-0.5 - 0.25 + 1.25 + 0 + 1.5 + 0.25 + 0.3) / 7, 12);
  expect(slope?.lowest).toEqual({ asOf: '2007-01-31', contribution: -0.5 });
  expect(slope?.highest).toEqual({ asOf: '2007-05-31', contribution: 1.5 });
});

describe('with more features than the chart has shades', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const sizes = [0.1, 3, 1, -2, 0.2, 4];
  const many = smallInput.alarms.map((date): AlarmDate => {
    if (date.explanation === null) return date;
    const contributions = names.map((feature, j) => ({
      feature,
      value: 1,
      contribution: sizes[j] ?? 0,
      outsideTraining: false,
    }));
    return { ...date, explanation: { ...date.explanation, contributions } };
  });
  const { contributions, spells } = alarmRecord(many);

  test('the largest four stand by themselves, the rest is one sum', () => {
    expect(contributions?.features.map(({ feature }) => feature)).toEqual(['f', 'b', 'd', 'c', 'e', 'a']);
    for (const { largest, rest } of contributions?.dates ?? []) {
      expect(largest).toEqual([4, 3, -2, 1]);
      expect(rest).toBeCloseTo(0.3, 12);
    }
  });

  test('nothing is lost: they add up to what all features contribute', () => {
    for (const { largest, rest } of contributions?.dates ?? []) {
      const sum = largest.reduce((total, value) => total + value, rest);
      expect(sum).toBeCloseTo(
        sizes.reduce((total, value) => total + value, 0),
        12,
      );
    }
  });

  test('three are named behind a spell', () => {
    expect(spells[0]?.behind.map(({ feature }) => feature)).toEqual(['f', 'b', 'c']);
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
