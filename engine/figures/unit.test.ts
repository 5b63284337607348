import { expect, it } from 'vitest';
import { inUnit, unitOfDifference } from './index.ts';

it('a unit stands behind its figure, a per cent sign at it', () => {
  expect(['%', '% a year', 'bn USD', '', null, undefined].map((unit) => inUnit('4.35', unit))).toEqual([
    '4.35%',
    '4.35% a year',
    '4.35 bn USD',
    '4.35',
    '4.35',
    '4.35',
  ]);
});

it('percentages differ by percentage points, all else by what it is', () => {
  expect(['%', 'bn USD', null, undefined].map(unitOfDifference)).toEqual(['percentage points', 'bn USD', null, null]);
});
