import { describe, expect, test } from 'vitest';
import { densityOverCdf, logNormalCdf, normalCdf, normalDensity } from './normal.ts';

// scipy 1.x stats.norm: x, cdf, logcdf.
const REFERENCE = [
  [-10, 7.61985302416047e-24, -53.23128515051248],
  [-5, 2.866515718791933e-7, -15.064998393988727],
  [-2.5, 0.006209665325776132, -5.081648277278691],
  [-2, 0.022750131948179195, -3.7831843336820317],
  [-1, 0.15865525393145707, -1.8410216450092634],
  [0, 0.5, -Math.LN2],
  [0.5, 0.6914624612740131, -0.36894641528865635],
  [1.9, 0.9712834401839981, -0.02913694784510576],
  [2.1, 0.9821355794371834, -0.01802591555772773],
  [4, 0.9999683287581669, -3.1671743377489206e-5],
] as const;

describe('the standard normal distribution', () => {
  test.each(REFERENCE)('at %d agrees with scipy to twelve digits', (x, cdf, logCdf) => {
    expect(Math.abs(normalCdf(x) / cdf - 1)).toBeLessThan(1e-12);
    expect(Math.abs(logNormalCdf(x) / logCdf - 1)).toBeLessThan(1e-12);
    expect(Math.abs(densityOverCdf(x) / (normalDensity(x) / cdf) - 1)).toBeLessThan(1e-12);
  });

  test('far tails stay finite and smooth where the distribution function underflows', () => {
    expect(logNormalCdf(-38)).toBeCloseTo(-726.5572160188201, 9);
    // density/cdf tends to |x| + 1/|x|.
    expect(densityOverCdf(-200)).toBeCloseTo(200.005, 6);
    expect(densityOverCdf(200)).toBe(0);
  });

  test('the pieces meet where the tails begin', () => {
    for (const edge of [-2, 2]) {
      const rise = normalCdf(edge + 1e-6) - normalCdf(edge - 1e-6);
      expect(rise / (2e-6 * normalDensity(edge))).toBeCloseTo(1, 6);
    }
  });
});
