export { closestMatch, didYouMean } from './closest-match.ts';
export { PROBLEM_CODES, type ProblemCode } from './codes.ts';
export { hasErrors, type Problem, ProblemError, type Severity, type Span } from './problem.ts';
export { byteToTextOffset, lineTextAt, spanAt, type TextFile } from './text-file.ts';
