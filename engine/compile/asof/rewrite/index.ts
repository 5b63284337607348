export { CannotLift } from './cannot-lift.ts';
export { type Exactness, judgeChance } from './chance.ts';
export { rewriteStatement } from './statement.ts';
