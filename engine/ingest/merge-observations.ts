import { quoteName, type Warehouse } from '../warehouse/index.ts';
import { BITEMPORAL_COLUMNS, namesSql, OPEN_END, type Shape } from './shape.ts';

/**
 * Adds to the table `observations` what the table `incoming` says on a later day (`YYYY-MM-DD`), and rewrites nothing:
 * - a value that differs ends the open row and starts an `observed` one on that day;
 * - a row that is gone is withdrawn: an `observed` row with NULL values;
 * - a new row keeps its assumed start, or starts on that day if it was seen before its lag had passed.
 * A row that starts on that day or later holds for one day before it is ended, so that no interval is empty.
 */
export async function mergeObservations(warehouse: Warehouse, shape: Shape, ingestedOn: string): Promise<void> {
  const identity = [...shape.keys, shape.dateColumn];
  const same = identity.map((name) => `i.${quoteName(name)} = p.${quoteName(name)}`).join(' AND ');
  const differs = shape.values.map((name) => `i.${quoteName(name)} IS DISTINCT FROM p.${quoteName(name)}`).join(' OR ');
  const names = shape.columns.map(({ name }) => name);
  const all = namesSql([...names, ...BITEMPORAL_COLUMNS]);
  const incoming = names.map(
    (name) => `${identity.includes(name) ? 'p' : 'i'}.${quoteName(name)} AS ${quoteName(name)}`,
  );
  const day = `DATE '${ingestedOn}'`;
  const open = `DATE '${OPEN_END}'`;
  const changedOn = `greatest(${day}, (p.realtime_start + 1)::DATE)`;
  await warehouse.run(`
    CREATE OR REPLACE TABLE merged AS
    WITH present AS (SELECT p.*, p.realtime_end = ${open} AS is_open FROM observations p)
    SELECT ${names.map((name) => `p.${quoteName(name)}`).join(', ')}, p.realtime_start,
      CASE WHEN p.is_open AND (${differs}) THEN ${changedOn} ELSE p.realtime_end END AS realtime_end, p.knowledge
    FROM present p LEFT JOIN incoming i ON p.is_open AND ${same}
    UNION ALL
    SELECT ${incoming.join(', ')}, ${changedOn}, ${open}, 'observed'
    FROM present p LEFT JOIN incoming i ON ${same}
    WHERE p.is_open AND (${differs})
    UNION ALL
    SELECT ${namesSql(names)}, least(realtime_start, ${day}), ${open},
      CASE WHEN realtime_start <= ${day} THEN knowledge ELSE 'observed' END
    FROM incoming i WHERE NOT EXISTS (SELECT 1 FROM observations p WHERE ${same})`);
  await warehouse.run(`CREATE OR REPLACE TABLE observations AS SELECT ${all} FROM merged`);
  await warehouse.run('DROP TABLE merged');
}
