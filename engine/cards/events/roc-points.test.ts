import { expect, test } from 'vitest';
import { at } from '../../presence/index.ts';
import type { PredictionRow } from '../../training/index.ts';
import { smallInput } from '../small-card.fixture.ts';
import { rocPoints } from './roc-points.ts';

const { predictions } = smallInput.steps.realTime;

test('the area under the curve is the share of pairs ranked right, ties counting half', () => {
  const curve = rocPoints(predictions);
  const area = curve.slice(1).reduce((sum, point, index) => {
    const before = at(curve, index);
    return sum + ((point.fpr - before.fpr) * (point.tpr + before.tpr)) / 2;
  }, 0);
  expect(area).toBeCloseTo(shareOfPairs(predictions), 12);
  expect(curve[0]).toEqual({ fpr: 0, tpr: 0 });
  expect(curve.at(-1)).toEqual({ fpr: 1, tpr: 1 });
});

test('without both classes there is no curve', () => {
  expect(rocPoints(predictions.filter(({ y }) => y === 0))).toEqual([]);
});

function shareOfPairs(rows: readonly PredictionRow[]): number {
  const given = (label: 0 | 1) =>
    rows.flatMap(({ y, probability }) => (y === label && probability !== null ? [probability] : []));
  const pairs = given(1).flatMap((positive) => given(0).map((negative) => (1 + Math.sign(positive - negative)) / 2));
  return pairs.reduce((sum, won) => sum + won, 0) / pairs.length;
}
