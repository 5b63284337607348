import { rowsFor } from '../inputs/prepared-rows.ts';
import type { Attribute, Attribution, Estimator } from './estimator.ts';
import type { FeatureRows } from './feature-rows.ts';
import { type EstimatorParameters, EVENT_ESTIMATOR_LIST, type FittedModel } from './kinds.ts';

/** What fits and predicts, of every estimator of an event. Whoever trains or explains has loaded all of them. */
export const ESTIMATORS = Object.fromEntries(
  await Promise.all(EVENT_ESTIMATOR_LIST.map(async ({ kind, load }) => [kind, await load()])),
) as Readonly<Record<EstimatorParameters['kind'], Estimator<EstimatorParameters, FittedModel>>>;

/**
 * What a model predicts of its features. It need not be of the kind that was asked for: of one class, each learns the
 * base rate.
 */
export function predict(model: FittedModel, rows: FeatureRows): readonly (number | null)[] {
  return ESTIMATORS[model.kind].predict(model, rowsFor(model, rows));
}

/** Why a model gave a row its margin; null where it has no margin or does not read the row. */
export function attribute(model: FittedModel, row: readonly (number | null)[]): Attribution | null {
  return attributeRows(model)(row);
}

/** The same for many rows of one model, each of the columns that its estimator reads. */
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
