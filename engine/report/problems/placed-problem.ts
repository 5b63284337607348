import { type Problem, struck, struckLine } from '../../diagnostics/index.ts';
import { visible } from '../paint/index.ts';

/** A problem as other tools are told of it: nothing of it is obeyed, no secret stands in it, places count from 1. */
export interface PlacedProblem {
  readonly code: Problem['code'];
  readonly severity: Problem['severity'];
  readonly message: string;
  /** The way out and the notes, a line each. */
  readonly more: readonly string[];
  /** Absent where it is in no file. */
  readonly place?: ProblemPlace;
}

/** A stretch of one line; the column of its end is behind it. All count UTF-16 units. */
export interface ProblemPlace {
  /** With forward slashes, relative to the root of the repository. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly lineText?: string;
}

/** @param prefix where the project lies in its repository: `risk/us`, or nothing */
export function placedProblem(problem: Problem, prefix: string): PlacedProblem {
  const { code, severity, message, hint, notes = [] } = problem;
  const more = [...(hint === undefined ? [] : [hint]), ...notes].map(shown);
  const place = placeOf(problem, prefix);
  return { code, severity, message: shown(message), more, ...(place === undefined ? {} : { place }) };
}

function placeOf({ span, lineText }: Problem, prefix: string): ProblemPlace | undefined {
  if (span === undefined) return undefined;
  const file = prefix === '' ? span.file : `${prefix}/${span.file}`;
  const [line, column] = [Math.max(1, span.line), Math.max(1, span.column)];
  const place = { file, line, column, endColumn: column + Math.max(1, span.length) };
  return lineText === undefined || lineText === '' ? place : { ...place, lineText: visible(struckLine(lineText)) };
}

function shown(text: string): string {
  return visible(struck(text));
}
