import { frozen } from '../../frozen.ts';
import { type RandomStream, randomStream } from '../../random.ts';
import type { ForestParameters } from '../../types.ts';
import { classWeights } from '../class-weights.ts';
import { baseRateModel } from '../climatology.ts';
import type { Estimator, FitOptions, FitResult } from '../estimator.ts';
import type { LabelledRows } from '../feature-rows.ts';
import { noRows, oneClass } from '../rows.ts';
import { explainTrees } from './explain-trees.ts';
import { type FittedTrees, predictTrees } from './fitted-trees.ts';
import { noTrees } from './flat-trees.ts';
import { type GrowthRules, growTree } from './grow.ts';
import type { Sample } from './split.ts';
import { featuresTried, type TrainingRows, trainingRows } from './training-rows.ts';

/** Breiman, "Random forests", 2001: each tree on rows drawn with replacement, some features at each split. */
export const randomForest: Estimator<FittedTrees> = forest('random_forest');
/** Geurts, Ernst & Wehenkel, "Extremely randomized trees", 2006: all rows, one random edge for each feature tried. */
export const extraTrees: Estimator<FittedTrees> = forest('extra_trees');

function forest(kind: ForestParameters['kind']): Estimator<FittedTrees> {
  return {
    reads: 'any_feature',
    fit: (rows, options) => frozen(estimate(kind, rows, options)),
    predict: predictTrees,
    attribute: explainTrees,
  };
}

function estimate(kind: ForestParameters['kind'], rows: LabelledRows, { parameters, seed }: FitOptions): FitResult {
  if (parameters.kind !== kind) throw new Error(`${kind} was given the parameters of ${parameters.kind}`);
  const training = trainingRows(rows);
  const { y, columns } = training;
  if (y.length === 0) return { model: null, problems: [noRows(rows, 'any')] };
  if (y.every((label) => label === y[0])) return { model: baseRateModel(y), problems: [oneClass(y)] };
  const random = randomStream(seed);
  const trees = noTrees();
  const rules = growthRules(parameters, training.varying.length);
  const weights = classWeights(y, parameters.classWeight);
  for (let k = 0; k < parameters.trees; k++) {
    const times = kind === 'random_forest' ? drawn(y.length, random) : new Uint16Array(y.length).fill(1);
    growTree(trees, weighted(training, times, weights), rules, random);
  }
  const positives = y.filter((label) => label === 1).length;
  const model: FittedTrees = { kind, features: [...rows.features], columns, base: 0, trees, rows: y.length, positives };
  return { model, problems: [] };
}

/**
 * Gini impurity: the parts' sums of squared class weights over their weight; a is the weight of positives, b that of
 * all.
 */
function growthRules(parameters: ForestParameters, varying: number): GrowthRules {
  return {
    score: (a, b) => (b > 0 ? (a * a + (b - a) * (b - a)) / b : 0),
    leaf: (a, b) => ({ cover: b, value: a / b }),
    minRowsLeaf: parameters.minRowsLeaf,
    maxDepth: parameters.maxDepth,
    featuresPerSplit: featuresTried(parameters.featuresPerSplit, varying),
    edges: parameters.kind === 'random_forest' ? 'best' : 'random',
  };
}

/** How often each of n rows is drawn in n draws with replacement. */
function drawn(rows: number, random: RandomStream): Uint16Array {
  const times = new Uint16Array(rows);
  for (let i = 0; i < rows; i++) (times[random.below(rows)] as number) += 1;
  return times;
}

/** The rows that were drawn, with a the weight of a row that is positive, else 0, and b the weight of every row. */
function weighted({ bins, varying, y }: TrainingRows, times: Uint16Array, weights: readonly [number, number]): Sample {
  const rows = y.length;
  const a = new Float64Array(rows);
  const b = new Float64Array(rows);
  const order = new Int32Array(rows);
  let drawnRows = 0;
  for (let i = 0; i < rows; i++) {
    const label = y[i] as 0 | 1;
    const weight = (times[i] as number) * weights[label];
    b[i] = weight;
    a[i] = label === 1 ? weight : 0;
    if ((times[i] as number) > 0) order[drawnRows++] = i;
  }
  return { order: order.slice(0, drawnRows), bins, varying, a, b };
}
