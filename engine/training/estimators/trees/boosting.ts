import { frozen } from '../../frozen.ts';
import { randomStream } from '../../random.ts';
import type { BoostingParameters } from '../../types.ts';
import { classWeights } from '../class-weights.ts';
import { baseRateModel } from '../climatology.ts';
import type { Estimator, FitOptions, FitResult } from '../estimator.ts';
import type { LabelledRows } from '../feature-rows.ts';
import { noRows, oneClass } from '../rows.ts';
import { explainTrees } from './explain-trees.ts';
import { addTree, type FittedTrees, predictTrees } from './fitted-trees.ts';
import { noTrees } from './flat-trees.ts';
import { type GrowthRules, growTree } from './grow.ts';
import { featuresTried, trainingRows } from './training-rows.ts';

/** Friedman, "Greedy function approximation", 2001: trees on the log-loss, each a shrunken Newton step. */
export const gradientBoosting: Estimator<FittedTrees> = {
  reads: 'any_feature',
  fit: (rows, options) => frozen(estimate(rows, options)),
  predict: predictTrees,
  attribute: explainTrees,
};

function estimate(rows: LabelledRows, { parameters, seed }: FitOptions): FitResult {
  if (parameters.kind !== 'gradient_boosting')
    throw new Error(`gradient_boosting was given the parameters of ${parameters.kind}`);
  const { columns, bins, varying, y } = trainingRows(rows);
  if (y.length === 0) return { model: null, problems: [noRows(rows, 'any')] };
  if (y.every((label) => label === y[0])) return { model: baseRateModel(y), problems: [oneClass(y)] };
  const weights = classWeights(y, parameters.classWeight);
  const positives = y.filter((label) => label === 1).length;
  const base = Math.log((positives * weights[1]) / ((y.length - positives) * weights[0]));
  const margin = new Float64Array(y.length).fill(base);
  const [a, b] = [new Float64Array(y.length), new Float64Array(y.length)];
  const rules = growthRules(parameters, varying.length);
  const trees = noTrees();
  const random = randomStream(seed);
  const grown: FittedTrees = {
    kind: parameters.kind,
    features: [...rows.features],
    columns,
    base,
    trees,
    rows: y.length,
    positives,
  };
  for (let k = 0; k < parameters.trees; k++) {
    for (const [i, label] of y.entries()) {
      const probability = 1 / (1 + Math.exp(-(margin[i] as number)));
      a[i] = weights[label] * (probability - label);
      b[i] = weights[label] * probability * (1 - probability);
    }
    growTree(trees, { order: Int32Array.from(y.keys()), bins, varying, a, b }, rules, random);
    addTree(grown, trees.roots.length - 1, bins, margin);
  }
  return { model: grown, problems: [] };
}

/** a is the gradient of the log-loss, b its curvature. */
function growthRules(parameters: BoostingParameters, varying: number): GrowthRules {
  const { l2, learningRate } = parameters;
  return {
    score: (a, b) => (b + l2 > 0 ? (a * a) / (b + l2) : 0),
    leaf: (a, b, rows) => ({ cover: rows, value: b + l2 > 0 ? (-learningRate * a) / (b + l2) : 0 }),
    minRowsLeaf: parameters.minRowsLeaf,
    maxDepth: parameters.maxDepth,
    featuresPerSplit: featuresTried(parameters.featuresPerSplit, varying),
    edges: 'best',
  };
}
