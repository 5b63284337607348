interface TreeParameters {
  readonly trees: number;
  /** Splits between root and leaf; null: as deep as the rows allow. */
  readonly maxDepth: number | null;
  /** Distinct training rows that a leaf holds at least. */
  readonly minRowsLeaf: number;
  /** Features tried at each split, of those that vary; sqrt: the root of their number, rounded down. */
  readonly featuresPerSplit: 'sqrt' | 'all' | number;
  /** balanced: both classes weigh the same in sum. */
  readonly classWeight: 'balanced' | 'none';
}

export interface ForestParameters extends TreeParameters {
  readonly kind: 'random_forest' | 'extra_trees';
}

export interface BoostingParameters extends TreeParameters {
  readonly kind: 'gradient_boosting';
  /** Share of each tree's Newton step that is taken, in (0, 1]. */
  readonly learningRate: number;
  /** Added to the curvature in each leaf's denominator. */
  readonly l2: number;
}

/** npm's ml-random-forest. */
export interface MlForestParameters extends Pick<TreeParameters, 'trees' | 'maxDepth'> {
  readonly kind: 'ml_random_forest';
  /** Features of a whole tree, of those that vary. */
  readonly featuresPerTree: 'sqrt' | 'all' | number;
  /** Rows that a tree is grown on, drawn with replacement, as a share of all; left out: all of them, by the library. */
  readonly rowsPerTree?: number;
  /** A node with at most so many rows is not split. */
  readonly minRowsSplit: number;
}
