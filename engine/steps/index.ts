export { ALARM_COLUMNS } from './alarm-columns.ts';
export { compiledFolder } from './compiled-folder.ts';
export {
  createContext,
  type Effects,
  inputsNotBuilt,
  type Network,
  type Origin,
  type StepContext,
  type TrainingContext,
} from './context.ts';
export { asDataProblem, DataFault, limitProblem } from './data-problem.ts';
export { evaluate } from './evaluate.ts';
export { eventMonths, eventVersions } from './event-months.ts';
export { type FinalFrames, finalFrames } from './final-frames.ts';
export { buildFrame, type ModelFrame, readFrame } from './frame.ts';
export { fredFile } from './fred-file.ts';
export type { GroupKeys } from './group-keys.ts';
export { finalRows } from './group-rows.ts';
export { labelValues } from './label-values.ts';
export { rawFile, rawIds } from './lineage-stages/source-stages.ts';
export { STAGE_RULES, type StageRule } from './lineage-stages/stage-rules.ts';
export { ownerOf, storedStages } from './lineage-stages/stored-stages.ts';
export { DIGEST_RULES, lineageStages } from './lineage-stages.ts';
export { missing, notFinite } from './missing-sql.ts';
export { anySpec, rivalsOf, valueRivalsOf } from './model-spec.ts';
export { notFiniteValues, notFiniteWarning } from './not-finite.ts';
export { servingOf, withSources } from './open-sources.ts';
export { eventThrough, outcomesThrough } from './outcomes-through.ts';
export { keyedColumns, keysOfRow, keyText, keyValues } from './panel-key.ts';
export { PREDICTION_COLUMNS, predictionColumns, VALUE_PREDICTION_COLUMNS } from './prediction-columns.ts';
export { readCard, readCards } from './read-cards.ts';
export { relationSummaries } from './relation-summaries.ts';
export { makeScratch } from './scratch-folder.ts';
export { type KnowledgeCounts, servedKnowledge } from './served-knowledge.ts';
export { nothingSharedYet, type SharedBySteps, SharedWork } from './shared-work.ts';
export { asSourceProblem } from './source-problem.ts';
export { ingestRequests } from './source-requests.ts';
export {
  asComplete,
  asDeclared,
  type HeldSources,
  heldSources,
  type SourceStates,
  sourceStates,
} from './source-states.ts';
export { storedBody } from './stored-body.ts';
export { timeLimit } from './time-limit.ts';
export {
  createTrainer,
  isolationHere,
  type ModelTrainer,
  type Trained,
  type Trainer,
  trainingNumerics,
} from './trainer/index.ts';
