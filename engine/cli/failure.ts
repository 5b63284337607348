import { ProblemError } from '../diagnostics/index.ts';
import { paintFor, problemsText } from '../report/index.ts';

/** 1 for a user's problem, 2 for wrong usage and for our bugs, 130 after an interrupt. */
export function exitCodeOf(error: unknown): number {
  if (isInterrupt(error)) return 130;
  if (!(error instanceof ProblemError)) return 2;
  return error.problems.some(({ code }) => code.startsWith('EWS6')) ? 2 : 1;
}

export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Shows why a command ended: a user's problems with their frames, a bug of ours with its stack. */
export function reportFailure(error: unknown, json: boolean): void {
  const write = (text: string): void => void process.stderr.write(`${text}\n`);
  if (isInterrupt(error)) {
    write('interrupted: the last good run is untouched');
  } else if (error instanceof ProblemError) {
    if (json) for (const problem of error.problems) write(JSON.stringify({ kind: 'problem', problem }));
    else write(problemsText(error.problems, paintFor(process.stderr, process.env)));
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    write(`unexpected error: this is a bug in ews, not in your project\n${stack}`);
  }
}
