import { expect, test } from 'vitest';
import { confusion, falseAlarmShare, missedShare, noiseToSignal, usefulness } from './usefulness.ts';

// Ten crises of which eight were called, ninety calm months of which nine were not.
const counts = { truePositives: 8, falseNegatives: 2, falsePositives: 9, trueNegatives: 81 };

test('error shares and noise to signal', () => {
  expect(missedShare(counts)).toBeCloseTo(0.2, 12);
  expect(falseAlarmShare(counts)).toBeCloseTo(0.1, 12);
  expect(noiseToSignal(counts)).toBeCloseTo(0.125, 12);
  expect(noiseToSignal({ ...counts, truePositives: 0, falseNegatives: 10 })).toBeNull();
  expect(confusion([true, true, false, false], [1, 0, 1, 0])).toEqual({
    truePositives: 1,
    falsePositives: 1,
    falseNegatives: 1,
    trueNegatives: 1,
  });
});

test('Alessi-Detken weighs shares, Sarlin weighs months', () => {
  // theta = 0.6: L = 0.6*0.2 + 0.4*0.1 = 0.16, against min(0.6, 0.4) = 0.4.
  const byShare = usefulness(counts, { kind: 'alessi_detken', preference: 0.6 });
  expect(byShare?.absolute).toBeCloseTo(0.24, 12);
  expect(byShare?.relative).toBeCloseTo(0.6, 12);
  // mu = 0.6: L = 0.06*0.2 + 0.36*0.1 = 0.048, against min(0.06, 0.36) = 0.06.
  const byMonth = usefulness(counts, { kind: 'sarlin', preference: 0.6 });
  expect(byMonth?.absolute).toBeCloseTo(0.012, 12);
  expect(byMonth?.relative).toBeCloseTo(0.2, 12);
  expect(
    usefulness({ ...counts, truePositives: 0, falseNegatives: 0 }, { kind: 'sarlin', preference: 0.5 }),
  ).toBeNull();
});
