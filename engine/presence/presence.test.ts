import { describe, expect, it } from 'vitest';
import { at, entry, first, last, present, Tally } from './index.ts';

describe('what must be there', () => {
  it('is read from lists, typed arrays and maps', () => {
    expect([at(['a', 'b'], 1), first([0, 1]), last([1, null]), at(Float64Array.of(0.5), 0)]).toEqual([
      'b',
      0,
      null,
      0.5,
    ]);
    expect([entry(new Map([['a', '']]), 'a'), present(0), present('')]).toEqual(['', 0, '']);
  });

  it('throws where it is not', () => {
    expect(() => at([1, 2], 2)).toThrow('nothing at 2 of 2 values');
    expect(() => at(Float64Array.of(1), -1)).toThrow('nothing at -1 of 1 values');
    expect(() => first([])).toThrow('nothing at 0 of 0 values');
    expect(() => last([])).toThrow('nothing at -1 of 0 values');
    expect(() => entry(new Map([['a', 1]]), 'b')).toThrow('nothing under b among 1 entries');
    expect(() => present(null, 'the last refit')).toThrow('the last refit is missing');
    expect(() => present(undefined)).toThrow('a value is missing');
  });
});

describe('a tally', () => {
  it('counts, in the order of what came first', () => {
    const tally = Tally.of(['b', 'a', 'b']);
    expect(tally.add('a', 3)).toBe(4);
    expect(tally.entries()).toEqual([
      ['b', 2],
      ['a', 4],
    ]);
    expect([tally.count('b'), tally.count('c')]).toEqual([2, 0]);
  });
});
