import { END_OF_TIME_SQL, KNOWLEDGE_COLUMNS, RAW_COLUMN } from '../bitemporal/index.ts';
import { qualifiedNames, quoteName, type Warehouse } from '../warehouse/index.ts';
import type { IngestDays } from './ingest-days.ts';
import { differsSql, isEmptySql, namesSql, type ObservationShape, sameSql } from './shape.ts';

/**
 * Adds to the table `observations` what the table `incoming`, the latest values with the days on which they were due,
 * says on a later day, and rewrites nothing:
 * - a value that differs ends the open row and starts an `observed` one on that day;
 * - a row that is gone is withdrawn: an `observed` row with NULL values;
 * - a new row is known since it was due if nobody looked since then, else since that day: it came late, or early;
 * - an empty row that was not due yet when somebody last looked counts as not there: it said nothing.
 * A day is told by its last ingest: what started on it, or was to start after it, gives way.
 *
 * Each row keeps the raw bytes that it was first read from. `missingFrom`: SQL for those in which a row `p` of
 * `observations` is missing.
 */
export async function mergeObservations(
  warehouse: Warehouse,
  shape: ObservationShape,
  { ingestedOn, lookedThrough, missingFrom }: IngestDays & { readonly missingFrom: string },
): Promise<void> {
  const identity = [...shape.keys, shape.dateColumn];
  const same = sameSql(shape, 'i', 'p');
  // It is no part of the joins: with a condition on one side alone DuckDB compares every row with every other.
  const differs = `p.__open AND (${differsSql(shape, 'i', 'p')})`;
  const names = shape.columns.map(({ name }) => name);
  const found = names.map((name) => `${identity.includes(name) ? 'p' : 'i'}.${quoteName(name)} AS ${quoteName(name)}`);
  const day = `DATE '${ingestedOn}'`;
  const looked = lookedThrough === null ? 'NULL::DATE' : `DATE '${lookedThrough}'`;
  // A row that is gone counts as empty too.
  const empty = isEmptySql(shape, 'i');
  await warehouse.run(`
    CREATE OR REPLACE TABLE merged AS
    WITH stored AS (
      SELECT *, realtime_end = ${END_OF_TIME_SQL} AS __open,
        coalesce(realtime_start > ${looked} AND ${isEmptySql(shape, 'observations')}, false) AS __void,
        min(realtime_start) OVER (PARTITION BY ${namesSql(identity)}) < ${day} AS __past
      FROM observations)
    SELECT ${qualifiedNames('p', names).join(', ')}, p.realtime_start,
      CASE WHEN ${differs} THEN ${day} ELSE p.realtime_end END AS realtime_end, p.knowledge,
      p.${RAW_COLUMN}
    FROM stored p LEFT JOIN incoming i ON ${same}
    WHERE NOT (${differs} AND (p.__void OR p.realtime_start >= ${day}))
    UNION ALL
    SELECT ${found.join(', ')}, ${day}, ${END_OF_TIME_SQL}, 'observed', coalesce(i.${RAW_COLUMN}, ${missingFrom})
    FROM stored p LEFT JOIN incoming i ON ${same}
    WHERE ${differs} AND NOT p.__void AND (p.__past OR NOT ${empty})`);
  const unlike = `(i.realtime_start > ${day} AND NOT ${empty}) OR coalesce(i.realtime_start <= ${looked}, false)`;
  await warehouse.run(`
    INSERT INTO merged
    SELECT ${qualifiedNames('i', names).join(', ')},
      CASE WHEN ${unlike} THEN ${day} ELSE i.realtime_start END, ${END_OF_TIME_SQL},
      CASE WHEN ${unlike} THEN 'observed' ELSE i.knowledge END, i.${RAW_COLUMN}
    FROM incoming i ANTI JOIN (SELECT DISTINCT ${namesSql(identity)} FROM merged) p ON ${same}`);
  await takeMerged(warehouse, shape);
}

/** The table `merged` takes the place of `observations`. */
export async function takeMerged(warehouse: Warehouse, shape: ObservationShape): Promise<void> {
  const all = namesSql([...shape.columns.map(({ name }) => name), ...KNOWLEDGE_COLUMNS, RAW_COLUMN]);
  await warehouse.run(`CREATE OR REPLACE TABLE observations AS SELECT ${all} FROM merged`);
  await warehouse.run('DROP TABLE merged');
}
