import { type Problem, type ProblemCode, ProblemError, problem, type Severity } from '../diagnostics/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { decodedText, NotText } from './csv/decode.ts';
import type { CsvDialect } from './csv/dialect.ts';

/**
 * A source's file under inspection: its rows are in the table `staged`, numbered from 1 in `__row`. `__line` is the line of
 * a text file on which a row begins, from 1, and NULL elsewhere.
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
}

export interface CsvFile extends StagedFile {
  readonly dialect: CsvDialect;
}

function isCsv(file: StagedFile): file is CsvFile {
  return file.dialect !== undefined;
}

/** One thing that must be true of every row. */
export interface RowCheck {
  /** SQL over `staged`, true for a row at fault; window functions are allowed. */
  readonly fault: string;
  /** SQL of type VARCHAR: the value to show. */
  readonly shown: string;
  /** What is wrong with a row that shows `value`. */
  readonly say: (value: string) => string;
  /** One for all rows, or what helps with a row that shows `value`. */
  readonly hint: string | ((value: string) => string);
  /** EWS3004 when absent. */
  readonly code?: ProblemCode;
  readonly severity?: Severity;
}

/** Rows at fault that are named; the others are counted. */
export const SHOWN_ROWS = 20;

/** Runs the checks; each that fails is one problem, which names the first rows at fault. */
export async function checkRows(
  warehouse: Warehouse,
  file: StagedFile,
  checks: readonly RowCheck[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const check of checks) {
    const faults = await warehouse.rows(
      `SELECT __row AS row, __line AS line, coalesce(shown, '') AS shown, count(*) OVER () AS total
       FROM (SELECT __row, __line, ${check.shown} AS shown, ${check.fault} AS fault FROM staged)
       WHERE fault ORDER BY __row LIMIT ${SHOWN_ROWS}`,
    );
    const [first, ...others] = faults;
    if (first === undefined) continue;
    const rest = Number(first['total']) - 1;
    const more = rest === 0 ? '' : ` (and ${rest} more ${rest === 1 ? 'row' : 'rows'})`;
    const shown = faults.map((fault) => String(fault['shown']));
    problems.push({
      code: check.code ?? 'EWS3004',
      severity: check.severity ?? 'error',
      message: `${file.shownAs}, row ${first['row']}: ${check.say(String(first['shown']))}${more}`,
      hint: typeof check.hint === 'string' ? check.hint : hintsFor(check.hint, shown),
      rows: rest + 1,
      ...(first['line'] === null ? {} : await frameOfLine(file, Number(first['line']))),
      ...(others.length === 0
        ? {}
        : { notes: others.map((other) => `row ${other['row']}: ${check.say(String(other['shown']))}`) }),
    });
  }
  return problems;
}

function hintsFor(hint: (value: string) => string, values: readonly string[]): string {
  return [...new Set(values.map(hint))].join('; ');
}

export function fileProblem(file: StagedFile, code: ProblemCode, what: string, hint: string): Problem {
  return problem(code, `${file.shownAs} (source ${file.relation}): ${what}`, { hint });
}

type Frame = Pick<Problem, 'span' | 'lineText'>;

/** Of a longer line the beginning is shown. */
const SHOWN_CHARACTERS = 200;

/** Puts a line of a CSV file, from 1, before the reader's eyes. */
export async function frameOfLine(file: StagedFile, line: number): Promise<Frame> {
  if (!isCsv(file)) return {};
  const whole = await lineOf(file, line);
  const lineText = whole.length > SHOWN_CHARACTERS ? `${whole.slice(0, SHOWN_CHARACTERS)}...` : whole;
  return { span: { file: file.shownAs, line, column: 1, length: Math.max(1, lineText.length) }, lineText };
}

/** Reads no further than the line, and keeps no more than a piece of the file. */
async function lineOf(file: CsvFile, line: number): Promise<string> {
  let text = '';
  let passed = 0;
  try {
    for await (const piece of decodedText(file.path, file.dialect.encoding)) {
      text += piece;
      const lines = text.split(/\r\n|\n|\r(?!$)/);
      if (passed + lines.length > line) return lines[line - passed - 1] ?? '';
      passed += lines.length - 1;
      text = lines.at(-1) ?? '';
    }
  } catch (error) {
    // What cannot be decoded may stand behind the line, or in it: then its beginning is shown.
    if (!(error instanceof NotText)) throw error;
  }
  return passed + 1 === line ? text : '';
}

export function fail(...problems: readonly Problem[]): never {
  throw new ProblemError(problems);
}
