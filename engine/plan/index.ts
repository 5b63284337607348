export {
  type Components,
  calendarDigests,
  componentsOf,
  fingerprintOf,
  STEP_REVISIONS,
  type StepRevisions,
} from './fingerprint.ts';
export {
  BUILDER_UNKNOWN,
  type Manifest,
  type ManifestNode,
  type TestOutcome,
  type TrainingIsolation,
} from './manifest.ts';
export { isManifest } from './manifest-shape.ts';
export { makePlan, type Plan, type PlanInput, type PlanStage, type SourceHolding } from './plan.ts';
export {
  type Environment,
  isRunId,
  MANIFEST,
  readEnvironment,
  readEnvironmentAnew,
  readManifest,
} from './read-manifest.ts';
export { type Reason, whyChanged } from './reason.ts';
export { runAt } from './run-at.ts';
export { findNode, hasOnlyAnId, select } from './selector.ts';
export type { NodeFacts } from './stored-node.ts';
