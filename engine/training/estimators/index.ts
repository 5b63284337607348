/** What other rooms ask of estimators: what is declared of them. Nothing that fits is loaded with it. */
export type { MethodPart, ParameterRule, ParameterRules } from './declaration.ts';
export {
  type AnyEstimator,
  ESTIMATOR_LIST,
  type EstimatorKind,
  type EstimatorParameters,
  estimatorOf,
  isOfValues,
} from './kinds.ts';
export type { ValueParameters } from './regressions/types.ts';
