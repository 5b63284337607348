import type { NotFinite } from '../cards/index.ts';
import { type Problem, type Span, warning } from '../diagnostics/index.ts';
import { quoteName, readCount, readText, type Warehouse } from '../warehouse/index.ts';
import { notFinite } from './missing-sql.ts';

/**
 * Values of some columns that are NaN or infinite, counted over the rows of a table; columns without any are left out.
 */
export async function notFiniteValues(
  warehouse: Warehouse,
  table: string,
  columns: readonly string[],
  date: string,
): Promise<readonly NotFinite[]> {
  if (columns.length === 0) return [];
  const counts = columns.flatMap((column, i) => {
    const odd = notFinite(quoteName(column));
    return [`count(*) FILTER (${odd}) AS count_${i}`, `min(${date}) FILTER (${odd}) AS first_${i}`];
  });
  const [row] = await warehouse.rows(`SELECT ${counts.join(', ')} FROM ${table}`);
  return columns.flatMap((column, i) => {
    const count = readCount(row, `count_${i}`);
    return count === 0 ? [] : [{ column, count, first: readText(row, `first_${i}`) }];
  });
}

export function notFiniteWarning({ column, count, first }: NotFinite, span: Span | undefined): Problem {
  const times = count === 1 ? 'one row' : `${count} rows, first`;
  return warning('EWS3018', `${column} is NaN or infinite in ${times} on ${first}: such values count as missing`, {
    span,
    hint: 'return NULL where a value does not exist: a / nullif(b, 0), or CASE WHEN x > 0 THEN ln(x) END',
  });
}
