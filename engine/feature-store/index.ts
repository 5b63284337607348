export { evaluateLifted } from './evaluate-lifted.ts';
export { evaluateAt, evaluateLoop } from './evaluate-loop.ts';
export type { Evaluated, EvaluatedColumn } from './evaluated.ts';
export type { AsOfPlan } from './plan.ts';
export { loadCalendar, observationsOf, prepareSession } from './session.ts';
