import { expect, it } from 'vitest';
import { backoffSeconds, retryAfterSeconds } from './retry-wait.ts';

const NOW = new Date('2024-10-30T12:00:00Z');

it.each([
  ['7', 7],
  [' 0 ', 0],
  ['Wed, 30 Oct 2024 12:01:30 GMT', 90],
  ['Wed, 30 Oct 2024 11:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['', undefined],
  [null, undefined],
] as const)('Retry-After %j asks for %j seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, NOW)).toBe(seconds);
});

it('backs off from half a second to thirty', () => {
  const at = (attempt: number, chance: number): number => backoffSeconds(attempt, () => chance);
  expect([1, 2, 3, 4, 5, 6, 20].map((attempt) => at(attempt, 0))).toEqual([0.5, 1, 2, 4, 8, 15, 15]);
  expect([1, 2, 3, 4, 5, 6, 20].map((attempt) => at(attempt, 1))).toEqual([1, 2, 4, 8, 16, 30, 30]);
});
