import { didYouMean } from '../diagnostics/index.ts';
import { beyond, LIMITS } from '../limits/index.ts';
import type { LabelDefinition, VariableDefinition } from './definitions.ts';
import type { ProblemWords, YamlPath } from './problem-at.ts';
import type { WindowMonth, WrittenWindow } from './written-window.ts';

/** What is wrong with a window, and where in the label's file. */
export interface WindowProblem {
  readonly path: YamlPath;
  readonly words: ProblemWords;
}

/**
 * Holds the place of a month that a variable without a whole number names: it is complained of, and nothing reads it.
 */
const UNRESOLVED = 0;

/** The window's months, given the values of the variables. */
export function windowOf(written: WrittenWindow, vars: readonly VariableDefinition[]): LabelDefinition['window'] {
  const { fromMonth, toMonth } = written;
  return { fromMonth: monthOf(fromMonth, vars) ?? UNRESOLVED, toMonth: monthOf(toMonth, vars) ?? UNRESOLVED };
}

/** A window looks ahead, from its first month to its last, and names variables that are whole numbers. */
export function* windowProblems(written: WrittenWindow, vars: readonly VariableDefinition[]): Iterable<WindowProblem> {
  const unresolved = [
    ...nameProblem('from_month', written.fromMonth, vars),
    ...nameProblem('to_month', written.toMonth, vars),
  ];
  yield* unresolved;
  if (unresolved.length > 0) return;
  const { fromMonth, toMonth } = windowOf(written, vars);
  for (const [key, month] of [
    ['from_month', fromMonth],
    ['to_month', toMonth],
  ] as const) {
    if (Math.abs(month) <= LIMITS.months.most) continue;
    const message = `the window reaches ${beyond(LIMITS.months, Math.abs(month))}`;
    yield windowProblem(key, { code: 'EWS1027', message, hint: 'look ahead less far' });
    return;
  }
  if (fromMonth > toMonth) {
    const message = `the window ends in month ${toMonth}, before it begins in month ${fromMonth}`;
    yield windowProblem('to_month', { code: 'EWS1011', message, hint: 'swap from_month and to_month' });
  }
  if (fromMonth < 0) {
    const early = `the window begins ${-fromMonth} months before the decision`;
    const message = `${early}: what is past is a feature, not a label`;
    yield windowProblem('from_month', { code: 'EWS1011', message, hint: '0 is the month of the decision' });
  }
}

function monthOf(month: WindowMonth, vars: readonly VariableDefinition[]): number | undefined {
  if (typeof month === 'number') return month;
  const value = vars.find(({ name, type }) => `$${name}` === month && type === 'integer')?.value;
  return typeof value === 'number' ? value : undefined;
}

function nameProblem(key: string, month: WindowMonth, vars: readonly VariableDefinition[]): readonly WindowProblem[] {
  if (typeof month === 'number' || monthOf(month, vars) !== undefined) return [];
  const found = vars.find(({ name }) => `$${name}` === month);
  const whole = vars.filter(({ type }) => type === 'integer').map(({ name }) => `$${name}`);
  const otherwise =
    whole.length === 0 ? 'declare it under vars in ews.config.yaml, as an integer' : `there are ${whole.join(', ')}`;
  const message =
    found === undefined
      ? `window.${key} names "${month}", which is no variable`
      : `window.${key} names "${month}", which is ${found.type} and not a whole number`;
  return [windowProblem(key, { code: 'EWS1013', message, hint: didYouMean(month, whole) ?? otherwise })];
}

function windowProblem(key: string, words: ProblemWords): WindowProblem {
  return { path: ['window', key], words };
}
