import type { EstimatorParameters } from '../types.ts';
import { climatology } from './climatology.ts';
import type { Attribute, Attribution, Estimator } from './estimator.ts';
import type { FeatureRows } from './feature-rows.ts';
import type { FittedModel } from './fitted-model.ts';
import { logit, probit } from './glm.ts';
import { threshold } from './threshold.ts';
import { gradientBoosting } from './trees/boosting.ts';
import { extraTrees, randomForest } from './trees/forest.ts';
import { mlRandomForest } from './trees/ml-random-forest.ts';

export const ESTIMATORS: Readonly<Record<EstimatorParameters['kind'], Estimator>> = {
  probit,
  logit,
  climatology,
  threshold,
  random_forest: randomForest,
  extra_trees: extraTrees,
  gradient_boosting: gradientBoosting,
  ml_random_forest: mlRandomForest,
};

/** What a model predicts. It need not be of the kind that was asked for: of one class, each learns the base rate. */
export function predict(model: FittedModel, rows: FeatureRows): readonly (number | null)[] {
  return ESTIMATORS[model.kind].predict(model, rows);
}

/** Why a model gave a row its margin; null where it has no margin or does not read the row. */
export function attribute(model: FittedModel, row: readonly (number | null)[]): Attribution | null {
  return attributeRows(model)(row);
}

/** The same for many rows of one model. */
export function attributeRows(model: FittedModel): Attribute {
  return ESTIMATORS[model.kind].attribute(model);
}

/** A model as text: every double reads back as the same double. */
export function serializeModel(model: FittedModel): string {
  return JSON.stringify(model);
}

/** Reads what `serializeModel` wrote; the bytes are trusted, since objects are checked by digest. */
export function deserializeModel(text: string): FittedModel {
  const model: FittedModel = JSON.parse(text);
  if (!Object.hasOwn(ESTIMATORS, model.kind)) throw new Error(`no estimator is called ${model.kind}`);
  return model;
}
