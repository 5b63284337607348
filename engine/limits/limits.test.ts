import { expect, it } from 'vitest';
import { beyond, grouped, LIMITS } from './index.ts';

it.each([
  [7, '7'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
  [1e12, '1,000,000,000,000'],
  [1e20, 'about 1.0e+20'],
  [Number.POSITIVE_INFINITY, 'about Infinity'],
])('%d is written %s', (count, words) => {
  expect(grouped(count)).toBe(words);
});

it('words name the number, what is counted and the limit', () => {
  expect(beyond(LIMITS.folds, 1e6)).toBe('1,000,000 folds, and at most 50 are read');
});
