import type { Problem, ProblemCode, Severity } from '../diagnostics/index.ts';
import type { Row, Warehouse } from '../warehouse/index.ts';
import { EXCERPT_OF_CSV } from './csv/procedures.ts';
import { PLACE_COLUMN } from './periods-in-columns.ts';
import { isCsv, SHOWN_ROWS, type StagedFile } from './staged-file.ts';

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

/** Runs the checks; each that fails is one problem, which names the first rows at fault. */
export async function checkRows(
  warehouse: Warehouse,
  file: StagedFile,
  checks: readonly RowCheck[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const column = file.periods === undefined ? 'NULL' : PLACE_COLUMN;
  for (const check of checks) {
    const faults = await warehouse.rows(
      `SELECT __row AS row, __line AS line, place, coalesce(shown, '') AS shown, count(*) OVER () AS total
       FROM (SELECT __row, __line, ${column} AS place, ${check.shown} AS shown, ${check.fault} AS fault FROM staged)
       WHERE fault ORDER BY __row, place LIMIT ${SHOWN_ROWS}`,
    );
    const [first, ...others] = faults;
    if (first === undefined) continue;
    const rest = Number(first['total']) - 1;
    const more = rest === 0 ? '' : ` (and ${rest} more ${rest === 1 ? 'row' : 'rows'})`;
    const shown = faults.map((fault) => String(fault['shown']));
    const notes = others.map((other) => `${placeOf(other)}: ${check.say(String(other['shown']))}`);
    problems.push({
      code: check.code ?? 'EWS3004',
      severity: check.severity ?? 'error',
      message: `${file.shownAs}, ${placeOf(first)}: ${check.say(String(first['shown']))}${more}`,
      hint: typeof check.hint === 'string' ? check.hint : hintsFor(check.hint, shown),
      rows: rest + 1,
      ...(isCsv(file) ? await warehouse.call(EXCERPT_OF_CSV, { file, line: Number(first['line']) }) : {}),
      ...(notes.length === 0 ? {} : { notes }),
    });
  }
  return problems;
}

/** The row, and where each period has a column of its own that column. */
function placeOf({ row, place }: Row): string {
  return place === null ? `row ${row}` : `row ${row}, column ${JSON.stringify(place)}`;
}

function hintsFor(hint: (value: string) => string, values: readonly string[]): string {
  return [...new Set(values.map(hint))].join('; ');
}
