import { type Problem, problem } from '../../diagnostics/index.ts';
import { present } from '../../presence/index.ts';
import { quoteName, type Warehouse } from '../../warehouse/index.ts';

/**
 * Problems of whole numbers of a table that parquet would round. DuckDB's sum of whole numbers is a HUGEINT, and
 * parquet has no such type: it is stored as DOUBLE, which holds all of them up to 2^53 and few beyond. `table` is a
 * name ready for SQL.
 */
export async function roundedWholeNumbers(warehouse: Warehouse, table: string): Promise<readonly Problem[]> {
  const described = await warehouse.rows(`DESCRIBE SELECT * FROM ${table}`);
  const problems: Problem[] = [];
  for (const { column_name: column, column_type: type } of described) {
    if (type !== 'HUGEINT' && type !== 'UHUGEINT') continue;
    const name = quoteName(String(column));
    const [found] = await warehouse.rows(
      `SELECT min(${name})::VARCHAR AS value, count(*) AS rows FROM ${table}
       WHERE TRY_CAST(${name}::DOUBLE AS ${type}) IS DISTINCT FROM ${name}`,
    );
    const { value, rows: count } = present(found);
    const rows = Number(count);
    if (rows === 0) continue;
    const counted = `${rows} ${rows === 1 ? 'row' : 'rows'}`;
    const message = `column "${column}" holds ${value}, a ${type} that is stored as a DOUBLE and would be rounded`;
    const hint = 'cast it in the SQL: to BIGINT or VARCHAR to keep it, to DOUBLE if it may be rounded';
    problems.push(problem('EWS3031', `${message} (${counted})`, { hint }));
  }
  return problems;
}
