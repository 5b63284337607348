import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { present } from '../../presence/index.ts';
import { brier, brierDecomposition, calibrationCurve, logScore, skill } from './probability-scores.ts';

const forecasts = fc
  .array(fc.record({ p: fc.integer({ min: 0, max: 40 }), y: fc.constantFrom<0 | 1>(0, 1) }), {
    minLength: 1,
    maxLength: 80,
  })
  .map((rows) => ({ probabilities: rows.map(({ p }) => p / 40), labels: rows.map(({ y }) => y) }));

describe('Brier score', () => {
  test('is the mean squared distance, and skill is what it saves against a reference', () => {
    const score = brier([0.8, 0.3, 0], [1, 0, 0]);
    expect(score).toBeCloseTo((0.04 + 0.09) / 3, 12);
    expect(skill(score, 0.2)).toBeCloseTo(1 - 0.13 / 3 / 0.2, 12);
    expect(skill(score, 0)).toBeNull();
  });

  test('its four parts add up to it exactly', () => {
    fc.assert(
      fc.property(forecasts, ({ probabilities, labels }) => {
        const { reliability, resolution, uncertainty, withinBin } = brierDecomposition(probabilities, labels);
        const score = present(brier(probabilities, labels));
        expect(reliability - resolution + uncertainty + withinBin).toBeCloseTo(score, 12);
      }),
    );
  });
});

describe('calibration curve', () => {
  test('cuts distinct probabilities into deciles', () => {
    const probabilities = Array.from({ length: 100 }, (_, i) => i / 100);
    const labels = probabilities.map((p): 0 | 1 => (p >= 0.5 ? 1 : 0));
    const curve = calibrationCurve(probabilities, labels);
    expect(curve.map(({ rows }) => rows)).toEqual(new Array(10).fill(10));
    expect(curve[4]).toMatchObject({ from: 0.4, to: 0.49, frequency: 0 });
    expect(curve[5]?.meanProbability).toBeCloseTo(0.545, 12);
    expect(curve[5]?.frequency).toBe(1);
  });

  test('keeps equal probabilities together and loses no row', () => {
    fc.assert(
      fc.property(forecasts, ({ probabilities, labels }) => {
        const curve = calibrationCurve(probabilities, labels);
        expect(curve.reduce((sum, { rows }) => sum + rows, 0)).toBe(labels.length);
        for (const [i, bin] of curve.entries()) {
          const before = curve[i - 1];
          if (before !== undefined) expect(bin.from).toBeGreaterThan(before.to);
        }
        expect(curve.length).toBeLessThanOrEqual(10);
      }),
    );
  });
});

test('the log score stays finite when a certainty was wrong', () => {
  expect(logScore([0.5, 0.25], [1, 0])).toBeCloseTo((Math.log(2) - Math.log(0.75)) / 2, 12);
  expect(logScore([0], [1])).toBeCloseTo(-Math.log(1e-15), 9);
});
