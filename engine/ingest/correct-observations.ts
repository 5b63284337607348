import { END_OF_TIME_SQL, RAW_COLUMN } from '../bitemporal/index.ts';
import { qualifiedNames, quoteName, type Warehouse } from '../warehouse/index.ts';
import { takeMerged } from './merge-observations.ts';
import { differsSql, isEmptySql, namesSql, type ObservationShape, sameSql } from './shape.ts';

/**
 * Puts right in the table `observations` what the table `incoming`, the latest values with the days on which they were
 * due, says otherwise, as if it had been said from the start: a current value that differs is replaced on all days on
 * which it was known, a row that is gone was never there, a new one is known since it was due. What `incoming` replaces
 * is from its raw bytes, what it confirms from those that said so first.
 */
export async function correctObservations(warehouse: Warehouse, shape: ObservationShape): Promise<void> {
  const identity = [...shape.keys, shape.dateColumn];
  const names = shape.columns.map(({ name }) => name);
  const same = sameSql(shape, 'i', 'p');
  const open = `p.realtime_end = ${END_OF_TIME_SQL}`;
  const isFound = `i.${quoteName(shape.dateColumn)} IS NOT NULL`;
  const value = (name: string): string =>
    `CASE WHEN ${open} AND ${isFound} THEN i.${quoteName(name)} ELSE p.${quoteName(name)} END AS ${quoteName(name)}`;
  const columns = names.map((name) => (identity.includes(name) ? `p.${quoteName(name)}` : value(name)));
  await warehouse.run(`
    CREATE OR REPLACE TABLE merged AS
    WITH gone AS (
      SELECT ${namesSql(identity)} FROM observations p ANTI JOIN incoming i ON ${same}
      WHERE ${open} AND NOT ${isEmptySql(shape, 'p')})
    SELECT ${columns.join(', ')}, p.realtime_start, p.realtime_end, p.knowledge,
      CASE WHEN ${open} AND ${isFound} AND ${differsSql(shape, 'i', 'p')} THEN i.${RAW_COLUMN}
        ELSE p.${RAW_COLUMN} END AS ${RAW_COLUMN}
    FROM observations p LEFT JOIN incoming i ON ${same}
    WHERE NOT EXISTS (SELECT 1 FROM gone g WHERE ${sameSql(shape, 'g', 'p')})
    UNION ALL
    SELECT ${qualifiedNames('i', names).join(', ')}, i.realtime_start, ${END_OF_TIME_SQL}, i.knowledge, i.${RAW_COLUMN}
    FROM incoming i ANTI JOIN observations p ON ${same}`);
  await takeMerged(warehouse, shape);
}
