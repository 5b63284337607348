import { expect, test } from 'vitest';
import { at, entry } from './presence.mjs';

test('a page reads what must be there', () => {
  expect([at(['a', ''], 1), at([0], 0), entry(new Map([['a', 0]]), 'a')]).toEqual(['', 0, 0]);
});

test('and stops where it is not', () => {
  expect(() => at([1, 2], 2)).toThrow('nothing at 2 of 2 values');
  expect(() => at([1, 2], -1)).toThrow('nothing at -1 of 2 values');
  expect(() => entry(new Map([['a', 1]]), 'b')).toThrow('nothing under b among 1 entries');
});
