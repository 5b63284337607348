import { RandomForestClassifier } from 'ml-random-forest';
import { type Problem, warning } from '../../../diagnostics/index.ts';
import { at, first } from '../../../presence/index.ts';
import { frozen } from '../../frozen.ts';
import { randomStream } from '../../random.ts';
import { baseRateModel } from '../climatology/climatology.ts';
import type { Estimator, FitOptions, FitResult } from '../estimator.ts';
import type { LabelledRows } from '../feature-rows.ts';
import { type CompleteRows, completeRows, noRows, oneClass } from '../rows.ts';
import { binned, learnBins } from './binning.ts';
import { explainTrees } from './explain-trees.ts';
import { type FittedTrees, predictTrees } from './fitted-trees.ts';
import { edgesOf, flatTrees, type LibraryTree } from './library-trees.ts';
import { featuresTried } from './training-rows.ts';
import type { MlForestParameters } from './types.ts';

/** In place of no limit, which the library's JSON cannot hold. */
const DEEP = 10_000;

/**
 * The classifier of npm's ml-random-forest, a second implementation to hold ours against. Features are sampled once a
 * tree, not at each split; every tree votes 0 or 1, and the probability is the share of votes. Its own
 * `predictProbability` loses the first tree's vote, its importances can be negative and its out-of-bag scores flatter
 * on time series, so none of them is used: its trees are read into ours.
 */
export const mlRandomForest: Estimator<MlForestParameters, FittedTrees> = {
  reads: 'complete_rows',
  fit: (rows, options) => frozen(estimate(rows, options)),
  predict: predictTrees,
  attribute: explainTrees,
};

function estimate(rows: LabelledRows, { parameters, seed }: FitOptions<MlForestParameters>): FitResult<FittedTrees> {
  const complete = completeRows(rows);
  const { columns, y } = complete;
  if (y.length === 0) return { model: null, problems: [noRows(rows)] };
  if (y.every((label) => label === y[0])) return { model: baseRateModel(y), problems: [oneClass(y)] };
  const grown = grow(complete, parameters, seed);
  if (grown instanceof RangeError) return { model: baseRateModel(y), problems: [refused(y, grown)] };
  const edges = edgesOf(grown, columns.length);
  const cut = rows.features.map((feature, j) => ({ ...learnBins(feature, at(columns, j)), edges: at(edges, j) }));
  const bins = cut.map((column, j) => binned(at(columns, j), column));
  const model: FittedTrees = {
    kind: parameters.kind,
    features: [...rows.features],
    columns: cut,
    base: 0,
    trees: flatTrees(grown, { rows: y.length, edges, bins }),
    rows: y.length,
    positives: y.filter((label) => label === 1).length,
  };
  return { model, problems: [] };
}

/** Columns that vary, and the features that they are. */
interface VaryingRows {
  readonly features: readonly number[];
  readonly rows: readonly (readonly number[])[];
  readonly y: readonly (0 | 1)[];
}

/** The library's trees, their features numbered as ours; or the error by which it refused. */
function grow(
  { columns, y }: CompleteRows,
  parameters: MlForestParameters,
  seed: number,
): readonly LibraryTree[] | RangeError {
  const features = columns.flatMap((column, j) => (column.some((value) => value !== column[0]) ? [j] : []));
  if (features.length === 0) return new RangeError('no feature varies');
  const read = features.map((j) => at(columns, j));
  const varying = { features, rows: y.map((_, i) => read.map((column) => at(column, i))), y };
  try {
    return parameters.rowsPerTree === undefined
      ? libraryTrees(varying, parameters, { seed, nEstimators: parameters.trees, useSampleBagging: true })
      : treesOnShares(varying, parameters, parameters.rowsPerTree, seed);
  } catch (error) {
    // Drawing rows from very few leaves none out, and the library fails on the empty rest.
    if (error instanceof RangeError || error instanceof TypeError) return new RangeError(error.message);
    throw error;
  }
}

/**
 * One tree of the library after the other, each on its own rows: a share of all, drawn with replacement. Drawn here,
 * since the library's own `maxSamples` takes the first rows instead.
 */
function treesOnShares(
  { features, rows, y }: VaryingRows,
  parameters: MlForestParameters,
  share: number,
  seed: number,
): readonly LibraryTree[] {
  const random = randomStream(seed);
  const count = Math.max(1, Math.round(share * y.length));
  return Array.from({ length: parameters.trees }, () => {
    const drawn = Array.from({ length: count }, () => random.below(y.length));
    const sample = { features, rows: drawn.map((i) => at(rows, i)), y: drawn.map((i) => at(y, i)) };
    const own = { seed: random.below(2 ** 31), nEstimators: 1, useSampleBagging: false };
    return first(libraryTrees(sample, parameters, own));
  });
}

interface Drawing {
  readonly seed: number;
  readonly nEstimators: number;
  /** Whether the library draws as many rows as there are, with replacement, for each tree. */
  readonly useSampleBagging: boolean;
}

/** Throws what the library does. */
function libraryTrees(
  { features, rows, y }: VaryingRows,
  parameters: MlForestParameters,
  drawing: Drawing,
): readonly LibraryTree[] {
  const forest = new RandomForestClassifier({
    ...drawing,
    maxFeatures: featuresTried(parameters.featuresPerTree, features.length),
    replacement: false,
    noOOB: true,
    treeOptions: {
      gainFunction: 'gini',
      maxDepth: parameters.maxDepth ?? DEEP,
      minNumSamples: parameters.minRowsSplit,
      // The library's 0.01 would stop most trees early.
      gainThreshold: 0,
    },
  });
  forest.train(
    rows.map((row) => [...row]),
    [...y],
  );
  const { baseModel } = forest.toJSON();
  return baseModel.estimators.map(({ root }, k) => ({
    root,
    features: at(baseModel.indexes, k).map((column) => at(features, column)),
  }));
}

function refused(y: readonly (0 | 1)[], { message }: RangeError): Problem {
  return warning(
    'EWS5001',
    `ml-random-forest cannot grow on ${y.length} rows (${message}): the base rate is predicted`,
    { hint: 'move the first cut-off later, or choose random_forest' },
  );
}
