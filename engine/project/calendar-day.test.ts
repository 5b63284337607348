import { expect, test } from 'vitest';
import { isCalendarDay } from './calendar-day.ts';

test.each([
  ['2000-02-29', true],
  ['1900-02-29', false],
  ['1959-01-31', true],
  ['1960-13-01', false],
  ['1960-04-31', false],
  ['1960-1-1', false],
  ['1960-01-01T00:00:00', false],
  ['0000-01-01', true],
])('%s: %s', (text, real) => {
  expect(isCalendarDay(text)).toBe(real);
});
