import type { LineageGraph } from '../../lineage/index.ts';
import { usageError } from '../diagnostics/index.ts';
import { stageIdOf } from '../ids/index.ts';

/** What a lineage is asked of: a node or column as `lineagePlace` reads it, or one prediction of a model. */
export type LineageTarget = { readonly kind: 'place'; readonly text: string } | PredictionTarget;

export interface PredictionTarget {
  readonly kind: 'prediction';
  readonly model: string;
  /** As it was written: `predictionDate` says whether it is one. */
  readonly date: string;
  /** A key of a panel; the one with the highest probability where none is named. */
  readonly key: string | undefined;
}

/**
 * `recession_probit@2022-10-31`, of a panel also `crisis_logit@2022-10-31@AT`, are predictions; `models.` or
 * `predictions.` may stand before. Everything else is a place.
 */
export function parseLineageTarget(text: string): LineageTarget {
  const [model, date, ...key] = text.split('@');
  if (model === undefined || date === undefined) return { kind: 'place', text };
  return {
    kind: 'prediction',
    model: model.replace(/^(models|predictions)\./, ''),
    date,
    key: key.length === 0 ? undefined : key.join('@'),
  };
}

/** The decision date of a prediction. ProblemError EWS6001 where what was written is none. */
export function predictionDate({ date }: PredictionTarget): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  throw usageError(`"${date}" is no date`, 'write MODEL@YYYY-MM-DD');
}

/** The column that predictions of a model are in: of an event the probability, of a continuous label the value. */
export function predictionColumn(lineage: LineageGraph, model: string): string {
  const columns = lineage.stage(stageIdOf.prediction(model))?.columns ?? [];
  const isValue = columns.some(({ column }) => column === 'prediction');
  return `${stageIdOf.prediction(model)}.${isValue ? 'prediction' : 'probability'}`;
}
