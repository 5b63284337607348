import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alarms, exceedances } from './alarms.ts';

const rows = [0.6, 0.2, 0.7, null, 0.8, 0.1].map((probability) => ({ probability, threshold: 0.5 }));

test('one of one: an alarm wherever the threshold is reached', () => {
  expect(alarms(rows, { k: 1, n: 1 })).toEqual([true, false, true, null, true, false]);
  expect(alarms([{ probability: 0.5, threshold: 0.5 }], { k: 1, n: 1 })).toEqual([true]);
});

test('two of three: the current prediction counts among the last three, a missing one reaches nothing', () => {
  expect(alarms(rows, { k: 2, n: 3 })).toEqual([false, false, true, null, true, false]);
});

test('the running count is that of the last n predictions of a key, counted anew for each', () => {
  const row = fc.record({
    key: fc.constantFrom('de', 'fr'),
    probability: fc.option(fc.constantFrom(0.2, 0.5, 0.8)),
    threshold: fc.constant(0.5),
  });
  fc.assert(
    fc.property(fc.array(row), fc.integer({ min: 1, max: 5 }), (predictions, n) => {
      const counted = predictions.map(({ key }, i) => {
        const ofKey = predictions.slice(0, i + 1).filter((other) => other.key === key);
        return ofKey.slice(-n).filter(({ probability, threshold }) => probability !== null && probability >= threshold);
      });
      expect(exceedances(predictions, n)).toEqual(counted.map(({ length }) => length));
    }),
  );
});

test('each prediction is held against the threshold of its own refit', () => {
  const moved = [
    { probability: 0.4, threshold: 0.5 },
    { probability: 0.4, threshold: 0.3 },
    { probability: 0.4, threshold: 0.3 },
  ];
  expect(alarms(moved, { k: 2, n: 2 })).toEqual([false, false, true]);
});
