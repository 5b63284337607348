export { AGGREGATE_FUNCTIONS } from './functions-aggregate.ts';
export { gate, refuseStatement } from './gate.ts';
export type { GateContext, RelationKind } from './gate-context.ts';
export { lift } from './lift.ts';
export type { LiftOutcome } from './lift-outcome.ts';
export { judgeAsofJoins } from './nulls/index.ts';
export { readsOf } from './reads.ts';
export type { AsOfRelation, ColumnType, Reads } from './relation.ts';
export type { Exactness } from './rewrite/index.ts';
