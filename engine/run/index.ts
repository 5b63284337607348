export type { KeptTexts } from '../cards/index.ts';
export type { IngestProgress } from '../ingest/index.ts';
export { compiledFolder, type Effects, isolationHere, type Network, type Origin } from '../steps/index.ts';
export { type AttestOptions, type AttestReport, attestSource } from './attest-source.ts';
export { build } from './build.ts';
export type { BuildOptions, PlanOptions } from './build-options.ts';
export {
  type ColumnProse,
  type DefinitionWords,
  definitionWords,
  describedNodes,
  type StageProse,
  wordsOfNodes,
} from './definition-words.ts';
export { type DeletedEnvironment, deleteEnvironment } from './delete-environment.ts';
export type { Emit, LatestPrediction, NodeResult, NodeStatus, RunEvent, RunResult } from './events.ts';
export { type IngestOptions, ingestSources } from './ingest-command.ts';
export { machineNumerics } from './numerics/index.ts';
export { datasetCatalogue } from './open-lineage/dataset-catalogue.ts';
export { checkoutOf } from './open-lineage/run-facts.ts';
export type { PageFacts } from './page-facts.ts';
export { type Prepared, planBuild, prepare } from './prepare.ts';
export { recompute } from './recompute/recompute.ts';
export type { Recomputed } from './recompute/recomputed.ts';
export type { RunContext } from './run-context.ts';
export { nothingSelected, selectNodes } from './select-nodes.ts';
export { tallyText } from './tally-text.ts';
export { unattestedSources } from './unattested.ts';
