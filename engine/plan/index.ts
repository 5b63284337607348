export { type DeferredState, findDeferrals, recordedDeferrals, takenFor } from './deferral.ts';
export {
  type DefinedNode,
  type DefinitionAspect,
  demandOf,
  differingAspects,
  nodesDefinedBy,
  nodesMadeIn,
  type WordsOfNodes,
} from './defined-nodes.ts';
export { type Deletion, deletionIn, environmentNames } from './environments.ts';
export {
  type Components,
  calendarDigests,
  componentsOf,
  fingerprintOf,
  inputNamed,
  STEP_REVISIONS,
  type StepRevisions,
} from './fingerprint.ts';
export { INVOCATION, type LeftToDo, type RunInvocation, readInvocation, writeInvocation } from './invocation.ts';
export {
  BUILDER_UNKNOWN,
  type Manifest,
  type ManifestNode,
  type TestOutcome,
  type TrainingIsolation,
} from './manifest.ts';
export { isManifest } from './manifest-shape.ts';
export { namedByManifest } from './named-by-manifest.ts';
export { makePlan } from './plan.ts';
export type { Fingerprinted, Plan, PlanInput, PlanStage, SourceHolding } from './plan-stage.ts';
export {
  type Environment,
  MANIFEST,
  readEnvironment,
  readEnvironmentAnew,
  readManifest,
} from './read-manifest.ts';
export { concernedColumns, readingsIn } from './readings.ts';
export { ifChanged, type Reason, whyChanged } from './reason.ts';
export { runAt } from './run-at.ts';
export { asksForState, findNode, goneOverAgain, hasOnlyAnId, type Selection, select } from './selector.ts';
export { functionsOf, type StateSelection } from './selector-methods.ts';
export { type MadeSoFar, type Settle, settling } from './settle.ts';
export {
  type DefinitionDifference,
  differencesFrom,
  type ProjectState,
  stateOfGraph,
  stateOfManifest,
} from './state.ts';
export type { ColumnContent, KnownContents, StoredContents } from './stored-contents.ts';
export { type NodeFacts, storedNode } from './stored-node.ts';
export { type Why, type WhyOfNode, whyOf } from './why.ts';
