export { checkLift, compareEvaluated, type LiftCheck } from './check-lift.ts';
export { type CompressedLabels, compressLabels } from './compress-labels.ts';
export { evaluateLifted } from './evaluate-lifted.ts';
export { evaluateAt, evaluateLoop } from './evaluate-loop.ts';
export type { Evaluated, EvaluatedColumn } from './evaluated.ts';
export type { AsOfPlan } from './plan.ts';
export { type FeatureContract, type Selected, selectFeatures } from './select-features.ts';
export { fitWindows, loadCalendar, observationsOf, prepareSession } from './session.ts';
export { stateVersions } from './state-versions.ts';
