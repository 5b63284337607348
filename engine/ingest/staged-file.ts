import { readFile, stat } from 'node:fs/promises';
import { lineTextAt, type Problem, type ProblemCode, ProblemError, type Severity } from '../diagnostics/index.ts';
import type { Warehouse } from '../warehouse/index.ts';

/** A source's file under inspection: its rows are in the table `staged`, numbered from 1 in `__row`. */
export interface StagedFile {
  /** The bytes being read: a private copy that cannot change meanwhile. */
  readonly path: string;
  /** How messages call it. */
  readonly shownAs: string;
  /** The relation or source it is declared as. */
  readonly relation: string;
  readonly format: 'csv' | 'parquet';
}

/** One thing that must be true of every row. */
export interface RowCheck {
  /** SQL over `staged`, true for a row at fault; window functions are allowed. */
  readonly fault: string;
  /** SQL of type VARCHAR: the value to show. */
  readonly shown: string;
  /** What is wrong with a row that shows `value`. */
  readonly say: (value: string) => string;
  readonly hint: string;
  /** EWS3004 when absent. */
  readonly code?: ProblemCode;
  readonly severity?: Severity;
}

/** Beyond this a code frame is not worth reading the file for. */
const FRAME_BYTES = 8_000_000;
const SHOWN_ROWS = 3;

/** Runs the checks; each that fails is one problem, which names the first rows at fault. */
export async function checkRows(
  warehouse: Warehouse,
  file: StagedFile,
  checks: readonly RowCheck[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const check of checks) {
    const faults = await warehouse.rows(
      `SELECT __row AS row, coalesce(shown, '') AS shown, count(*) OVER () AS total
       FROM (SELECT __row, ${check.shown} AS shown, ${check.fault} AS fault FROM staged)
       WHERE fault ORDER BY __row LIMIT ${SHOWN_ROWS}`,
    );
    const [first, ...others] = faults;
    if (first === undefined) continue;
    const row = Number(first['row']);
    const rest = Number(first['total']) - 1;
    const more = rest === 0 ? '' : ` (and ${rest} more ${rest === 1 ? 'row' : 'rows'})`;
    problems.push({
      code: check.code ?? 'EWS3004',
      severity: check.severity ?? 'error',
      message: `${file.shownAs}, row ${row}: ${check.say(String(first['shown']))}${more}`,
      hint: check.hint,
      rows: rest + 1,
      ...(await frameOfRow(file, row)),
      ...(others.length === 0
        ? {}
        : { notes: others.map((other) => `row ${other['row']}: ${check.say(String(other['shown']))}`) }),
    });
  }
  return problems;
}

export function fileProblem(file: StagedFile, code: ProblemCode, what: string, hint: string): Problem {
  return { code, severity: 'error', message: `${file.shownAs} (source ${file.relation}): ${what}`, hint };
}

/** Puts a row before the reader's eyes: only in CSV whose rows are lines. Line 1 is the header. */
async function frameOfRow(file: StagedFile, row: number): Promise<Frame> {
  const text = file.format === 'csv' ? await textOf(file) : undefined;
  const lines = text?.split('\n') ?? [];
  // A quoted line break or an empty line makes rows and lines differ.
  const isEven = lines.every(
    (line, at) => at === lines.length - 1 || (line.split('"').length % 2 === 1 && line.trim()),
  );
  return text !== undefined && isEven ? frame(file, text, row + 1) : {};
}

/** Puts a line of a CSV file before the reader's eyes. */
export async function frameOfLine(file: StagedFile, line: number): Promise<Frame> {
  const text = await textOf(file);
  return text === undefined ? {} : frame(file, text, line);
}

type Frame = Pick<Problem, 'span' | 'lineText'>;

async function textOf(file: StagedFile): Promise<string | undefined> {
  return (await stat(file.path)).size > FRAME_BYTES ? undefined : readFile(file.path, 'utf8');
}

function frame(file: StagedFile, text: string, line: number): Frame {
  const lineText = lineTextAt({ path: file.shownAs, text }, line);
  return { span: { file: file.shownAs, line, column: 1, length: Math.max(1, lineText.length) }, lineText };
}

export function fail(...problems: readonly Problem[]): never {
  throw new ProblemError(problems);
}
