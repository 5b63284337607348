import { describe, expect, test } from 'vitest';
import { first, last } from '../../presence/index.ts';
import { type RandomStream, randomStream } from '../random.ts';
import { calibrate, calibrated, calibrationNotes } from './calibrate.ts';
import type { Calibration, CalibrationChoice, CalibrationPair } from './types.ts';

const BASE_RATE = { kind: 'climatology', probability: 0.2, rows: 9 } as const;
/** Any model that is no base rate: what it is does not matter. */
const FITTED = { kind: 'threshold', features: ['g.x'], at: 1, above: true } as const;
const estimator = { kind: 'logit' } as const;

/** Runs of ten positives between twenty negatives; raw probabilities on a grid, so that many are tied. */
function pairs(episodes: number, frequency: (raw: number) => number, random: RandomStream): readonly CalibrationPair[] {
  return Array.from({ length: 30 * episodes }, (_, i) => {
    const raw = random.below(21) / 20;
    const y = random.below(1000) < 1000 * frequency(raw) ? 1 : 0;
    return { raw, y, run: y === 1 ? Math.floor(i / 30) : null };
  });
}

const learnt = (sample: readonly CalibrationPair[], calibration: CalibrationChoice): Calibration =>
  calibrate(sample, { calibration, estimator }, FITTED);
const rising = (raw: number): number => 0.1 + 0.6 * raw ** 2;

describe('which method', () => {
  const sample = (episodes: number) => pairs(episodes, rising, randomStream(3));

  test.each([
    ['auto', 4, 'none'],
    ['auto', 5, 'platt'],
    ['auto', 14, 'platt'],
    ['auto', 15, 'isotonic'],
    ['platt', 4, 'none'],
    ['platt', 15, 'platt'],
    ['isotonic', 14, 'none'],
    ['isotonic', 15, 'isotonic'],
    ['none', 15, 'none'],
  ] as const)('%s with %i known episodes: %s', (choice, episodes, method) => {
    const found = learnt(sample(episodes), choice);
    expect(found).toMatchObject({ method, episodes, pairs: 30 * episodes });
    if (found.method === 'none') expect(found.reason).toBe(choice === 'none' ? 'declared' : 'few_episodes');
    expect(calibrationNotes(found)).toEqual([]);
  });

  test('a rule has no probability, a base rate needs none, and one class teaches nothing', () => {
    const rule = { kind: 'threshold', at: 1, above: true } as const;
    const many = sample(15);
    expect(calibrate(many, { calibration: 'auto', estimator: rule }, FITTED)).toMatchObject({
      reason: 'no_probability',
    });
    expect(calibrate(many, { calibration: 'auto', estimator }, BASE_RATE)).toMatchObject({ reason: 'base_rate' });
    const positives = many.filter(({ y }) => y === 1);
    const found = learnt(positives, 'auto');
    expect(found).toMatchObject({ method: 'none', reason: 'one_class', positives: positives.length });
    expect(calibrationNotes(found)).toMatchObject([{ code: 'EWS5030' }]);
  });

  test.each(['platt', 'isotonic'] as const)('%s never turns the ranking upside down, and a note says so', (choice) => {
    // Without noise, so that every step of an isotonic fit would fall.
    const falling = pairs(15, (raw) => (raw < 0.5 ? 1 : 0), randomStream(5));
    const found = learnt(falling, choice);
    expect(found).toMatchObject({ method: 'none', reason: 'not_rising' });
    expect(calibrationNotes(found)[0]?.message).toContain('do not grow more frequent');
    const level = falling.map((pair) => ({ ...pair, raw: 0.3 }));
    expect(learnt(level, choice)).toMatchObject({ method: 'none', reason: 'not_rising' });
  });
});

describe.each(['platt', 'isotonic'] as const)('%s', (choice) => {
  const samples = Array.from({ length: 20 }, (_, seed) => pairs(15, rising, randomStream(seed)));

  test('never falls, stays within [0, 1], and reads back from JSON to the bit', () => {
    for (const sample of samples) {
      const found = learnt(sample, choice);
      expect(found.method).toBe(choice);
      const grid = Array.from({ length: 1001 }, (_, i) => i / 1000);
      const values = grid.map((raw) => calibrated(found, raw));
      const reread: Calibration = JSON.parse(JSON.stringify(found));
      expect(grid.map((raw) => calibrated(reread, raw))).toEqual(values);
      expect(values.toSorted((a, b) => a - b)).toEqual(values);
      expect([first(values) >= 0, last(values) <= 1]).toEqual([true, true]);
    }
  });

  test('equals its definition within 1e-9', () => {
    for (const sample of samples) {
      const found = learnt(sample, choice);
      if (found.method === 'isotonic')
        for (const [raw, wanted] of minMax(sample))
          expect(Math.abs(calibrated(found, raw) - wanted)).toBeLessThan(1e-9);
      if (found.method === 'platt')
        for (const sum of scoreEquations(found, sample)) expect(Math.abs(sum)).toBeLessThan(1e-9 * sample.length);
    }
  });
});

/**
 * The max over a <= i of the min over b >= i of the mean of a..b (Barlow et al., "Statistical inference under order
 * restrictions", 1972), by raw probability.
 */
function minMax(sample: readonly CalibrationPair[]): ReadonlyMap<number, number> {
  const values = [...new Set(sample.map(({ raw }) => raw))].sort((a, b) => a - b);
  const mean = (from: number, to: number): number => {
    const inside = sample.filter(({ raw }) => raw >= from && raw <= to);
    return inside.filter(({ y }) => y === 1).length / inside.length;
  };
  return new Map(
    values.map((value) => {
      const below = values.filter((from) => from <= value);
      const above = values.filter((to) => to >= value);
      return [value, Math.max(...below.map((from) => Math.min(...above.map((to) => mean(from, to)))))];
    }),
  );
}

/** Derivatives of the likelihood in intercept and slope, zero at its one maximum; written apart from the engine's. */
function scoreEquations(
  { intercept, slope }: { readonly intercept: number; readonly slope: number },
  sample: readonly CalibrationPair[],
): readonly [number, number] {
  const positives = sample.filter(({ y }) => y === 1).length;
  let [first, second] = [0, 0];
  for (const { raw, y } of sample) {
    const clipped = Math.min(Math.max(raw, 1e-6), 1 - 1e-6);
    const margin = Math.log(clipped / (1 - clipped));
    const target = y === 1 ? (positives + 1) / (positives + 2) : 1 / (sample.length - positives + 2);
    const off = target - 1 / (1 + Math.exp(-intercept - slope * margin));
    first += off;
    second += off * margin;
  }
  return [first, second];
}
