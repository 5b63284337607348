import type { FeatureRows, FittedModel } from './estimators/estimator.ts';
import { contributions, isGlm } from './estimators/glm.ts';
import { rowAt } from './estimators/rows.ts';
import type { Latest } from './types.ts';

/** Why row i got its margin: weight times deviation from the training mean, adding up with the base margin to it. */
export function explain(model: FittedModel, rows: FeatureRows, i: number): Latest['explanation'] {
  const row = rowAt(rows, i);
  if (!isGlm(model) || row === null) return null;
  const parts = contributions(model, row);
  return {
    margin: parts.reduce((sum, part) => sum + part, model.baseMargin),
    baseMargin: model.baseMargin,
    contributions: model.preparation.map((how, j) => {
      const value = row[j] ?? null;
      const outsideTraining = value !== null && (value < how.low || value > how.high);
      return { feature: how.feature, value, contribution: parts[j] ?? 0, outsideTraining };
    }),
  };
}
