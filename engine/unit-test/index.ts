export { runCase } from './run-case.ts';
export type { GivenRelationRows, PlaceInTest, TextRow, UnitCase, UnitFinding } from './unit-case.ts';
