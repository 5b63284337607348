import type { Problem } from '../diagnostics/index.ts';
import { problemText } from '../report/index.ts';
import { logLine } from './log-line.ts';
import type { ProblemFlags } from './problem-flags.ts';
import type { Terminal } from './terminal.ts';

/** Says a problem on standard error as the format of the log wants it, and keeps it for what is told at the end. */
export function tellProblem(problem: Problem, flags: ProblemFlags, terminal: Terminal): void {
  terminal.answer.found(problem);
  if (flags.logFormat === 'json') terminal.err(logLine({ kind: 'problem', problem }));
  else if (areInText(flags)) terminal.err(problemText(problem, terminal.paintErr));
}

/** Whether problems are said in text: what standard error holds in another format, it does not hold twice. */
export function areInText({ problems = 'text', problemsTo }: ProblemFlags): boolean {
  return problems === 'text' || problemsTo !== undefined;
}
