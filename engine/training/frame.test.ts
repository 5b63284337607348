import { expect, test } from 'vitest';
import { type Day, monthEnd, monthIndex, monthStart } from '../calendar/index.ts';
import { frameProblems, horizonDates } from './frame.ts';
import type { TrainingFrame } from './types.ts';

function frameOf(asOf: readonly Day[]): TrainingFrame {
  return { asOf, features: [], values: [] };
}

test('a horizon in months becomes rows by how dense the decision dates are', () => {
  const months = Array.from({ length: 36 }, (_, i) => monthIndex('2000-01-01') + i);
  expect(horizonDates(frameOf(months.map(monthEnd)), 12)).toBe(12);
  const quarters = months.filter((month) => month % 3 === 2);
  expect(horizonDates(frameOf(quarters.map(monthEnd)), 12)).toBe(4);
  const twiceMonthly = months.flatMap((month) => [`${monthStart(month).slice(0, 8)}15`, monthEnd(month)]);
  expect(horizonDates(frameOf(twiceMonthly), 12)).toBe(25);
  expect(horizonDates(frameOf(['2000-01-31']), 12)).toBe(0);
});

test('months know leap years and turn the year', () => {
  expect(monthEnd(monthIndex('2008-02-01'))).toBe('2008-02-29');
  expect(monthEnd(monthIndex('1900-02-10'))).toBe('1900-02-28');
  expect(monthStart(monthIndex('1999-12-31') + 1)).toBe('2000-01-01');
});

test('a frame whose parts do not fit is a bug of the caller', () => {
  expect(() => frameProblems(frameOf(['2000-02-29', '2000-01-31']), [])).toThrow('decision dates do not ascend');
  expect(() => frameProblems({ asOf: ['2000-01-31'], features: ['a.b'], values: [[]] }, ['a.b'])).toThrow(
    'columns differ',
  );
});
