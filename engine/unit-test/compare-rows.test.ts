import { describe, expect, it } from 'vitest';
import { type ComparedRows, compareRows } from './compare-rows.ts';
import type { Closeness, TextRow } from './unit-case.ts';

const LAST_BITS: Closeness = { relative: 1e-9, absolute: 0 };

function differences(expected: TextRow, got: TextRow, close: Closeness | undefined = LAST_BITS) {
  const compared: ComparedRows = {
    identity: ['as_of'],
    expected: [{ as_of: 'a', ...expected }],
    got: [{ as_of: 'a', ...got }],
    closeness: () => close,
  };
  return compareRows(compared);
}

describe('a value', () => {
  it.each([
    ['the same text', '7.3', '7.3'],
    ['another text of the same number', '1.0', '1'],
    ['the last bits', '0.3', '0.30000000000000004'],
    ['negative zero', '0.0', '-0.0'],
  ])('is as expected: %s', (_what, expected, got) => {
    expect(differences({ x: expected }, { x: got })).toEqual([]);
  });

  it.each([
    ['another number', '7.3', '7.4'],
    ['beyond the last bits', '1', '1.00000001'],
    ['NULL for a value', '7.3', null],
    ['a value for NULL', null, '0.0'],
    ['NaN', '7.3', 'nan'],
    ['infinity', '7.3', 'inf'],
    ['NaN for NULL', null, 'nan'],
  ])('is not as expected: %s', (_what, expected, got) => {
    expect(differences({ x: expected }, { x: got })).toMatchObject([{ kind: 'value', at: 0, values: [{ got }] }]);
  });

  it('is the same to the last digit where nothing is tolerated', () => {
    expect(differences({ x: '0.3' }, { x: '0.30000000000000004' }, { relative: 0, absolute: 0 })).toHaveLength(1);
    const close = { relative: 0, absolute: 0.5 };
    expect(differences({ x: '10' }, { x: '10.5' }, close)).toEqual([]);
    expect(differences({ x: '10' }, { x: '10.6' }, close)).toMatchObject([
      { values: [{ difference: expect.closeTo(0.6) }] },
    ]);
  });

  it('is not compared where its row does not name it', () => {
    expect(differences({ x: '1' }, { x: '1', y: '2' })).toEqual([]);
  });
});

describe('rows', () => {
  const rows = (expected: readonly TextRow[], got: readonly TextRow[], presence?: string) =>
    compareRows({
      identity: ['date'],
      expected,
      got,
      closeness: () => undefined,
      ...(presence === undefined ? {} : { presence }),
    }).map(({ kind, row }) => `${kind} ${row['date']}`);

  it('are missing, not expected, or repeated', () => {
    const got = [{ date: '2' }, { date: '3' }, { date: '3' }];
    expect(rows([{ date: '1' }, { date: '3' }], got)).toEqual(['missing 1', 'unexpected 2', 'repeated 3']);
  });

  it('are none where the value is missing that makes them one', () => {
    const got = [
      { date: '1', y: null },
      { date: '2', y: '1' },
    ];
    expect(rows([{ date: '2', y: '1' }], got, 'y')).toEqual([]);
    expect(
      rows(
        [
          { date: '1', y: null },
          { date: '2', y: '1' },
        ],
        got,
        'y',
      ),
    ).toEqual([]);
    expect(rows([{ date: '1', y: '0' }], got, 'y')).toEqual(['missing 1', 'unexpected 2']);
    expect(rows([{ date: '2', y: null }], got, 'y')).toEqual(['value 2']);
  });
});
