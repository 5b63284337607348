export { type BuildOptions, build, type PlanOptions, type Prepared, planOnly, prepare } from './build.ts';
export type { Effects, Origin } from './context.ts';
export type { Emit, LatestPrediction, NodeResult, NodeStatus, RunEvent, RunResult } from './events.ts';
export { type FitReport, type FitRequest, fitModel, modelNamed } from './fit-model.ts';
export { lineageStages } from './lineage-stages.ts';
export type { PageFacts } from './page-facts.ts';
