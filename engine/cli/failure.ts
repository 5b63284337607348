import { closestMatch, machineProblem, ProblemError, struck, usageError } from '../diagnostics/index.ts';
import { problemsText } from '../report/index.ts';
import type { Terminal } from './terminal.ts';

/** 1 for a user's problem, 2 for wrong usage and for our bugs, 130 after an interrupt. */
export function exitCodeOf(error: unknown): number {
  if (isInterrupt(error)) return 130;
  if (!(error instanceof ProblemError)) return machineProblem(error) === undefined ? 2 : 1;
  return error.problems.some(({ code }) => code.startsWith('EWS6')) ? 2 : 1;
}

export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Shows why a command ended: a user's problems with their frames, a bug of ours with its stack. */
export function reportFailure(thrown: unknown, json: boolean, terminal: Terminal): void {
  const write = terminal.err;
  const error = machineProblem(thrown) ?? thrown;
  if (isInterrupt(error)) {
    write('interrupted: the last good run is untouched');
  } else if (error instanceof ProblemError) {
    if (json) for (const problem of error.problems) write(JSON.stringify({ kind: 'problem', problem }));
    else write(problemsText(error.problems, terminal.paintErr));
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    write(`unexpected error: this is a bug in ews, not in your project\n${struck(stack)}`);
  }
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
