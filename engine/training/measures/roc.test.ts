import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from '../../presence/index.ts';
import { auroc, partialAuroc, precisionRecallArea, type RocCurve, ranking, rocCurve } from './roc.ts';

function curveOf(probabilities: readonly number[], labels: readonly (0 | 1)[], weights?: readonly number[]): RocCurve {
  const curve = rocCurve(ranking(probabilities, labels), weights);
  if (curve === null) throw new Error('one class only');
  return curve;
}

/** Few distinct probabilities, so that ties are common; both classes present. */
const scored = fc
  .array(fc.record({ p: fc.integer({ min: 0, max: 6 }), y: fc.constantFrom<0 | 1>(0, 1) }), {
    minLength: 2,
    maxLength: 40,
  })
  .filter((rows) => rows.some(({ y }) => y === 1) && rows.some(({ y }) => y === 0))
  .map((rows) => ({ probabilities: rows.map(({ p }) => p / 6), labels: rows.map(({ y }) => y) }));

describe('AUROC', () => {
  test('is the share of pairs ranked rightly, ties counted half', () => {
    fc.assert(
      fc.property(scored, ({ probabilities, labels }) => {
        let pairs = 0;
        let right = 0;
        for (const [i, high] of probabilities.entries()) {
          for (const [j, low] of probabilities.entries()) {
            if (labels[i] !== 1 || labels[j] !== 0) continue;
            pairs += 1;
            if (high > low) right += 1;
            if (high === low) right += 0.5;
          }
        }
        expect(auroc(curveOf(probabilities, labels))).toBeCloseTo(right / pairs, 12);
      }),
    );
  });

  test('a whole-number weight counts a row that often, for every area', () => {
    fc.assert(
      fc.property(scored, fc.infiniteStream(fc.integer({ min: 1, max: 3 })), ({ probabilities, labels }, stream) => {
        const weights = probabilities.map((): number => stream.next().value);
        const repeat = <T>(values: readonly T[]): T[] =>
          values.flatMap((value, i) => new Array<T>(at(weights, i)).fill(value));
        const weighted = curveOf(probabilities, labels, weights);
        const repeated = curveOf(repeat(probabilities), repeat(labels));
        for (const area of [auroc, partialAuroc, precisionRecallArea]) {
          expect(area(weighted)).toBeCloseTo(area(repeated), 12);
        }
      }),
    );
  });

  test('one class alone has no curve', () => {
    expect(rocCurve(ranking([0.2, 0.7], [1, 1]))).toBeNull();
  });
});

describe('partial AUROC over the upper third of the true positive rate', () => {
  test('is 1 for a perfect ranking, 1/6 for one constant, 0 for a perfectly wrong one', () => {
    expect(partialAuroc(curveOf([0.9, 0.8, 0.1], [1, 1, 0]))).toBeCloseTo(1, 12);
    expect(partialAuroc(curveOf([0.5, 0.5, 0.5], [1, 0, 1]))).toBeCloseTo(1 / 6, 12);
    expect(partialAuroc(curveOf([0.1, 0.9], [1, 0]))).toBeCloseTo(0, 12);
  });

  test('interpolates inside a segment that begins below two thirds', () => {
    // Vertices (fpr, tpr): (0, 0), (0, 1/2), (1, 1). Over tpr 2/3..1 fpr runs from 1/3 to 1: 3 * 1/3 * (2/3 + 0)/2.
    expect(partialAuroc(curveOf([0.9, 0.5, 0.5], [1, 1, 0]))).toBeCloseTo(1 / 3, 12);
  });
});

test('average precision of a textbook ranking', () => {
  // Hits at ranks 1, 3 and 5: (1/1 + 2/3 + 3/5) / 3.
  expect(precisionRecallArea(curveOf([0.9, 0.8, 0.7, 0.6, 0.5], [1, 0, 1, 0, 1]))).toBeCloseTo(34 / 45, 12);
});
