import type { ProblemCode } from './codes.ts';
import { struck, struckLine } from './secrets.ts';
import type { Span } from './text-file.ts';

export type Severity = 'error' | 'warning';

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

/** The other members of a problem, beside its code and message; those that are undefined are left out. */
export type ProblemDetails = {
  readonly [Name in Exclude<keyof Problem, 'code' | 'severity' | 'message'>]?: Problem[Name] | undefined;
};

/**
 * An error, without what looks like a secret in what it quotes. Its details are in the order in which they are given:
 * problems are printed as JSON too.
 */
export function problem(code: ProblemCode, message: string, details: ProblemDetails = {}): Problem {
  return { code, severity: 'error', message: struck(message), ...given(details) };
}

/** A problem that stops nothing. */
export function warning(code: ProblemCode, message: string, details: ProblemDetails = {}): Problem {
  return { code, severity: 'warning', message: struck(message), ...given(details) };
}

/** Carries a user's problems through code that cannot return them; anything else thrown is our bug. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((found) => `${found.code} ${found.message}`).join('\n'));
    this.name = 'ProblemError';
    this.problems = problems;
  }
}

/** A single error, to be thrown. */
export function problemError(code: ProblemCode, message: string, details?: ProblemDetails): ProblemError {
  return new ProblemError([problem(code, message, details)]);
}

/** A problem with what was typed: it is no command, flag or value that there is. */
export function usageError(message: string, hint?: string): ProblemError {
  return problemError('EWS6001', message, { hint });
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** Throws all problems if one of them is an error; those without a place get `place`. */
export function throwErrors(problems: readonly Problem[], place?: Span): void {
  if (hasErrors(problems)) throw new ProblemError(place === undefined ? problems : placedAt(place, problems));
}

/** Gives those problems that have no place a place. */
export function placedAt(place: Span, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((found) => (found.span === undefined ? { ...found, span: place } : found));
}

/**
 * The first errors, then the first warnings, in the order given, and in the place of the others one problem that counts
 * them: nobody reads thousands, and telling them would take longer than finding them.
 */
export function firstProblems(problems: readonly Problem[], most: number): readonly Problem[] {
  if (problems.length <= most || problems.at(-1)?.code === 'EWS1028') return problems;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity !== 'error');
  const kept = new Set([...errors, ...warnings].slice(0, most));
  const left = problems.length - most;
  const say = errors.length > most ? problem : warning;
  const others = left === 1 ? '1 more problem is' : `${left} more problems are`;
  const message = `${others} not shown: there are ${errors.length} errors and ${warnings.length} warnings`;
  const hint = 'mend these first: others often go with them';
  return [...problems.filter((found) => kept.has(found)), say('EWS1028', message, { hint })];
}

function given(details: ProblemDetails): Partial<Problem> {
  const { lineText, hint, notes } = details;
  const shown: ProblemDetails = {
    ...details,
    ...(lineText === undefined ? {} : { lineText: struckLine(lineText) }),
    ...(hint === undefined ? {} : { hint: struck(hint) }),
    ...(notes === undefined ? {} : { notes: notes.map(struck) }),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
}
