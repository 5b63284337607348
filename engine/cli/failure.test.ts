import { expect, it } from 'vitest';
import { ProblemError } from '../diagnostics/index.ts';
import { exitCodeOf, usageProblem } from './failure.ts';

it.each([
  ["error: unknown command 'lss'\n(Did you mean ls?)", 'did you mean "ls"?'],
  ["error: unknown command 'plna'\n(Did you mean plan?)", 'did you mean "plan"?'],
  ["error: unknown option '--asof'\n(Did you mean --as-of?)", 'did you mean "--as-of"?'],
  ["error: unknown command 'opne'\n(Did you mean one of card, open?)", 'did you mean "open"?'],
  ["error: unknown option '--asof'\n(Did you mean --json?)", 'ews --help lists the commands'],
  ["error: missing required argument 'target'", 'ews --help lists the commands'],
])('takes of the guesses for %j only what may have been meant', (text, hint) => {
  const [problem] = usageProblem(text).problems;
  expect(problem).toMatchObject({ code: 'EWS6001', message: text.split('\n')[0]?.replace('error: ', '') });
  expect(problem?.hint).toContain(hint);
});

it('ends with 1 for what the project has wrong, 2 for wrong usage and for bugs, 130 after Ctrl-C', () => {
  const problem = { severity: 'error', message: '' } as const;
  expect(exitCodeOf(new ProblemError([{ ...problem, code: 'EWS2105' }]))).toBe(1);
  expect(exitCodeOf(new ProblemError([{ ...problem, code: 'EWS6002' }]))).toBe(2);
  expect(exitCodeOf(new TypeError('x is undefined'))).toBe(2);
  expect(exitCodeOf(new DOMException('interrupted', 'AbortError'))).toBe(130);
});
