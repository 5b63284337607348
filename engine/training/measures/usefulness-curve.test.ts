import { expect, test } from 'vitest';
import type { Day } from '../../calendar/index.ts';
import type { PredictionRow } from '../types.ts';
import { usefulnessCurve } from './usefulness-curve.ts';

const persistence = { k: 1, n: 1 };

function row(asOf: Day, probability: number | null, y: 0 | 1 | null, cutoff = '2000-01-31'): PredictionRow {
  const raw = probability;
  return { asOf, cutoff, probability, raw, baseline: 0.2, threshold: 0.5, alarm: false, y, excluded: false };
}

const rows = [
  row('2000-01-31', 0.1, 0),
  row('2000-02-29', 0.3, 1),
  row('2000-03-31', 0.6, 0, '2000-03-31'),
  row('2000-04-30', 0.9, 1, '2000-03-31'),
  row('2000-05-31', 0.9, null, '2000-03-31'),
  row('2000-06-30', null, 1, '2000-03-31'),
];
const refits = [
  { cutoff: '2000-01-31', baseRate: 0.5 },
  { cutoff: '2000-03-31', baseRate: 0.2 },
];

function at(preference: number, loss: 'alessi_detken' | 'sarlin') {
  const curve = usefulnessCurve(rows, refits, { loss: { kind: loss, preference: 0.7 }, persistence });
  expect(curve).toHaveLength(19);
  return curve.find((point) => Math.abs(point.preference - preference) < 1e-9);
}

test('each preference has its own thresholds: from the loss, and from the base rate of each refit', () => {
  // Sarlin: 1 - 0.65 = 0.35. Alarms at 0.6 and 0.9, so one of two positives is missed and one of two negatives alarmed.
  // P1 = P2 = 1/2: loss 0.65/4 + 0.35/4 = 0.25 against 0.175.
  expect(at(0.65, 'sarlin')).toMatchObject({ t1: 0.5, t2: 0.5, relative: expect.closeTo(1 - 0.25 / 0.175, 12) });
  // Alessi and Detken at 0.5: the thresholds are the base rates, 0.5 and then 0.2: alarms at 0.6 and 0.9.
  expect(at(0.5, 'alessi_detken')).toMatchObject({ t1: 0.5, t2: 0.5, relative: expect.closeTo(0, 12) });
  // At 0.75: 0.25 and then 0.0769...: alarms at 0.3, 0.6 and 0.9; loss 0.25 * 0.5 against 0.25.
  expect(at(0.75, 'alessi_detken')).toMatchObject({ t1: 0, t2: 0.5, relative: expect.closeTo(0.5, 12) });
});

test('of one class nothing can be said', () => {
  const curve = usefulnessCurve([row('2000-01-31', 0.4, 0)], refits, {
    loss: { kind: 'sarlin', preference: 0.5 },
    persistence,
  });
  expect(curve.every(({ relative, t1 }) => relative === null && t1 === null)).toBe(true);
});
