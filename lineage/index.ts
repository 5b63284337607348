export type { OutputLineage, QueryLineage, WalkOutcome } from './bound-plan/query-lineage.ts';
export { WALK_REVISION, walkPlan } from './bound-plan/walk-plan.ts';
export { DIGEST_REVISION, type QueryDigests, queryDigests } from './column-digest/query-digests.ts';
export { diffLineage, type LineageDiff } from './diff/diff-lineage.ts';
export { stageWords } from './diff/diff-words.ts';
export { markdownCode, markdownText } from './diff/markdown-names.ts';
export { renderDiffMarkdown } from './diff/render-diff-markdown.ts';
export { renderDiffText } from './diff/render-diff-text.ts';
export type { ColumnEdge, ColumnRef, EdgeKind, EdgeSubtype } from './edge.ts';
export {
  type DatasetCatalogue,
  type DescribedStage,
  type InputDataset,
  inputDataset,
  inputsOf,
  type OutputDataset,
  outputDataset,
  type StageWords,
} from './open-lineage/dataset.ts';
export { type DatasetName, projectNamespace } from './open-lineage/dataset-name.ts';
export { facet } from './open-lineage/facet.ts';
export { type Checkout, type Job, type JobDescription, jobOf } from './open-lineage/job.ts';
export type { Assertion } from './open-lineage/quality.ts';
export { type Run, type RunDescription, type RunName, runOf } from './open-lineage/run.ts';
export { type OpenLineageEvent, producerOf, type RunState, runEvent } from './open-lineage/run-event.ts';
export { type StaticEvent, staticEvents } from './open-lineage/static-event.ts';
export { checkComplete, type SchemaGaps } from './stages/complete.ts';
export {
  buildLineage,
  type Influence,
  type InfluencedPlace,
  type LineageGraph,
  type LineageJson,
  lineageFromJson,
} from './stages/lineage-graph.ts';
export type { Place } from './stages/place.ts';
export { renderDot } from './stages/render-dot.ts';
export { renderMermaid } from './stages/render-mermaid.ts';
export { renderTree, type TreeStyle } from './stages/render-tree.ts';
export type { Evidence, Stage, StageColumn, StageEdge, StageKind, StageRights } from './stages/stage.ts';
export { type TraceNode, type TraceOptions, type TraceTree, trace } from './stages/trace.ts';
export { type TracedEdge, type TracedPlace, type TraceJson, traceToJson } from './stages/trace-json.ts';
export type { FunctionRange, TextRange } from './text-range.ts';
