import type { LabelNode } from '../compile/index.ts';
import { type Problem, problem, throwErrors, topOf } from '../diagnostics/index.ts';
import { isTooLarge, tooLarge } from '../training/index.ts';
import { quoteName, type Warehouse } from '../warehouse/index.ts';
import { notFiniteValues, notFiniteWarning } from './not-finite.ts';

/**
 * Warns of outcomes that are not finite. Throws ProblemError EWS3019 for a binary one that is neither 0, 1 nor NULL,
 * and EWS5031 for a continuous one that is too large to compute with, each with date and value. `table` holds the
 * label's versions.
 */
export async function labelValues(warehouse: Warehouse, node: LabelNode, table: string): Promise<readonly Problem[]> {
  const span = node.query.spans['y'] ?? topOf(node.path);
  const { keys, kind } = node.definition;
  const by = ['date', ...keys.map(quoteName)].join(', ');
  const wrong = kind === 'binary' ? 'y::DOUBLE NOT IN (0, 1)' : 'true';
  const [row] = await warehouse.rows(
    `SELECT ${by}, y::VARCHAR AS text, abs(y::DOUBLE) AS size FROM ${table}
     WHERE isfinite(y::DOUBLE) AND ${wrong} ORDER BY ${kind === 'binary' ? by : 'size DESC'}, known_from LIMIT 1`,
  );
  if (row !== undefined) {
    const whose = keys.map((key) => `, ${key} ${row[key]}`).join('');
    const what = `the outcome of ${node.id} is ${row['text']} on ${row['date']}${whose}`;
    if (kind === 'binary') throwErrors([notBinary(what)], span);
    if (isTooLarge(Number(row['size']))) throwErrors([tooLarge(what)], span);
  }
  const odd = await notFiniteValues(warehouse, `(SELECT DISTINCT ${by}, y FROM ${table})`, ['y'], 'date');
  return odd.map((each) => notFiniteWarning({ ...each, column: `${node.id}.y` }, span));
}

/** `what` says which value it is and where. */
export function notBinary(what: string): Problem {
  const hint = 'return 1 for yes, 0 for no and NULL for unknown, or declare the label kind: continuous';
  return problem('EWS3019', `${what}, and must be 0, 1 or NULL`, { hint });
}
