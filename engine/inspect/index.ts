export {
  asComplete,
  asDeclared,
  DIGEST_RULES,
  lineageStages,
  PREDICTION_COLUMNS,
  readCards,
  sourceStates,
  VALUE_PREDICTION_COLUMNS,
} from '../steps/index.ts';
export type { ExplainedDate, ExplainedValue, ValueWhatIf, WhatIf } from '../training/index.ts';
export { definedLineage } from './defined-lineage.ts';
export { type ByTask, type ExplainRequest, explainModel, modelWhatIf } from './explain-model.ts';
export { type ExplainedFeature, type ExplainedPrediction, explainPrediction } from './explain-prediction.ts';
export type { ExplainedSeries, KnownObservation } from './explain-series.ts';
export { type FitReport, type FitRequest, fitModel, modelNamed } from './fit-model.ts';
export type { KnownSource } from './known-sources.ts';
export { showNode } from './show-node.ts';
export type { ShownNode, ShowRequest } from './shown-rows.ts';
export { type SourceFreshness, sourceFreshness } from './source-freshness.ts';
export { standingsNow } from './standings.ts';
export { type ReadRecord, readRecord, type VerifiedRecord } from './verify/environment-record.ts';
export { verifyEnvironments } from './verify/verify-environments.ts';
export { type VerifiedChain, type VerifiedLink, verifyLineage } from './verify/verify-lineage.ts';
export { openWhole } from './whole-project.ts';
