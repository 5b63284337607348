export { isUngrouped } from './aggregates.ts';
export { CannotLift } from './cannot-lift.ts';
export type { Exactness } from './chance.ts';
export { ordinalOf, selectNode, star } from './nodes.ts';
export { refersOutside } from './references.ts';
export { fullNameOf } from './row-facts.ts';
export { type CteShapes, type Shapes, shapesOver } from './shapes.ts';
export { rewriteStatement } from './statement.ts';
