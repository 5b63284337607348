import type { LineageCase } from './lineage-case.ts';

/** Values from other rows. */
export const WINDOWS: readonly LineageCase[] = [
  {
    sql: 'SELECT date, lag(value, 1) OVER (PARTITION BY area ORDER BY date, rev) AS prev FROM fred.unrate',
    columns: {
      date: 'IDENTITY unrate.date',
      prev: 'TRANSFORMATION unrate.value, WINDOW unrate.area, WINDOW unrate.date, WINDOW unrate.rev',
    },
  },
  {
    sql: `SELECT avg(value) OVER w AS m, row_number() OVER w AS n, first_value(value) OVER w AS f FROM
      fred.unrate WINDOW w AS (PARTITION BY area ORDER BY date, rev ROWS BETWEEN 2 PRECEDING AND CURRENT
      ROW)`,
    columns: {
      m: 'AGGREGATION unrate.value, WINDOW unrate.area, WINDOW unrate.date, WINDOW unrate.rev',
      n: 'WINDOW unrate.area, WINDOW unrate.date, WINDOW unrate.rev',
      f: 'TRANSFORMATION unrate.value, WINDOW unrate.area, WINDOW unrate.date, WINDOW unrate.rev',
    },
  },
  {
    sql: `SELECT count(value) OVER (PARTITION BY area) AS n, ntile(2) OVER (ORDER BY date, rev) AS t FROM
      fred.unrate`,
    columns: { n: 'AGGREGATION unrate.value masking, WINDOW unrate.area', t: 'WINDOW unrate.date, WINDOW unrate.rev' },
  },
  {
    sql: 'SELECT sum(value) FILTER (WHERE rev > 1) OVER (PARTITION BY area) AS s FROM fred.unrate',
    columns: { s: 'AGGREGATION unrate.value, FILTER unrate.rev, WINDOW unrate.area' },
  },
  {
    sql: `SELECT lead(value, 1, rev) OVER (ORDER BY date) AS d, nth_value(value, rev) OVER (ORDER BY date ROWS
      BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS n FROM fred.unrate WHERE rev > 0`,
    columns: {
      d: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value, WINDOW unrate.date',
      n: 'TRANSFORMATION unrate.value, WINDOW unrate.date, WINDOW unrate.rev',
    },
    rows: 'FILTER unrate.rev',
  },
  {
    sql: `SELECT list(value ORDER BY date, rev) OVER (PARTITION BY area) AS l, rank(ORDER BY value) OVER
      (ORDER BY area) AS r FROM fred.unrate`,
    columns: {
      l: 'AGGREGATION unrate.value, SORT unrate.date, SORT unrate.rev, WINDOW unrate.area',
      r: 'SORT unrate.value, WINDOW unrate.area',
    },
  },
  {
    sql: `SELECT sum(value) OVER (ORDER BY date RANGE BETWEEN INTERVAL 2 DAYS PRECEDING AND CURRENT ROW) AS
      recent FROM fred.unrate`,
    columns: { recent: 'AGGREGATION unrate.value, WINDOW unrate.date' },
  },
  {
    sql: `SELECT sum(value) OVER (ORDER BY date, area ROWS BETWEEN rev PRECEDING AND CURRENT ROW EXCLUDE TIES)
      AS s FROM fred.unrate WHERE rev >= 0`,
    columns: { s: 'AGGREGATION unrate.value, WINDOW unrate.area, WINDOW unrate.date, WINDOW unrate.rev' },
    rows: 'FILTER unrate.rev',
  },
  {
    sql: 'SELECT date, value FROM fred.unrate QUALIFY row_number() OVER (PARTITION BY date ORDER BY rev DESC) = 1',
    columns: { date: 'IDENTITY unrate.date', value: 'IDENTITY unrate.value' },
    rows: 'FILTER unrate.date, FILTER unrate.rev',
  },
  {
    sql: `SELECT date, value - avg(value) OVER (ORDER BY date ROWS 2 PRECEDING) AS gap FROM (SELECT date,
      max(value) AS value FROM fred.unrate GROUP BY date)`,
    columns: { date: 'IDENTITY unrate.date', gap: 'AGGREGATION unrate.value, WINDOW unrate.date' },
    rows: 'GROUP_BY unrate.date',
  },
  {
    sql: 'SELECT area, sum(sum(value)) OVER (ORDER BY area) AS c FROM fred.unrate GROUP BY area',
    columns: { area: 'IDENTITY unrate.area', c: 'AGGREGATION unrate.value, WINDOW unrate.area' },
    rows: 'GROUP_BY unrate.area',
  },
  {
    sql: 'SELECT count(DISTINCT value) FILTER (WHERE rev > 1) OVER (PARTITION BY area) AS n FROM fred.unrate',
    columns: { n: 'AGGREGATION unrate.value masking, FILTER unrate.rev, WINDOW unrate.area' },
  },
];
