import { describe, expect, test } from 'vitest';
import { first, present } from '../../presence/index.ts';
import { randomStream } from '../random.ts';
import type { EventMonth, PredictionRow } from '../types.ts';
import { compareModels } from './compare.ts';

const MONTHS = Array.from({ length: 240 }, (_, i) => new Date(Date.UTC(1990, i, 1)).toISOString().slice(0, 10));
/** Eight months of event in every forty. */
const EVENTS: readonly EventMonth[] = MONTHS.map((month, i) => ({ month, state: i % 40 >= 30 && i % 40 < 38 ? 1 : 0 }));
const SPEC = {
  window: { fromMonth: 1, toMonth: 3 },
  loss: { kind: 'alessi_detken', preference: 0.6 },
  bootstrap: { draws: 200, level: 0.9 },
  seed: 11,
} as const;

/** Predictions that are right up to noise of a size. */
function predictions(noise: number, seed: number): readonly PredictionRow[] {
  const random = randomStream(seed);
  return MONTHS.slice(0, 236).map((asOf, i) => {
    const y = EVENTS.slice(i + 1, i + 4).some(({ state }) => state === 1) ? 1 : 0;
    const shift = (random.below(2001) / 1000 - 1) * noise;
    const probability = Math.min(0.99, Math.max(0.01, (y === 1 ? 0.7 : 0.3) + shift));
    return {
      asOf,
      cutoff: asOf,
      probability,
      raw: probability,
      baseline: 0.25,
      threshold: 0.5,
      alarm: probability >= 0.5,
      y,
      excluded: false,
    };
  });
}

const sharp = { name: 'sharp', predicts: 'probability', predictions: predictions(0.2, 1) } as const;
const blunt = { name: 'blunt', predicts: 'probability', predictions: predictions(0.6, 2) } as const;
const measured = (comparison: ReturnType<typeof compareModels>, measure: string) =>
  present(
    comparison.measures.find((compared) => compared.measure === measure),
    measure,
  );

describe('a comparison', () => {
  test('of a model with itself differs nowhere, not even in its intervals', () => {
    const comparison = compareModels([sharp, { ...sharp, name: 'again' }], EVENTS, SPEC);
    for (const { differences } of comparison.measures) {
      expect(differences).toMatchObject([{ value: 0, interval: { low: 0, high: 0, level: 0.9 } }]);
    }
  });

  test('finds the better one, and how sure that is', () => {
    const comparison = compareModels([blunt, sharp], EVENTS, SPEC);
    expect(comparison).toMatchObject({ models: ['blunt', 'sharp'], scored: 236, episodes: 6, first: MONTHS[0] });
    expect(measured(comparison, 'auroc').differences[0]?.interval?.low).toBeGreaterThan(0);
    expect(measured(comparison, 'brier').differences[0]?.interval?.high).toBeLessThan(0);
  });

  test('turned round has the opposite differences and the same intervals, mirrored', () => {
    const there = compareModels([blunt, sharp], EVENTS, SPEC);
    const back = compareModels([sharp, blunt], EVENTS, SPEC);
    for (const { measure, differences, values } of there.measures) {
      const other = measured(back, measure);
      expect(other.values).toEqual(values.toReversed());
      const [one, turned] = [first(differences), first(other.differences)];
      expect(turned.value).toBeCloseTo(-present(one.value), 12);
      expect(present(turned.interval).low).toBeCloseTo(-present(one.interval).high, 12);
    }
  });

  test('is on the dates that all models scored', () => {
    const unpredicted = { ...first(sharp.predictions), probability: null, alarm: null };
    const predicted = [unpredicted, ...sharp.predictions.slice(11)];
    const holes = { ...sharp, name: 'holes', predictions: predicted };
    const comparison = compareModels([blunt, holes], EVENTS, SPEC);
    expect(comparison).toMatchObject({ scored: 225, first: MONTHS[11] });
    const same = compareModels([{ ...blunt, predictions: blunt.predictions.slice(11) }, holes], EVENTS, SPEC);
    expect(same.measures).toEqual(comparison.measures);
  });

  test('scores no probability of a rule, which states none', () => {
    const rule = { ...blunt, name: 'rule', predicts: 'alarm' } as const;
    const comparison = compareModels([sharp, rule], EVENTS, SPEC);
    for (const measure of ['brier', 'log_score']) {
      expect(measured(comparison, measure)).toMatchObject({
        values: [expect.any(Number), null],
        differences: [{ value: null, interval: null }],
      });
    }
    expect(measured(comparison, 'relative_usefulness').differences[0]?.value).toEqual(expect.any(Number));
  });

  test('without a common date says so in nulls', () => {
    const comparison = compareModels([{ ...sharp, predictions: [] }, blunt], EVENTS, SPEC);
    expect(comparison).toMatchObject({ scored: 0, first: null, episodes: 0 });
    expect(comparison.measures.every(({ differences }) => differences[0]?.value === null)).toBe(true);
  });
});
