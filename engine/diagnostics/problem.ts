import type { ProblemCode } from './codes.ts';

export type Severity = 'error' | 'warning';

/** A stretch of a text file. Lines and columns are 1-based and count UTF-16 units, as editors do. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** One thing wrong with the user's project or data: never a bug of ours. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly message: string;
  readonly span?: Span;
  /** The text of the line that `span` points into, kept so that every renderer is trivial. */
  readonly lineText?: string;
  /** The way out: what to write or run instead. */
  readonly hint?: string;
  readonly notes?: readonly string[];
  /** How many rows of a source are at fault. */
  readonly rows?: number;
}

/** Carries a user's problems through code that cannot return them; anything else thrown is our bug. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.code} ${problem.message}`).join('\n'));
    this.name = 'ProblemError';
    this.problems = problems;
  }
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
