import { describe, expect, test } from 'vitest';
import { first, last } from '../../presence/index.ts';
import { smallInput } from '../small-card.fixture.ts';
import type { GateName } from './gate.ts';
import { promotion } from './gates.ts';

function judged(gate: GateName, required: number, input = smallInput) {
  const { gates, fit } = promotion({ ...input, gates: [{ gate, required }] });
  expect(fit).toBe(first(gates).passed);
  return first(gates);
}

describe('a gate', () => {
  test.each([
    ['auroc_lower_bound', 0.55, true],
    ['auroc_lower_bound', 0.56, false],
    ['beats_climatology', -0.1, false],
    ['beats_climatology', -0.11, true],
    ['episodes', 4, true],
    ['episodes', 5, false],
    // Of the only rule beside it: the lead in usefulness is -0.311 [-0.6, 0.1].
    ['beats_threshold', -0.6, false],
    ['beats_threshold', -0.61, true],
    // 4/6 * |0.225 - 0.25| + 2/6 * |0.7 - 1|
    ['calibration_error', 0.1167, true],
    ['calibration_error', 0.1166, false],
  ] as const)('%s of %d: passed %s', (gate, required, passed) => {
    expect(judged(gate, required)).toMatchObject({ required, passed });
  });

  test('input_age_days: of the oldest input of the newest decision date', () => {
    const { frame } = smallInput;
    const newest = last(frame.asOf);
    const dated = (days: number): string => new Date(Date.parse(newest) - days * 86_400_000).toISOString().slice(0, 10);
    const features = smallInput.features.map((feature, i) => ({
      ...feature,
      dates: frame.asOf.map(() => dated(i === 0 ? 40 : 10)),
    }));
    expect(judged('input_age_days', 40, { ...smallInput, features })).toMatchObject({ found: 40, passed: true });
    expect(judged('input_age_days', 39, { ...smallInput, features })).toMatchObject({ found: 40, passed: false });
    const missing = features.map((feature) => ({ ...feature, dates: frame.asOf.map(() => null) }));
    expect(judged('input_age_days', 400, { ...smallInput, features: missing })).toMatchObject({
      found: null,
      passed: false,
    });
  });

  test('against a kind of baseline is against the best of that kind', () => {
    const rule = first(smallInput.rivals);
    const interval = { level: 0.9, low: -0.8, high: 0.1, draws: 10, skippedDraws: 0, episodes: 4 };
    const better = { ...rule, usefulnessLead: { value: -0.4, interval } };
    const probit = {
      ...rule,
      kind: 'spread_probit',
      brierSkill: { value: 0.1, interval: { ...interval, low: 0.02 } },
    } as const;
    const rivals = [rule, better, probit];
    expect(judged('beats_threshold', -0.61, { ...smallInput, rivals })).toMatchObject({ found: -0.8, passed: false });
    expect(judged('beats_spread_probit', 0, { ...smallInput, rivals })).toMatchObject({ found: 0.02, passed: true });
    const undefinedLead = { ...better, usefulnessLead: { value: null, interval: null } };
    for (const order of [
      [rule, undefinedLead],
      [undefinedLead, rule],
    ]) {
      expect(judged('beats_threshold', -1, { ...smallInput, rivals: order })).toMatchObject({
        found: null,
        passed: false,
      });
    }
    expect(judged('beats_spread_probit', -1)).toMatchObject({ found: null, passed: false });
  });

  test('is not passed by a figure that is not defined', () => {
    const nothing = { ...smallInput, steps: { realTime: { ...smallInput.steps.realTime, measures: null } } };
    for (const gate of ['auroc_lower_bound', 'beats_climatology', 'calibration_error', 'episodes'] as const) {
      expect(judged(gate, 0, nothing)).toMatchObject({ found: null, passed: false });
    }
  });
});

test('all gates together decide; without any nobody said what fitness is', () => {
  expect(promotion({ ...smallInput, gates: [] })).toEqual({ fit: null, gates: [] });
  const gates = [
    { gate: 'episodes', required: 4 },
    { gate: 'auroc_lower_bound', required: 0.9 },
  ] as const;
  expect(promotion({ ...smallInput, gates }).fit).toBe(false);
});
