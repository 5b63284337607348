import { RAW_COLUMN } from '../bitemporal/index.ts';
import { differsSql, type ObservationShape, sameSql } from './shape.ts';

/**
 * SQL for the rows of a table that takes the place of `observations`: what `observations` holds already, of the same
 * day and with the same values, keeps the raw bytes that first brought it, though later ones hold it too.
 */
export function withFirstRaw(shape: ObservationShape, table: string): string {
  return `
    SELECT t.* REPLACE (coalesce(o.${RAW_COLUMN}, t.${RAW_COLUMN}) AS ${RAW_COLUMN})
    FROM ${table} t LEFT JOIN observations o
      ON ${sameSql(shape, 't', 'o')} AND t.realtime_start = o.realtime_start AND NOT ${differsSql(shape, 't', 'o')}`;
}
