/** How all problems of a command are told at its end. A list apart, so that the command line need load nothing else. */
export const PROBLEM_FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type ProblemFormat = (typeof PROBLEM_FORMATS)[number];

/** Flags that say how problems are told. */
export interface ProblemFlags {
  readonly logFormat: 'text' | 'json';
  /** Text is said while they are found, all else when the command has ended. */
  readonly problems?: ProblemFormat;
  /** The file that they are written to instead of to standard error, which has them as text. */
  readonly problemsTo?: string;
}
