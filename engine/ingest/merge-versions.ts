import { RAW_COLUMN } from '../bitemporal/index.ts';
import type { Day } from '../calendar/index.ts';
import { qualifiedNames, quoteName, type Warehouse } from '../warehouse/index.ts';
import { withFirstRaw } from './first-raw.ts';
import type { IngestDays } from './ingest-days.ts';
import { takeMerged } from './merge-observations.ts';
import { noteRetold } from './retold.ts';
import { differsSql, namesSql, type ObservationShape, sameSql } from './shape.ts';

/**
 * Adds to the table `observations` what a file that tells itself when its rows became known, in the table `incoming`,
 * tells on a later day. Through the last day that somebody may have gone by, the stored versions count. Where the file
 * now tells something else of that day, it is believed from its next version on or, at the latest, from the day of the
 * ingest, as `observed`; where it agrees, it is followed from there.
 */
export async function mergeVersions(
  warehouse: Warehouse,
  shape: ObservationShape,
  days: IngestDays & { readonly lookedThrough: Day },
): Promise<void> {
  const identity = [...shape.keys, shape.dateColumn];
  const ids = namesSql(identity);
  const names = shape.columns.map(({ name }) => name);
  const day = `DATE '${days.ingestedOn}'`;
  const fixed = `least(DATE '${days.lookedThrough}', (${day} - 1)::DATE)`;
  await noteRetold(warehouse, shape, fixed);
  const date = quoteName(shape.dateColumn);
  const holds = (row: string): string => `${row}.realtime_start <= ${fixed} AND ${row}.realtime_end > ${fixed}`;
  const either = identity.map(quoteName).map((name) => `coalesce(o.${name}, n.${name}) AS ${name}`);
  await warehouse.run(`
    CREATE OR REPLACE TABLE cuts AS
    WITH o AS (FROM observations o WHERE ${holds('o')}), n AS (FROM incoming n WHERE ${holds('n')}),
      known AS (
        SELECT ${either.join(', ')},
          o.${date} IS NULL OR n.${date} IS NULL OR ${differsSql(shape, 'n', 'o')} AS __contradicts,
          n.realtime_end AS __end
        FROM o FULL JOIN n ON ${sameSql(shape, 'n', 'o')}),
      later AS (SELECT ${ids}, min(realtime_start) AS __next FROM incoming WHERE realtime_start > ${fixed} GROUP BY ALL)
    SELECT known.*,
      CASE WHEN __contradicts THEN least(coalesce(__next, ${day}), ${day}) ELSE (${fixed} + 1)::DATE END AS __cut
    FROM known LEFT JOIN later USING (${ids})`);
  const cut = `coalesce(c.__cut, (${fixed} + 1)::DATE)`;
  const goesOn = 'NOT coalesce(c.__contradicts, false)';
  const columns = (row: string): string => qualifiedNames(row, names).join(', ');
  await warehouse.run(`
    CREATE OR REPLACE TABLE merged AS
    SELECT ${columns('o')}, o.realtime_start,
      CASE WHEN ${goesOn} AND ${holds('o')} THEN c.__end ELSE least(o.realtime_end, ${cut}) END AS realtime_end,
        o.knowledge, o.${RAW_COLUMN}
    FROM observations o LEFT JOIN cuts c ON ${sameSql(shape, 'o', 'c')}
    WHERE o.realtime_start < ${cut}
    UNION ALL
    SELECT ${columns('n')}, greatest(n.realtime_start, ${cut}), n.realtime_end,
      CASE WHEN n.realtime_start < ${cut} THEN 'observed' ELSE n.knowledge END, n.${RAW_COLUMN}
    FROM incoming n LEFT JOIN cuts c ON ${sameSql(shape, 'n', 'c')}
    WHERE n.realtime_end > ${cut} AND NOT (${goesOn} AND n.realtime_start <= ${fixed})`);
  await warehouse.run('DROP TABLE cuts');
  await warehouse.run(`CREATE OR REPLACE TABLE merged AS ${withFirstRaw(shape, 'merged')}`);
  await takeMerged(warehouse, shape);
}
