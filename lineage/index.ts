export type { OutputLineage, QueryLineage, WalkOutcome } from './bound-plan/query-lineage.ts';
export { walkPlan } from './bound-plan/walk-plan.ts';
export type { ColumnEdge, ColumnRef, EdgeKind, EdgeSubtype } from './edge.ts';
export type { Evidence, Stage, StageColumn, StageKind } from './stages/stage.ts';
