export { type BuildOptions, build, type Prepared, planOnly, prepare } from './build.ts';
export type { Effects, Origin } from './context.ts';
export type { Emit, LatestPrediction, NodeResult, NodeStatus, RunEvent, RunResult } from './events.ts';
export type { PageFacts } from './page-facts.ts';
export { lineageStages } from './lineage-stages.ts';
