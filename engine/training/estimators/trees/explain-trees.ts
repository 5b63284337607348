import type { Attribution } from '../estimator.ts';
import { binOf } from './binning.ts';
import { type FittedTrees, isReadable, treeWeight } from './fitted-trees.ts';
import { addTreeShap, expectedValue } from './tree-shap.ts';

/** Shapley values of the margin: a forest's probability, boosting's log-odds. null for a row without any feature. */
export function explainTrees(model: FittedTrees, row: readonly (number | null)[]): Attribution | null {
  const bins = model.columns.map((column, j) => binOf(row[j] ?? null, column));
  if (!isReadable(model, bins)) return null;
  const weight = treeWeight(model);
  const into = new Float64Array(model.features.length);
  let expected = 0;
  for (const root of model.trees.roots) {
    expected += expectedValue(model.trees, root);
    addTreeShap(model.trees, root, bins, weight, into);
  }
  return {
    scale: model.kind === 'gradient_boosting' ? 'log_odds' : 'probability',
    baseMargin: model.base + weight * expected,
    parts: model.columns.map(({ low, high }, j) => ({ contribution: into[j] ?? 0, low, high })),
  };
}
