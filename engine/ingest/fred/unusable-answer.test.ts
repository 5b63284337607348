import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDay } from '../../calendar/index.ts';

function isReal(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

it('a day is a day where the calendar has it', () => {
  const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
  const text = fc.tuple(fc.integer({ min: 1000, max: 9999 }), part(14), part(33)).map((parts) => parts.join('-'));
  const agrees = fc.property(text, (day) => isDay(day) === isReal(day));
  expect(fc.check(agrees, { numRuns: 3000 }).counterexample).toBeNull();
});

it.each(['1776-07-04', '9999-12-31', '2000-02-29', '1970-01-01'])('%s is a day', (text) => {
  expect(isDay(text)).toBe(true);
});

it.each([
  '1900-02-29',
  '2001-02-29',
  '2024-13-01',
  '2024-00-10',
  '2024-01-00',
  '2024-1-01',
  '20240101',
  ' 024-01-01',
  null,
  20240101,
])('%j is none', (value) => {
  expect(isDay(value)).toBe(false);
});
