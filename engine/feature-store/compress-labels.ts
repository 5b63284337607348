import type { Day } from '../calendar/index.ts';
import { hasErrors, type Problem } from '../diagnostics/index.ts';
import { quoteName, type Warehouse } from '../warehouse/index.ts';
import type { Evaluated } from './evaluated.ts';
import { datedAfter, datedAfterProblems, duplicateProblems, duplicates, offCalendar } from './row-problems.ts';
import { workTable } from './session.ts';
import { versionsSql } from './versions-sql.ts';

export interface CompressedLabels {
  /**
   * Qualified table `(date, keys..., y, known_from, known_to)`, sorted: y of a decision date as known on the cut-offs
   * in `[known_from, known_to)`; known_to 9999-12-31 where it still holds on the last one. Empty when `problems` has
   * errors.
   */
  readonly table: string;
  readonly problems: readonly Problem[];
}

/**
 * A label, evaluated as of every decision date as cut-off, without repetition: cut-offs in a row that give the same y
 * become one row. A NULL y means "not yet knowable" and has no row, so a date without a row at a cut-off has no label
 * there. Problems: EWS3001 (date after the cut-off), EWS3002 (several rows for a key and date), EWS3011 (not a decision
 * date).
 */
export async function compressLabels(
  warehouse: Warehouse,
  evaluated: Evaluated,
  keys: readonly string[],
  decisionDates: readonly Day[],
): Promise<CompressedLabels> {
  const problems = [
    ...(await offCalendar(warehouse, evaluated, keys, decisionDates)),
    ...datedAfterProblems(evaluated.name, await datedAfter(warehouse, evaluated, keys)),
    ...duplicateProblems(evaluated.name, await duplicates(warehouse, evaluated, keys), keys),
  ];
  const table = workTable(`${evaluated.name}/labels`);
  const by = ['date', ...keys.map(quoteName)];
  const sql = versionsSql(evaluated, { by, value: 'y', none: hasErrors(problems) });
  await warehouse.run(`CREATE OR REPLACE TABLE ${table} AS ${sql}`);
  return { table, problems };
}
