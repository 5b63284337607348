import type { FittedInputs } from '../inputs/types.ts';
import type { EventEstimator, ValueEstimator } from './declaration.ts';
import type { ValueParameters } from './regressions/types.ts';
import { EVENT_ESTIMATORS, VALUE_ESTIMATORS } from './table.ts';

type OfEvents = typeof EVENT_ESTIMATORS;
type ModelOf<Declaration> = Declaration extends EventEstimator<infer _Parameters, infer Model> ? Model : never;

// What any estimator of an event may be told. No documentation: it would stand in the card's schema.
export type EstimatorParameters = OfEvents[keyof OfEvents]['example'];

/**
 * What any estimator of an event fits, with how the columns that it reads are made; without `inputs` they are the
 * model's features as they are.
 */
export type FittedModel = ModelOf<OfEvents[keyof OfEvents]> & { readonly inputs?: FittedInputs };

/** An estimator of an event, whichever it is. */
export type AnyEventEstimator = EventEstimator<EstimatorParameters, FittedModel>;
/** An estimator, whatever it predicts. */
export type AnyEstimator = AnyEventEstimator | ValueEstimator<ValueParameters>;
/** The word by which an estimator is named. */
export type EstimatorKind = (EstimatorParameters | ValueParameters)['kind'];

/** A rule says alarm or not: to read its 1 and 0 as certainty would be to score a claim that nobody made. */
export type Predicts = 'probability' | 'alarm';

/** In the order of their tables. */
export const EVENT_ESTIMATOR_LIST: readonly AnyEventEstimator[] = Object.values(EVENT_ESTIMATORS);
export const ESTIMATOR_LIST: readonly AnyEstimator[] = [...EVENT_ESTIMATOR_LIST, ...Object.values(VALUE_ESTIMATORS)];

const BY_KIND = new Map(ESTIMATOR_LIST.map((estimator) => [estimator.kind, estimator]));

/** What is declared of a kind. */
export function estimatorOf(kind: EstimatorKind): AnyEstimator {
  const found = BY_KIND.get(kind);
  if (found === undefined) throw new Error(`no estimator is called ${kind}`);
  return found;
}

export function isOfValues(parameters: { readonly kind: EstimatorKind }): parameters is ValueParameters {
  return estimatorOf(parameters.kind).predicts === 'value';
}

export function predicts({ kind }: EstimatorParameters): Predicts {
  return estimatorOf(kind).predicts === 'alarm' ? 'alarm' : 'probability';
}
