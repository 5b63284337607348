import { expect, it } from 'vitest';
import { differingFunctions, digestOfDoubles, javascriptNumerics, probeOf, probeValues } from './index.ts';

it('asks V8 for the same numbers every time', () => {
  expect(javascriptNumerics()).toEqual(javascriptNumerics());
});

it('is another one with one function replaced, and says which', () => {
  const functions = { exp: (x: number) => Math.exp(x), tanh: (x: number) => Math.tanh(x) };
  const here = probeOf(javascriptNumerics(functions));
  // One last bit in one of 200,000 values.
  const there = probeOf(javascriptNumerics({ ...functions, tanh: (x) => Math.tanh(x) - (x > 255.99 ? 2 ** -53 : 0) }));
  expect(there.digest).not.toBe(here.digest);
  expect(differingFunctions(here, there)).toEqual(['v8 tanh']);
  expect(differingFunctions(here, probeOf({ ...here.functions, 'v8 exp': '' }))).toEqual(['v8 exp']);
  expect(differingFunctions(here, probeOf(javascriptNumerics({ exp: functions.exp })))).toEqual(['v8 tanh']);
  expect(probeOf(Object.fromEntries(Object.entries(here.functions).toReversed()))).toEqual(here);
});

it('tells doubles apart to the bit, and NaN from NaN never', () => {
  const digest = (...values: readonly number[]): string => digestOfDoubles(Float64Array.from(values));
  expect(digest(0)).not.toBe(digest(-0));
  expect(digest(1)).not.toBe(digest(1 + Number.EPSILON));
  expect(digest(1, 2)).not.toBe(digest(2, 1));
  const odd = new Float64Array(new BigUint64Array([0xfff8000000000123n]).buffer);
  expect(digestOfDoubles(odd)).toBe(digest(Number.NaN));
});

it('probes values of many sizes and of either sign', () => {
  const values = [...probeValues(10_000)];
  expect(Math.max(...values)).toBeGreaterThan(500);
  expect(Math.min(...values)).toBeLessThan(-500);
  expect(values.filter((value) => Math.abs(value) < 1e-5 && value !== 0).length).toBeGreaterThan(500);
  expect(new Set(values).size).toBeGreaterThan(9_900);
});
