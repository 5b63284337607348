import type { ModelDefinition } from './definitions.ts';

const WITHOUT: ReadonlySet<ModelDefinition['estimator']['kind']> = new Set([
  'climatology',
  'threshold',
  'linear',
  'theil_sen',
  'polynomial',
]);

/** Whether an estimator gives a probability that can be calibrated: no rule, no value and not the base rate itself. */
export function hasCalibration(kind: ModelDefinition['estimator']['kind']): boolean {
  return !WITHOUT.has(kind);
}
