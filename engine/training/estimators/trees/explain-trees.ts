import { at } from '../../../presence/index.ts';
import type { Attribute } from '../estimator.ts';
import { binOf } from './binning.ts';
import { type FittedTrees, isReadable, treeWeight } from './fitted-trees.ts';
import { expectedValue, TreeShap } from './tree-shap.ts';

/**
 * Shapley values of the margin, row by row: a forest's probability, boosting's log-odds. null for a row without any
 * feature. What the rows of a model share is computed once.
 */
export function explainTrees(model: FittedTrees): Attribute {
  const { trees, columns } = model;
  const weight = treeWeight(model);
  const shap = new TreeShap(trees);
  const expected = trees.roots.reduce((sum, root) => sum + expectedValue(trees, root), 0);
  return (row) => {
    const bins = columns.map((column, j) => binOf(at(row, j), column));
    if (!isReadable(model, bins)) return null;
    const into = new Float64Array(model.features.length);
    for (const root of trees.roots) shap.add(root, bins, weight, into);
    return {
      scale: model.kind === 'gradient_boosting' ? 'log_odds' : 'probability',
      baseMargin: model.base + weight * expected,
      parts: columns.map(({ low, high }, j) => ({ contribution: at(into, j), low, high })),
    };
  };
}
