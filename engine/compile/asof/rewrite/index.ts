export { isUngrouped } from './aggregates.ts';
export { CannotLift } from './cannot-lift.ts';
export type { Exactness } from './chance.ts';
export { fullNameOf } from './row-facts.ts';
export { rewriteStatement } from './statement.ts';
