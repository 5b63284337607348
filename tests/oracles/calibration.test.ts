import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../../engine/presence/index.ts';
import { interpolated, isotonicRegression } from '../../engine/training/calibration/isotonic.ts';
import { plattScaling } from '../../engine/training/calibration/platt.ts';
import type { CalibrationPair } from '../../engine/training/calibration/types.ts';
import { uniforms } from './example-rows.ts';

type Line = readonly [intercept: number, slope: number];

interface Figures {
  readonly calibration: Readonly<Record<'platt' | 'parted', { readonly sigmoid: Line; readonly maximum: Line }>> & {
    readonly isotonic: readonly number[];
  };
}

const { calibration }: Figures = JSON.parse(readFileSync(new URL('figures.json', import.meta.url), 'utf8'));

/** The data of make_figures.py. */
const drawn = uniforms(41, 400);
const raw = drawn.slice(0, 200).map((value) => (Math.floor(value * 40) / 40) * 0.9 + 0.05);
const pairsOf = (labelOf: (raw: number, i: number) => boolean): readonly CalibrationPair[] =>
  raw.map((value, i) => ({ raw: value, y: labelOf(value, i) ? 1 : 0, run: null }));
const labelled = pairsOf((value, i) => at(drawn, 200 + i) < 0.1 + 0.5 * value ** 2);

test.each([
  ['platt', labelled],
  ['parted', pairsOf((value) => value > 0.5)],
] as const)(
  '%s: the maximum that statsmodels finds within 1e-9, and the one of scikit-learn within 1e-6',
  (name, pairs) => {
    const found = plattScaling(pairs);
    if (found.method !== 'platt') throw new Error('nothing was fitted');
    const { sigmoid, maximum } = calibration[name];
    for (const [i, value] of [found.intercept, found.slope].entries()) {
      expect(Math.abs(value - at(maximum, i))).toBeLessThan(1e-9 * (1 + Math.abs(value)));
      // scikit-learn stops its search by a tolerance.
      expect(Math.abs(value - at(sigmoid, i))).toBeLessThan(1e-6 * (1 + Math.abs(value)));
    }
  },
);

test('scikit-learn: the isotonic regression, between its knots and beyond them, within 1e-9', () => {
  const found = isotonicRegression(labelled);
  if (found.method !== 'isotonic') throw new Error('nothing was fitted');
  expect(calibration.isotonic).toHaveLength(41);
  for (const [i, wanted] of calibration.isotonic.entries())
    expect(Math.abs(interpolated(found, i / 40) - wanted)).toBeLessThan(1e-9);
});
