import { expect, test } from 'vitest';
import { frozen } from './frozen.ts';

test('a result is frozen to its last part', () => {
  const result = frozen({ list: [{ value: 1 }], none: null, text: 'a' });
  expect(Object.isFrozen(result.list[0])).toBe(true);
  expect(() => Object.assign(result.list, { 0: null })).toThrow(TypeError);
});

test('a number that is none is an error where it is made, not null where it is read', () => {
  expect(() => frozen({ refits: [{ auroc: Number.NaN }] })).toThrow('auroc is NaN');
  expect(() => frozen([1, Infinity])).toThrow('1 is Infinity');
  expect(() => frozen(-Infinity)).toThrow('-Infinity');
});
