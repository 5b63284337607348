import { first } from '../../presence/index.ts';
import { episodesOf } from '../episodes.ts';
import type { Predicts } from '../estimators/kinds.ts';
import { rowName } from '../frame.ts';
import { frozen } from '../frozen.ts';
import type { Comparison, EventMeasure } from '../results.ts';
import type { EventMonth, Loss, ModelSpec, PredictionRow } from '../types.ts';
import { commonRows, compareMeasured, type MeasuredModel } from './compare-measured.ts';
import { brier, logScore } from './probability-scores.ts';
import { auroc, partialAuroc, ranking, rocCurve } from './roc.ts';
import { isScored, type ScoredRows, scoredRows } from './scored.ts';
import { confusion, usefulness } from './usefulness.ts';

export interface ComparedModel {
  readonly name: string;
  readonly predicts: Predicts;
  /** Step (a) of its backtest, in date order. */
  readonly predictions: readonly PredictionRow[];
}

const MEASURES = ['auroc', 'pauroc', 'brier', 'log_score', 'relative_usefulness'] as const;

/**
 * The first model, the champion, against each of the others on the decision dates that all of them scored. Usefulness
 * of all is at the champion's loss, with the alarms that each raised. A rule states no probability, so it has no Brier
 * and no log score. All models must predict one label: `spec` is the champion's.
 */
export function compareModels(
  models: readonly ComparedModel[],
  events: readonly EventMonth[],
  spec: Pick<ModelSpec, 'window' | 'loss' | 'bootstrap' | 'seed'>,
): Comparison {
  const episodes = episodesOf(events);
  const common = commonDates(models);
  const compared = models.map(({ name, predictions, predicts }) => {
    const shared = predictions.filter(({ asOf, key }) => common.has(rowName(asOf, key)));
    const rows = scoredRows(shared, episodes, spec.window);
    return { name, rows, figures: figuresOf(rows, predicts, spec.loss) };
  });
  const { models: names, scored, ...rest } = compareMeasured(compared, MEASURES, spec);
  const { labels } = first(compared).rows;
  // The order is that in which JSON tells it.
  return frozen({ models: names, scored, positives: labels.filter((label) => label === 1).length, ...rest });
}

/** The decision dates, in a panel with their key, that scores of every model count. */
export function commonDates(models: readonly Pick<ComparedModel, 'predictions'>[]): ReadonlySet<string> {
  return commonRows(models.map(({ predictions }) => predictions.filter(isScored)));
}

function figuresOf(rows: ScoredRows, predicts: Predicts, loss: Loss): MeasuredModel<EventMeasure>['figures'] {
  const ranked = ranking(rows.probabilities, rows.labels);
  const statesProbability = predicts === 'probability';
  const hasLogScore = statesProbability && rows.labels.length > 0;
  return (weights) => {
    const curve = rocCurve(ranked, weights);
    return {
      auroc: curve && auroc(curve),
      pauroc: curve && partialAuroc(curve),
      brier: statesProbability ? brier(rows.probabilities, rows.labels, weights) : null,
      log_score: hasLogScore ? logScore(rows.probabilities, rows.labels, weights) : null,
      relative_usefulness: usefulness(confusion(rows.alarms, rows.labels, weights), loss)?.relative ?? null,
    };
  };
}
