import type { Frequency } from '../../../calendar/index.ts';
import { type Problem, problem } from '../../../diagnostics/index.ts';

/** Orders of day and month that a file may leave open. */

export type DateOrder = 'd/m/y' | 'm/d/y';

/** What somebody says of a file that the file does not say itself. */
export interface Answers {
  readonly delimiter?: string;
  readonly decimal?: '.' | ',';
  readonly dates?: DateOrder;
  /** The column of the dates, by its name in the file; so are the other columns. */
  readonly dateColumn?: string;
  readonly keys?: readonly string[];
  readonly frequency?: Frequency;
  /** Texts that mean missing. */
  readonly nulls: readonly string[];
  /** Columns that are text, whatever they look like. */
  readonly text: readonly string[];
  /** Rows of periods that have not begun yet are forecasts, and wanted. */
  readonly projections: boolean;
}

/** Where something of a file stands, as far as it does. */
export interface FilePlace {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** By its name in the file. */
  readonly column?: string;
}

/** A thing that the file leaves open; `flag`: what to add to the command, as it is typed. */
export function question(place: FilePlace, what: string, flag: string): Problem {
  return problem('EWS3048', `${placeText(place)}: ${what}`, { hint: `say so: ${flag}` });
}

/** A thing that has to be changed in the file. */
export function unfit(place: FilePlace, what: string, hint: string): Problem {
  return problem('EWS3049', `${placeText(place)}: ${what}`, { hint });
}

function placeText({ file, line, column }: FilePlace): string {
  const parts = [file, ...(line === undefined ? [] : [`line ${line}`])];
  return [...parts, ...(column === undefined ? [] : [`column ${shownText(column)}`])].join(', ');
}

/** A text of a file in quotes, so much of it as is read. */
export function shownText(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
