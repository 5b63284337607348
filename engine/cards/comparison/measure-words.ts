import type { EventMeasure, ValueComparison } from '../../training/index.ts';

/** Every measure by which models are compared. */
export type AnyMeasure = EventMeasure | ValueComparison['measures'][number]['measure'];

interface MeasureWords {
  readonly title: string;
  /** In a sentence. */
  readonly short: string;
  readonly lessIsBetter: boolean;
}

export const MEASURE_WORDS: Readonly<Record<AnyMeasure, MeasureWords>> = {
  auroc: { title: 'AUROC', short: 'AUROC', lessIsBetter: false },
  pauroc: { title: 'Partial AUROC, at least two thirds caught', short: 'partial AUROC', lessIsBetter: false },
  brier: { title: 'Brier score, less is better', short: 'Brier score', lessIsBetter: true },
  log_score: { title: 'Log score, less is better', short: 'log score', lessIsBetter: true },
  relative_usefulness: { title: 'Relative usefulness', short: 'relative usefulness', lessIsBetter: false },
  rmse: { title: 'Root mean squared error, less is better', short: 'root mean squared error', lessIsBetter: true },
  mae: { title: 'Mean absolute error, less is better', short: 'mean absolute error', lessIsBetter: true },
  r2: { title: 'R² out of sample', short: 'R²', lessIsBetter: false },
};
