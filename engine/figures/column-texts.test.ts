import { expect, it } from 'vitest';
import { columnTexts, figureText } from './index.ts';

it.each<[readonly (number | null)[], readonly (string | null)[]]>([
  [
    [4.9, 5, null],
    ['4.9', '5.0', null],
  ],
  [
    [0.53, 0.4333333333],
    ['0.530000', '0.433333'],
  ],
  [
    [153018, 1.5],
    ['153018.0', '1.5'],
  ],
  [[12345678.25], ['12345678']],
  [
    [-0.0000001, 1],
    ['-1.00000e-7', '1'],
  ],
  [
    [1e-9, 0.5],
    ['1.00000e-9', '0.5'],
  ],
  [
    [-0, 0],
    ['0', '0'],
  ],
  [
    [Number.NaN, 1.25],
    ['NaN', '1.25'],
  ],
])('shows %j as %j, one number of decimals in a column', (values, texts) => {
  expect(columnTexts(values)).toEqual(texts);
});

it('leaves texts, dates and truth values as they are', () => {
  expect(columnTexts(['2020-01-01', null, 'peak'])).toEqual(['2020-01-01', null, 'peak']);
  expect(columnTexts([true, false])).toEqual(['true', 'false']);
});

it.each([
  [0.213974123, '0.213974'],
  [3.52, '3.52'],
  [21503.4, '21503.4'],
  [2747.1386, '2747.14'],
  [1e21, '1.00000e+21'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('shows %d alone as %s', (value, text) => {
  expect(figureText(value)).toBe(text);
});
