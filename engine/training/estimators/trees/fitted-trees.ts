import { at } from '../../../presence/index.ts';
import type { FeatureRows } from '../feature-rows.ts';
import { expectFeatures } from '../rows.ts';
import { type BinnedColumn, binned, MISSING, MISSING_SLOT } from './binning.ts';
import { type FlatTrees, goesLeft, type PackedTrees, packedTrees, type WalkedTrees } from './flat-trees.ts';

export interface FittedTrees {
  readonly kind: 'random_forest' | 'extra_trees' | 'gradient_boosting' | 'ml_random_forest';
  readonly features: readonly string[];
  readonly columns: readonly BinnedColumn[];
  /** Added to the trees' values: 0 for a forest, the log-odds of the base rate for boosting. */
  readonly base: number;
  readonly trees: FlatTrees;
  readonly rows: number;
  readonly positives: number;
}

/** Share of each tree's value in the margin: a forest averages, boosting adds up. */
export function treeWeight({ kind, trees }: FittedTrees): number {
  return kind === 'gradient_boosting' ? 1 : 1 / trees.roots.length;
}

/** A forest's margin is its probability; boosting's is the log-odds. */
function probabilityOf(kind: FittedTrees['kind'], margin: number): number {
  return kind === 'gradient_boosting' ? 1 / (1 + Math.exp(-margin)) : Math.min(Math.max(margin, 0), 1);
}

/** Whether a row can be predicted, by its bins: with any feature, or, by the library's trees, with every one. */
export function isReadable({ kind }: FittedTrees, bins: readonly number[]): boolean {
  return kind === 'ml_random_forest' ? !bins.includes(MISSING) : bins.some((bin) => bin !== MISSING);
}

/** The margin of each row; null for a row that is not read. */
export function treeMargins(model: FittedTrees, rows: FeatureRows): readonly (number | null)[] {
  expectFeatures(model, rows);
  const bins = model.columns.map((column, j) => binned(at(rows.values, j), column));
  const trees = packedTrees(model.trees);
  const roots = Int32Array.from(model.trees.roots);
  const weight = treeWeight(model);
  // One row after the other is laid out here.
  const row = new Array<number>(bins.length).fill(MISSING);
  return Array.from({ length: rows.rows }, (_, i) => {
    for (let j = 0; j < row.length; j++) row[j] = at(bins, j)[i] as number;
    if (!isReadable(model, row)) return null;
    return model.base + weight * sumOfLeaves(trees, roots, row);
  });
}

function sumOfLeaves(trees: PackedTrees, roots: Int32Array, row: readonly number[]): number {
  let total = 0;
  for (let k = 0; k < roots.length; k++) {
    total += trees.value[leafOf(trees, roots[k] as number, row, MISSING)] as number;
  }
  return total;
}

/** The probability of each row; null for a row that is not read. */
export function predictTrees(model: FittedTrees, rows: FeatureRows): readonly (number | null)[] {
  return treeMargins(model, rows).map((margin) => (margin === null ? null : probabilityOf(model.kind, margin)));
}

/** Adds the value of one tree to the margins of training rows. */
export function addTree(model: FittedTrees, tree: number, bins: readonly Uint8Array[], margins: Float64Array): void {
  const { trees } = model;
  const root = at(trees.roots, tree);
  const weight = treeWeight(model);
  for (let i = 0; i < margins.length; i++) {
    const row = bins.map((column) => column[i] as number);
    (margins[i] as number) += weight * (trees.value[leafOf(trees, root, row, MISSING_SLOT)] as number);
  }
}

function leafOf(trees: WalkedTrees, root: number, row: readonly number[], missing: number): number {
  let node = root;
  for (;;) {
    const feature = trees.feature[node] as number;
    if (feature < 0) return node;
    node = goesLeft(trees, node, row[feature] as number, missing) ? node + 1 : (trees.right[node] as number);
  }
}
