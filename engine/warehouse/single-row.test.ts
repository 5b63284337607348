import { describe, expect, test } from 'vitest';
import { readCount, readText } from './single-row.ts';

describe('a count', () => {
  test('is read from n, or the column that is named, also where DuckDB sums to a HUGEINT', () => {
    expect([readCount({ n: 0 }), readCount({ n: 3, total: 7 }, 'total'), readCount({ n: '12' })]).toEqual([0, 7, 12]);
  });

  test.each([
    [undefined, 'the row of the answer is missing'],
    [{ total: 3 }, 'the answer has no column n'],
    [{ n: null }, 'n is no count: null'],
    [{ n: '' }, 'n is no count: '],
    [{ n: '12a' }, 'n is no count: 12a'],
    [{ n: true }, 'n is no count: true'],
    [{ n: 0.5 }, 'n is no count: 0.5'],
    [{ n: -1 }, 'n is no count: -1'],
    [{ n: Number.NaN }, 'n is no count: NaN'],
  ])('is not read from %j', (row, message) => {
    expect(() => readCount(row)).toThrow(message);
  });
});

describe('a text', () => {
  test('is read from its column, also an empty one', () => {
    expect([readText({ mode: 'separate' }, 'mode'), readText({ mode: '' }, 'mode')]).toEqual(['separate', '']);
  });

  test.each([
    [undefined, 'the row of the answer is missing'],
    [{}, 'the answer has no column mode'],
    [{ mode: null }, 'mode is no text: null'],
    [{ mode: 3 }, 'mode is no text: 3'],
  ])('is not read from %j', (row, message) => {
    expect(() => readText(row, 'mode')).toThrow(message);
  });
});
