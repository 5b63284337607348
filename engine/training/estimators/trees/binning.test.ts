import { describe, expect, test } from 'vitest';
import { BINS, binned, binOf, learnBins, MISSING } from './binning.ts';

describe('few distinct values', () => {
  const column = learnBins('x', [3, 1, null, 2, 2, -0]);

  test('are cut between neighbours', () => {
    expect(column).toEqual({ feature: 'x', edges: [0.5, 1.5, 2.5], low: 0, high: 3 });
    expect(Object.is(column.low, 0)).toBe(true);
  });

  test('a value at an edge is below it; what lies outside goes to the ends; a missing one has its own bin', () => {
    expect([-9, 0.5, 0.500001, 2.5, 3, 99].map((value) => binOf(value, column))).toEqual([0, 0, 1, 2, 3, 3]);
    expect([...binned([null, 0], column)]).toEqual([MISSING, 0]);
  });
});

test('many values fall into bins of about the same size', () => {
  const values = Array.from({ length: 1000 }, (_, i) => Math.exp(i / 100));
  const bins = binned(values, learnBins('x', values));
  const sizes = Array.from({ length: BINS }, (_, bin) => bins.filter((found) => found === bin).length);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(15);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(16);
});

test('a value that holds half of the rows has one bin, and its neighbours keep theirs', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 0 : i - 500));
  const column = learnBins('x', values);
  const bins = binned(values, column);
  expect(column.edges.length).toBeLessThan(BINS);
  expect(new Set(bins.filter((_, i) => values[i] === 0)).size).toBe(1);
  expect(new Set(bins).size).toBe(column.edges.length + 1);
});

test('neighbouring doubles, and the largest ones, are still apart', () => {
  const next = 1 + Number.EPSILON;
  const column = learnBins('x', [1, next, Number.MAX_VALUE]);
  expect([...binned([1, next, Number.MAX_VALUE], column)]).toEqual([0, 1, 2]);
  const huge = learnBins('x', [-Number.MAX_VALUE, Number.MAX_VALUE]);
  expect([...binned([-Number.MAX_VALUE, Number.MAX_VALUE], huge)]).toEqual([0, 1]);
});

test('a column without values has no edges and no range', () => {
  expect(learnBins('x', [null, null])).toEqual({ feature: 'x', edges: [], low: null, high: null });
});
