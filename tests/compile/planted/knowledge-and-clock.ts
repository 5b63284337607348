import type { PlantedCase } from './planted-case.ts';

const CLOCK = 'is not allowed: it reads the clock, which is not known at any decision date';
const BARE = 'is not allowed: functions are called by their bare name';
const KNOWLEDGE = 'is not for queries: it tells what became known when';

/** When something became known, and what time it is. */
export const KNOWLEDGE_AND_CLOCK: Readonly<Record<string, readonly PlantedCase[]>> = {
  'when something became known': [
    [
      'realtime_start',
      'SELECT date, value AS x\nFROM fred.unrate\nWHERE realtime_start > date',
      `EWS2109 3:7 "realtime_start" "realtime_start" ${KNOWLEDGE}`,
    ],
    [
      'realtime_end, qualified',
      'SELECT date, u.realtime_end AS x FROM fred.unrate u',
      `EWS2109 1:14 "u.realtime_end" "realtime_end" ${KNOWLEDGE}`,
    ],
    [
      'quoted and in capitals',
      'SELECT date, "REALTIME_START" AS x FROM fred.unrate',
      `EWS2109 1:14 "\\"REALTIME_START\\"" "realtime_start" ${KNOWLEDGE}`,
    ],
    [
      'as a join key',
      'SELECT u.date, u.value AS x\nFROM fred.unrate u\nJOIN fred.gs10 g USING (realtime_start)',
      `EWS2109 3:1 "JOIN" "realtime_start" ${KNOWLEDGE}`,
    ],
    [
      'knowledge',
      'SELECT date, (knowledge = 0)::INT AS x FROM fred.unrate',
      `EWS2109 1:15 "knowledge" "knowledge" ${KNOWLEDGE}`,
    ],
    [
      'out of a whole row',
      "SELECT date, struct_extract(u, 'realtime_start') AS x FROM fred.unrate u",
      'EWS2106 1:1 "SELECT" Could not find key "realtime_start" in struct\n\nCandidate Entries: "date"',
    ],
    [
      'the order of storage',
      'SELECT date, rowid AS x FROM fred.unrate',
      'EWS2109 1:14 "rowid" rowid is the order of storage, not data',
    ],
    [
      'another point in time',
      "SELECT date, value AS x FROM fred.unrate AT (TIMESTAMP => DATE '2020-01-01')",
      'EWS2109 1:30 "fred.unrate" AT reads fred.unrate at another time than the decision date',
    ],
  ],
  'the clock': [
    [
      'now()',
      "SELECT\n  date,\n  date_diff('day', date, now()::DATE) AS x\nFROM fred.unrate",
      `EWS2107 3:26 "now" function now ${CLOCK}`,
    ],
    [
      'current_date, which looks like a column',
      "SELECT date, date_diff('day', date, current_date) AS x FROM fred.unrate",
      `EWS2107 1:37 "current_date" function current_date ${CLOCK}`,
    ],
    [
      'current_date of a subquery that has a column of that name',
      'SELECT date, CURRENT_DATE AS x FROM (SELECT date, value AS current_date FROM fred.unrate)',
      `EWS2107 1:14 "CURRENT_DATE" function current_date ${CLOCK}`,
    ],
    [
      'age(date), measured from today',
      'SELECT date, year(age(date)) AS x FROM fred.unrate',
      'EWS2107 1:19 "age" function age(x) is not allowed: it measures from today',
    ],
    [
      'age as a method',
      'SELECT date, date.age() AS x FROM fred.unrate',
      `EWS2107 1:14 "date.age" function date.age ${BARE}`,
    ],
    [
      '"now"() in quotes',
      'SELECT date, "now"() AS x FROM fred.unrate',
      `EWS2107 1:14 "\\"now\\"" function now ${CLOCK}`,
    ],
    ['main.now()', 'SELECT date, main.now() AS x FROM fred.unrate', `EWS2107 1:14 "main.now" function now ${CLOCK}`],
    [
      'system.main.now()',
      'SELECT date, system.main.now() AS x FROM fred.unrate',
      `EWS2107 1:14 "system.main.now" function main.now ${BARE}`,
    ],
    [
      'pg_catalog.now()',
      'SELECT date, pg_catalog.now() AS x FROM fred.unrate',
      `EWS2107 1:14 "pg_catalog.now" function pg_catalog.now ${BARE}`,
    ],
    [
      'get_current_timestamp()',
      'SELECT date, get_current_timestamp() AS x FROM fred.unrate',
      `EWS2107 1:14 "get_current_timestamp" function get_current_timestamp ${CLOCK}`,
    ],
    [
      'in a lambda',
      'SELECT date, list_transform([1], lambda v: today()) AS x FROM fred.unrate',
      `EWS2107 1:44 "today" function today ${CLOCK}`,
    ],
    [
      'in TRY',
      'SELECT date, TRY(now()) AS x FROM fred.unrate',
      'EWS2109 1:14 "TRY" TRY is not allowed in a definition',
    ],
    [
      'deep in subqueries',
      'SELECT date, value AS x FROM fred.unrate WHERE value > (\n  SELECT avg(value) FROM fred.gs10 ' +
        'WHERE date < (\n    SELECT max(d) FROM (SELECT now()::DATE AS d)))',
      `EWS2107 3:32 "now" function now ${CLOCK}`,
    ],
    [
      'in a lateral join',
      'SELECT u.date, u.value AS x\nFROM fred.unrate u,\nLATERAL (SELECT localtimestamp AS d) l WHERE u.date < l.d',
      `EWS2107 3:17 "localtimestamp" function localtimestamp ${CLOCK}`,
    ],
    [
      'in a recursive CTE',
      'WITH RECURSIVE t AS (\n  SELECT date, value AS x FROM fred.unrate\n  UNION ALL SELECT date, x ' +
        'FROM t WHERE date > current_date)\nFROM t',
      `EWS2107 3:48 "current_date" function current_date ${CLOCK}`,
    ],
    [
      'as the bound of a series',
      "SELECT d::DATE AS date, 1 AS x\nFROM generate_series(DATE '2000-01-01', current_date, INTERVAL 1 MONTH) r(d)",
      `EWS2107 2:41 "current_date" function current_date ${CLOCK}`,
    ],
    [
      'in the order of an aggregate',
      'SELECT date, first(value ORDER BY now() - date) AS x FROM fred.unrate GROUP BY date',
      `EWS2107 1:35 "now" function now ${CLOCK}`,
    ],
  ],
};
