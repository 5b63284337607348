export { checkLift } from './check-lift.ts';
export { compareEvaluated } from './compare-evaluated.ts';
export { type CompressedLabels, compressLabels } from './compress-labels.ts';
export { countPasses, evaluateLatest, evaluateLifted } from './evaluate-lifted.ts';
export { evaluateAt, evaluateLoop } from './evaluate-loop.ts';
export type { Evaluated, EvaluatedColumn } from './evaluated.ts';
export type { AsOfPlan } from './plan.ts';
export {
  type FeatureContract,
  type FeatureSelection,
  featureSelection,
  type HandedOver,
  type Selected,
} from './select-features.ts';
export { fitWindows, type KeyedSource, loadCalendar, prepareSession, tableOfSource, windowsOf } from './session.ts';
export { stateVersions } from './state-versions.ts';
