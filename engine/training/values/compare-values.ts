import { episodesOf } from '../episodes.ts';
import { frozen } from '../frozen.ts';
import { commonRows, compareMeasured } from '../measures/compare-measured.ts';
import type { ValueComparison } from '../results.ts';
import type { EventMonth } from '../types.ts';
import type { ValuePrediction, ValueSpec } from './types.ts';
import { headlineOfValues, isScored, scoredValues } from './value-measures.ts';

export interface ValueModelPredictions {
  readonly name: string;
  /** Step (a) of its backtest, in date order. */
  readonly predictions: readonly ValuePrediction[];
}

const MEASURES = ['rmse', 'mae', 'r2'] as const;

/**
 * The first model against each of the others on the decision dates that all of them scored, in the unit of the label.
 * All models must predict one label: `spec` is the first's. Without an event there are no episodes, and no intervals.
 */
export function compareValues(
  models: readonly ValueModelPredictions[],
  events: readonly EventMonth[],
  spec: Pick<ValueSpec, 'window' | 'bootstrap' | 'seed'>,
): ValueComparison {
  const episodes = episodesOf(events);
  const common = commonRows(models.map(({ predictions }) => predictions.filter(isScored)));
  const compared = models.map(({ name, predictions }) => {
    const shared = predictions.filter(({ asOf }) => common.has(asOf));
    const rows = scoredValues(shared, episodes, spec);
    return { name, rows, figures: (weights?: ArrayLike<number>) => headlineOfValues(rows, weights) };
  });
  return frozen(compareMeasured(compared, MEASURES, spec));
}
