export {
  asComplete,
  asDeclared,
  DIGEST_RULES,
  type HeldSources,
  heldSources,
  lineageStages,
  PREDICTION_COLUMNS,
  readCards,
  sourceStates,
  VALUE_PREDICTION_COLUMNS,
} from '../steps/index.ts';
export type { ExplainedDate, ExplainedValue, ValueWhatIf, WhatIf } from '../training/index.ts';
export { dbtArtifacts } from './dbt/dbt-artifacts.ts';
export { definedLineage } from './defined-lineage.ts';
export { compiledState } from './diff/compiled-state.ts';
export { type DiffedProjects, withDiff } from './diff/diff-projects.ts';
export type { MeasureDiff, ModelDiff } from './diff/model-diff.ts';
export type { Cause, DataDiff, DefinitionDiff, ProjectDiff, Rerun, ResultsDiff } from './diff/project-diff.ts';
export type { ComparedState } from './diff/project-state.ts';
export { sourceFiles } from './diff/source-files.ts';
export { storedState } from './diff/stored-state.ts';
export type { ColumnValues, LargestDifference, RowName, ShownCell, TableDiff } from './diff/table-diff.ts';
export { joinCells } from './diff/write-cells.ts';
export type { Catalogue, CataloguedNode } from './docs/catalogue.ts';
export { collectCatalogue } from './docs/collect-catalogue.ts';
export { type ByTask, type ExplainRequest, explainModel, modelWhatIf } from './explain-model.ts';
export { type ExplainedFeature, type ExplainedPrediction, explainPrediction } from './explain-prediction.ts';
export type { ExplainedSeries, KnownObservation } from './explain-series.ts';
export type { ExportedNode, ExportFormat } from './export/export-format.ts';
export { exportNode, type NodeFile } from './export/export-node.ts';
export { type FitReport, type FitRequest, fitModel } from './fit-model.ts';
export type { KnownSource } from './known-sources.ts';
export {
  type EnvironmentDetail,
  type EnvironmentStep,
  type EnvironmentSummary,
  listEnvironments,
  showEnvironment,
} from './runs/environments.ts';
export { leftToDo, newestRunOf } from './runs/left-to-do.ts';
export { listRuns, type RunsRequest } from './runs/list-runs.ts';
export type { NodeCounts, RunOutcome, RunSummary } from './runs/run-summary.ts';
export { showNode } from './show-node.ts';
export type { ShownNode, ShowRequest } from './shown-rows.ts';
export { type SourceFreshness, sourceFreshness } from './source-freshness.ts';
export { standingsNow } from './standings.ts';
export { type ReadRecord, readRecord, type VerifiedRecord } from './verify/environment-record.ts';
export { verifyEnvironments } from './verify/verify-environments.ts';
export { type VerifiedChain, type VerifiedLink, verifyLineage } from './verify/verify-lineage.ts';
export { openWhole } from './whole-project.ts';
