export { AGGREGATE_FUNCTIONS } from './functions-aggregate.ts';
export { gate, refuseStatement } from './gate.ts';
export type { GateContext, RelationKind } from './gate-context.ts';
export { lift } from './lift.ts';
export { judgeAsofJoins } from './nulls/index.ts';
export { readsOf } from './reads.ts';
export type { AsOfRelation, ColumnType, LiftOutcome, Reads } from './relation.ts';
export type { Exactness } from './rewrite/index.ts';
