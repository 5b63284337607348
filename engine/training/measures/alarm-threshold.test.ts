import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Loss } from '../types.ts';
import { alarmThreshold } from './alarm-threshold.ts';

describe('the threshold', () => {
  const losses = fc.record({
    kind: fc.constantFrom<Loss['kind']>('alessi_detken', 'sarlin'),
    preference: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  });

  test('is where an alarm and silence cost the same, for a calibrated probability', () => {
    fc.assert(
      fc.property(losses, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (loss, baseRate) => {
        const tau = alarmThreshold(loss, baseRate);
        // Expected cost per row of staying silent at probability tau, and of an alarm, in the units of the loss.
        const missCost = loss.kind === 'sarlin' ? loss.preference : loss.preference / baseRate;
        const falseCost = loss.kind === 'sarlin' ? 1 - loss.preference : (1 - loss.preference) / (1 - baseRate);
        expect(tau * missCost).toBeCloseTo((1 - tau) * falseCost, 9);
      }),
    );
  });

  test('never raises an alarm where no positive was seen', () => {
    expect(alarmThreshold({ kind: 'alessi_detken', preference: 0.5 }, 0)).toBe(1);
  });
});
