import { at } from '../presence/index.ts';
import type { Attribute } from './estimators/estimator.ts';
import type { FeatureRows } from './estimators/feature-rows.ts';
import type { FittedModel } from './estimators/fitted-model.ts';
import { attributeRows } from './estimators/registry.ts';
import { presentOrNull } from './present.ts';
import type { Latest } from './types.ts';

/** Why row i got its margin: the base margin and the contributions add up to it. */
export function explain(model: FittedModel, rows: FeatureRows, i: number): Latest['explanation'] {
  return explainRow(attributeRows(model), rows, i);
}

/** Explains every row, in order. */
export function explainRows(model: FittedModel, rows: FeatureRows): readonly Latest['explanation'][] {
  const attribute = attributeRows(model);
  return Array.from({ length: rows.rows }, (_, i) => explainRow(attribute, rows, i));
}

function explainRow(attribute: Attribute, rows: FeatureRows, i: number): Latest['explanation'] {
  const row = rows.values.map((column) => presentOrNull(column[i]));
  const attribution = attribute(row);
  if (attribution === null) return null;
  const { scale, baseMargin, parts } = attribution;
  return {
    scale,
    margin: parts.reduce((sum, { contribution }) => sum + contribution, baseMargin),
    baseMargin,
    contributions: parts.map(({ contribution, low, high }, j) => {
      const value = at(row, j);
      const outsideTraining = value !== null && (low === null || high === null || value < low || value > high);
      return { feature: at(rows.features, j), value, contribution, outsideTraining };
    }),
  };
}
