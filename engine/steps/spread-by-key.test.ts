import { describe, expect, it } from 'vitest';
import { present } from '../presence/index.ts';
import { keyText, keyValues } from './panel-key.ts';
import { spreadByKey } from './spread-by-key.ts';

describe('the text of a key', () => {
  it('is its value, or of several columns their JSON array, and gives the values back', () => {
    expect(keyText(['AT'])).toBe('AT');
    expect(keyText(['AT', 'bank 7'])).toBe('["AT","bank 7"]');
    expect(keyValues('["a"]', ['country'])).toEqual({ country: '["a"]' });
    expect(keyValues(keyText(['x","y', '']), ['country', 'bank'])).toEqual({ country: 'x","y', bank: '' });
  });

  it('is never that of another key', () => {
    const values = ['', 'a', 'b', 'a","b', '"', ',', '[', 'a b', '\\', '\\"'];
    const pairs = values.flatMap((one) => values.map((other) => [one, other] as const));
    expect(new Set(pairs.map(keyText)).size).toBe(pairs.length);
  });
});

describe('the rows of a group, spread over those of a frame', () => {
  const frame = {
    asOf: ['2000-01-31', '2000-01-31', '2000-01-31', '2000-02-29', '2000-02-29'],
    keys: ['["AT","1"]', '["AT","2"]', '["BE","1"]', '["AT","1"]', '["BE","1"]'],
  };
  const column = (name: string, values: readonly string[]) => ({ name, type: 'VARCHAR', values });
  const names = ['country', 'bank'];
  const seen = (keys: readonly string[]) =>
    spreadByKey(
      {
        keys,
        rows: [
          column('bank', ['1', '2', '1']),
          column('country', ['AT', 'AT', 'BE']),
          column('value', ['at 1', 'at 2', 'be 1']),
        ],
      },
      frame,
      names,
      (rows, positions) => {
        const { values } = present(rows.find(({ name }) => name === 'value'));
        return positions.map((row) => `${row}: ${values.join(' + ')}`);
      },
    );

  it('by all of their keys, in whatever order a group names them', () => {
    const own = ['0: at 1', '1: at 2', '2: be 1', '3: at 1', '4: be 1'];
    expect(seen(['country', 'bank'])).toEqual(own);
    expect(seen(['bank', 'country'])).toEqual(own);
  });

  it('by those that they share, or all to all', () => {
    expect(seen(['country'])).toEqual(['0: at 1 + at 2', '1: at 1 + at 2', '2: be 1', '3: at 1 + at 2', '4: be 1']);
    expect(seen([])).toEqual([0, 1, 2, 3, 4].map((row) => `${row}: at 1 + at 2 + be 1`));
  });
});
