import { at } from '../../presence/index.ts';
import type { FeatureRows } from '../estimators/feature-rows.ts';
import { indicatorOf, rowsFor } from './prepared-rows.ts';
import type { FittedInputs } from './types.ts';

/** A column that a prediction is explained by. */
export interface ExplainedColumn {
  readonly feature: string;
  /** As they are known, one a row; of an indicator 0 or 1. */
  readonly values: readonly (number | null)[];
  /** Position among the columns that the estimator reads; null: this refit does not read it. */
  readonly position: number | null;
  /** What stands in where a value is missing; null where nothing does. */
  readonly median: number | null;
}

/** The features that a model is given; its estimator may read others, made of them. */
export function declaredFeatures(model: {
  readonly features: readonly string[];
  readonly inputs?: FittedInputs;
}): readonly string[] {
  return model.inputs === undefined ? model.features : model.inputs.columns.map(({ feature }) => feature);
}

/**
 * The columns by which the predictions of a model are explained: its features, and where it declares indicators one for
 * each of them. They are the same ones at every refit, whichever it reads, so that refits can be held side by side.
 */
export function explainedColumns(
  model: { readonly inputs?: FittedInputs },
  rows: FeatureRows,
): readonly ExplainedColumn[] {
  const { inputs } = model;
  if (inputs === undefined) {
    return rows.features.map((feature, j) => ({ feature, values: at(rows.values, j), position: j, median: null }));
  }
  const read = rowsFor(model, rows);
  const positionOf = (name: string): number | null => {
    const position = read.features.indexOf(name);
    return position < 0 ? null : position;
  };
  const features = inputs.columns.map(({ feature, median }, j): ExplainedColumn => {
    return { feature, values: at(rows.values, j), position: positionOf(feature), median };
  });
  if (inputs.missing !== 'indicator') return features;
  const indicators = inputs.columns.map(({ feature }): ExplainedColumn => {
    const name = indicatorOf(feature);
    const position = positionOf(name);
    return { feature: name, values: position === null ? [] : at(read.values, position), position, median: null };
  });
  return [...features, ...indicators];
}
