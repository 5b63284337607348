export { closestMatch, didYouMean, thereAre } from './closest-match.ts';
export { PROBLEM_CODES, type ProblemCode } from './codes.ts';
export { machineProblem } from './machine-problem.ts';
export {
  firstProblems,
  hasErrors,
  type Problem,
  ProblemError,
  placedAt,
  problem,
  problemError,
  type Severity,
  throwErrors,
  usageError,
  warning,
} from './problem.ts';
export { type FoundSecret, namesSecret, secretsIn, struck, struckLine, without } from './secrets.ts';
export { byteToTextOffset, lineTextAt, type Span, spanAt, type TextFile, topOf } from './text-file.ts';
