import type { EstimatorParameters } from '../types.ts';
import { climatology } from './climatology.ts';
import type { Estimator, FittedModel } from './estimator.ts';
import { logit, probit } from './glm.ts';
import { threshold } from './threshold.ts';

export const ESTIMATORS: Readonly<Record<EstimatorParameters['kind'], Estimator>> = {
  probit,
  logit,
  climatology,
  threshold,
};

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
