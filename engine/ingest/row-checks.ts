import type { Problem, ProblemCode, Severity } from '../diagnostics/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { excerptOfLine, type StagedFile } from './staged-file.ts';

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
    const notes = others.map((other) => `row ${other['row']}: ${check.say(String(other['shown']))}`);
    problems.push({
      code: check.code ?? 'EWS3004',
      severity: check.severity ?? 'error',
      message: `${file.shownAs}, row ${first['row']}: ${check.say(String(first['shown']))}${more}`,
      hint: typeof check.hint === 'string' ? check.hint : hintsFor(check.hint, shown),
      rows: rest + 1,
      ...(first['line'] === null ? {} : await excerptOfLine(file, Number(first['line']))),
      ...(notes.length === 0 ? {} : { notes }),
    });
  }
  return problems;
}

function hintsFor(hint: (value: string) => string, values: readonly string[]): string {
  return [...new Set(values.map(hint))].join('; ');
}
