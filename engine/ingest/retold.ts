import { type Problem, warning } from '../diagnostics/index.ts';
import { thousands } from '../figures/index.ts';
import { qualifiedNames, quoteName, type Warehouse } from '../warehouse/index.ts';
import { differsSql, isEmptySql, namesSql, type ObservationShape, sameSql } from './shape.ts';

/**
 * Notes in the table `retold` of which keys and dates the file in `incoming` has a value on a day through `fixed` (SQL)
 * on which `observations` have another one or none: each with the first such day. A value that it has no more is none:
 * a file that keeps only the newest version of a row says nothing of the days before that.
 */
export async function noteRetold(warehouse: Warehouse, shape: ObservationShape, fixed: string): Promise<void> {
  const identity = [...shape.keys, shape.dateColumn];
  const turns = ['incoming', 'observations'].flatMap((table) =>
    ['realtime_start', 'realtime_end'].map(
      (day) => `SELECT ${namesSql(identity)}, ${day} AS __day FROM ${table} WHERE ${day} <= ${fixed}`,
    ),
  );
  const held = (row: string): string =>
    `${sameSql(shape, row, 't')} AND ${row}.realtime_start <= t.__day AND ${row}.realtime_end > t.__day
       AND NOT ${isEmptySql(shape, row)}`;
  const date = quoteName(shape.dateColumn);
  await warehouse.run(`
    CREATE OR REPLACE TABLE retold AS
    SELECT ${qualifiedNames('t', identity).join(', ')}, min(t.__day) AS __first
    FROM (${turns.join(' UNION ')}) t JOIN incoming i ON ${held('i')} LEFT JOIN observations o ON ${held('o')}
    WHERE o.${date} IS NULL OR ${differsSql(shape, 'i', 'o')}
    GROUP BY ALL`);
}

/** A warning where the last version that was merged tells days that are over in another way: that was not taken. */
export async function retoldWarning(
  warehouse: Warehouse,
  shape: ObservationShape,
  { source, shownAs }: { readonly source: string; readonly shownAs: string },
): Promise<readonly Problem[]> {
  const [exists] = await warehouse.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'retold'");
  if (exists === undefined) return [];
  const identity = [...shape.keys, shape.dateColumn].map((name) => quoteName(name));
  const texts = identity.map((name) => `${name}::VARCHAR`);
  const [row] = await warehouse.rows(`
    SELECT count(*) OVER () AS count, concat_ws(' ', ${texts.join(', ')}) AS example, __first AS since
    FROM retold ORDER BY __first, ${identity.join(', ')} LIMIT 1`);
  if (row === undefined) return [];
  const count = Number(row['count']);
  const example = String(row['example']).replaceAll(/\s+/g, ' ');
  const observations = count === 1 ? 'one observation has' : `${thousands(count)} observations have`;
  const what = `${observations} another past than was ingested`;
  return [
    warning('EWS3040', `${shownAs} (source ${source}): ${what}; what was known on days that are over stays as it was`, {
      notes: [`the first: ${example}, told otherwise from ${row['since']} on`],
      hint: `where an earlier file was wrong, rewrite what it said: ews ingest ${source} --correct --reason "..."`,
    }),
  ];
}
