import { expect, it } from 'vitest';
import { power, powerOfTen } from './index.ts';

it.each([
  [2, 10, 1024],
  [-3, 3, -27],
  [10, -2, 0.01],
  [5, 0, 1],
  [0, 0, 1],
  [0, 3, 0],
  [0, -1, Number.POSITIVE_INFINITY],
  [0, 0.5, 0],
  [0, -0.5, Number.POSITIVE_INFINITY],
  [1, Number.NaN, Number.NaN],
  [Number.NaN, 0, 1],
  [Number.NaN, 2, Number.NaN],
  [-8, 1 / 3, Number.NaN],
  [Number.POSITIVE_INFINITY, 0.5, Number.POSITIVE_INFINITY],
  [Number.POSITIVE_INFINITY, -0.5, 0],
  [1e200, 2, Number.POSITIVE_INFINITY],
  [-1, 65, -1],
  [-1, 66, 1],
])('%d to the power of %d is %d', (base, exponent, expected) => {
  expect(power(base, exponent)).toBe(expected);
});

it('is a square to the bit, and otherwise within what it promises of V8', () => {
  for (let step = 1; step < 4000; step += 1) {
    const base = step * 0.37 - 300;
    expect(power(base, 2)).toBe(base * base);
    const exponent = (step % 97) / 7 - 6;
    const promised = (2 + Math.abs(exponent * Math.log(Math.abs(base)))) * 2 ** -52;
    const off = Math.abs(power(Math.abs(base), exponent) / Math.abs(base) ** exponent - 1);
    expect([base, exponent, off <= promised + 2 ** -52]).toEqual([base, exponent, true]);
  }
});

it('takes the nearest double to a power of ten', () => {
  expect([-323, -5, 0, 3, 22, 308].map(powerOfTen)).toEqual([1e-323, 1e-5, 1, 1e3, 1e22, 1e308]);
});
