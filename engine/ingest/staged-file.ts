import { type Problem, type ProblemCode, ProblemError, problem } from '../diagnostics/index.ts';
import type { CsvDialect } from './csv/dialect.ts';

/**
 * A source's file under inspection: its rows are in the table `staged`, numbered from 1 in `__row`. `__line` is the
 * line of a text file on which a row begins, from 1, and NULL elsewhere.
 */
export interface StagedFile {
  /** The bytes being read: a private copy that cannot change meanwhile. */
  readonly path: string;
  /** How messages call it. */
  readonly shownAs: string;
  /** The relation or source it is declared as. */
  readonly relation: string;
  /** One of the formats. */
  readonly format: string;
  /** Of a CSV file how it is written. */
  readonly dialect?: CsvDialect;
  /** Rows that stand for the file: nothing is read at `path` then. */
  readonly given?: GivenRows;
  /** Where each column that is not declared is a period, which declared columns take its name and its cells. */
  readonly periods?: PeriodColumns;
}

/** Rows as text, as a file would hold them; a column that a row does not name is missing in it. */
export interface GivenRows {
  readonly rows: readonly Readonly<Record<string, string | null>>[];
  /** The decimal mark of the numbers among them. */
  readonly decimal: CsvDialect['decimal'];
}

/** The declared columns that a table with a column for each period is turned into. */
export interface PeriodColumns {
  readonly date: string;
  readonly value: string;
}

export interface CsvFile extends StagedFile {
  readonly dialect: CsvDialect;
}

export function isCsv(file: StagedFile): file is CsvFile {
  return file.dialect !== undefined;
}

/** An error about a file as a whole, which names the file and the source that reads it. */
export function fileProblem(file: StagedFile, code: ProblemCode, what: string, hint: string): Problem {
  return problem(code, `${file.shownAs} (source ${file.relation}): ${what}`, { hint });
}

/** Rows at fault that are named; the others are counted. */
export const SHOWN_ROWS = 20;

/** Throws problems as one ProblemError. */
export function fail(...problems: readonly Problem[]): never {
  throw new ProblemError(problems);
}
