import { quoteName } from '../warehouse/index.ts';
import { monthEndSql, type Periods, periodEndSql } from './calendar-period.ts';

/**
 * A series of 0 and 1 that says whether a period was in a state which is announced later, as USREC. Until a beginning
 * is announced its periods read 0, and until an end is announced the periods after it read 1: neither is knowledge.
 */
export interface StateSeries extends Periods {
  /** A 0 is known from the last day of the month so many months after the period's end. */
  readonly settlesAfterMonths: number;
}

/**
 * SQL for the rows of a state series as anybody could take them for known, from `(date, value, realtime_start,
 * realtime_end, knowledge)` with half-open intervals:
 * - a 0 from the end of the month `settlesAfterMonths` after its period, if it still holds then;
 * - a 1 from its own version where that came after the month that follows on its period: it was announced;
 * - a 1 that came sooner merely goes on from the 1 before it: once a 0 of a later period is known, and it still holds.
 * Until then the row is there, and its value is NULL: unknown. Rows whose start moved are `assumed`, and so is what is
 * unknown in their place. Withdrawals are told as they come.
 */
export function stateRows(rows: string, state: StateSeries): string {
  const end = periodEndSql(state, quoteName('date'));
  return `
    WITH told AS (SELECT *, ${end} AS __end FROM (${rows})),
    zeros AS (
      SELECT *, greatest(realtime_start, ${monthEndSql('__end', state.settlesAfterMonths)}) AS __since
      FROM told WHERE value = 0),
    ones AS (SELECT *, realtime_start > ${monthEndSql('__end', 1)} AS __announced FROM told WHERE value <> 0),
    settled AS (
      SELECT ones.date, ones.realtime_start, min(greatest(zeros.__since, ones.realtime_start)) AS __since
      FROM ones JOIN zeros ON zeros.date > ones.date AND zeros.__since < zeros.realtime_end
        AND zeros.realtime_end > ones.realtime_start
      WHERE NOT ones.__announced GROUP BY ALL),
    known AS (
      SELECT * EXCLUDE (__end), realtime_start AS __since FROM told WHERE value IS NULL
      UNION ALL BY NAME SELECT * EXCLUDE (__end) FROM zeros
      UNION ALL BY NAME SELECT * EXCLUDE (__end, __announced), realtime_start AS __since FROM ones WHERE __announced
      UNION ALL BY NAME
      SELECT ones.* EXCLUDE (__end, __announced), coalesce(settled.__since, ones.realtime_end) AS __since
      FROM ones LEFT JOIN settled USING (date, realtime_start) WHERE NOT ones.__announced)
    SELECT * EXCLUDE (__since) REPLACE (
      __since AS realtime_start,
      CASE WHEN __since > realtime_start THEN 'assumed' ELSE knowledge END AS knowledge)
    FROM known WHERE __since < realtime_end
    UNION ALL BY NAME
    SELECT * EXCLUDE (__since) REPLACE (
      NULL AS value, least(__since, realtime_end) AS realtime_end, 'assumed' AS knowledge)
    FROM known WHERE __since > realtime_start
    ORDER BY date, realtime_start`;
}
