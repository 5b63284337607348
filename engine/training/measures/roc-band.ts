import { at } from '../../presence/index.ts';
import { blockIntervals } from '../bootstrap.ts';
import { episodesOf } from '../episodes.ts';
import { frozen } from '../frozen.ts';
import type { BacktestResult } from '../results.ts';
import type { BacktestInput } from '../types.ts';
import { type RocCurve, ranking, rocCurve } from './roc.ts';
import { scoredRows } from './scored.ts';

/** Where the share of positives caught lies at one share of false alarms. */
export interface RocBandPoint {
  readonly fpr: number;
  readonly low: number;
  readonly high: number;
}

const STEPS = 20;

/**
 * The interval of the ROC curve at every twentieth of false alarms (vertical averaging, Fawcett 2006, "An introduction
 * to ROC analysis"), by the same draws of whole episodes as the intervals of the scores. It is pointwise: the whole
 * curve leaves it more often. Empty where there are too few episodes to draw from.
 */
export function rocBand(
  { events, spec }: Pick<BacktestInput, 'events' | 'spec'>,
  { predictions }: Pick<BacktestResult, 'predictions'>,
): readonly RocBandPoint[] {
  const rows = scoredRows(predictions, episodesOf(events), spec.window);
  const ranked = ranking(rows.probabilities, rows.labels);
  const steps = Array.from({ length: STEPS + 1 }, (_, step) => step);
  const intervals = blockIntervals(rows.blocks, { ...spec.bootstrap, seed: spec.seed }, (weights) => {
    const curve = rocCurve(ranked, weights);
    return steps.map((step) => curve && caughtAt(curve, step));
  });
  return frozen(
    steps.flatMap((step) => {
      const interval = at(intervals, step);
      return interval ? [{ fpr: step / STEPS, low: interval.low, high: interval.high }] : [];
    }),
  );
}

/** The share of positives caught at a step of false alarms: the curve's highest there, linear between vertices. */
function caughtAt({ truePositives, falsePositives, positives, negatives }: RocCurve, step: number): number {
  // Divided last, so that a share that is a vertex falls on it.
  const allowed = (step * negatives) / STEPS;
  const vertex = falsePositives.findLastIndex((count) => count <= allowed);
  const [fp, tp] = [at(falsePositives, vertex), at(truePositives, vertex)];
  const [nextFp, nextTp] = [falsePositives[vertex + 1], truePositives[vertex + 1]];
  if (nextFp === undefined || nextTp === undefined) return tp / positives;
  return (tp + ((allowed - fp) / (nextFp - fp)) * (nextTp - tp)) / positives;
}
