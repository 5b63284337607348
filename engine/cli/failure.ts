import {
  closestMatch,
  firstProblems,
  machineProblem,
  ProblemError,
  problemError,
  struck,
  usageError,
} from '../diagnostics/index.ts';
import { LIMITS } from '../limits/index.ts';
import { problemsText } from '../report/index.ts';
import { overLimit } from '../warehouse/index.ts';
import { logLine } from './log-line.ts';
import type { ProblemFlags } from './problem-flags.ts';
import { areInText, tellProblem } from './tell-problem.ts';
import type { Terminal } from './terminal.ts';

/** 1 for a user's problem, 2 for wrong usage and for our bugs, 130 after an interrupt. */
export function exitCodeOf(error: unknown): number {
  if (isInterrupt(error)) return 130;
  const told = asProblem(error);
  return told === undefined || told.problems.some(({ code }) => code.startsWith('EWS6')) ? 2 : 1;
}

export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** What is no bug of ours: a user's problem, the machine's part, a process that was ended on the way. */
function asProblem(error: unknown): ProblemError | undefined {
  return error instanceof ProblemError ? error : (machineProblem(error) ?? endedProblem(error));
}

/** A process that worked for a command was ended where nobody said for which file or node it did. */
function endedProblem(error: unknown): ProblemError | undefined {
  const over = overLimit(error, 'data');
  return (
    over && problemError('EWS4019', `what the command asked of another process ${over.words}`, { hint: over.hint })
  );
}

/** Shows why a command ended: a user's problems with their frames, a bug of ours with its stack. */
export function reportFailure(thrown: unknown, flags: ProblemFlags, terminal: Terminal): void {
  const told = asProblem(thrown);
  if (told === undefined || isInterrupt(thrown)) {
    tellEnd(failureText(thrown), flags, terminal);
    return;
  }
  const problems = firstProblems(told.problems, LIMITS.problems.most);
  if (flags.logFormat === 'text' && areInText(flags)) {
    for (const problem of problems) terminal.answer.found(problem);
    terminal.err(problemsText(problems, terminal.paintErr));
  } else for (const problem of problems) tellProblem(problem, flags, terminal);
}

function tellEnd(text: string, { logFormat }: ProblemFlags, terminal: Terminal): void {
  terminal.err(logFormat === 'json' ? logLine({ kind: 'failure', text }) : text);
}

/** An end that no problem explains: an interrupt, or a bug of ours with its stack. */
function failureText(error: unknown): string {
  if (isInterrupt(error)) return 'interrupted: the last good run is untouched';
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `unexpected error: this is a bug in ews, not in your project\n${struck(stack)}`;
}

/** What an end is called that is a bug of ours; undefined of every other. */
export function bugIn(error: unknown): string | undefined {
  if (isInterrupt(error) || asProblem(error) !== undefined) return undefined;
  return struck(error instanceof Error ? error.message : String(error));
}

/** What the command line's parser refused, in its words: `error: unknown command 'lss'\n(Did you mean ls?)`. */
export function usageProblem(text: string): ProblemError {
  const [message = '', suggestion = ''] = text.replace(/^error: /, '').split('\n');
  const [, wrong = ''] = /'([^' ]+)'$/.exec(message) ?? [];
  const meant = /Did you mean (?:one of )?(.*)\?\)/.exec(suggestion)?.[1]?.split(', ') ?? [];
  const near = meant.find((name) => isNear(undashed(wrong), undashed(name)));
  const hint =
    near === undefined ? 'ews --help lists the commands, ews help COMMAND its flags' : `did you mean "${near}"?`;
  return usageError(message, hint);
}

/** The parser's own guesses are generous: "--json" for "--asof". Of its guesses, those that begin alike are kept. */
function isNear(wrong: string, guess: string): boolean {
  return wrong[0] === guess[0] || closestMatch(wrong, [guess]) !== undefined;
}

function undashed(flag: string): string {
  return flag.replace(/^-+/, '');
}
