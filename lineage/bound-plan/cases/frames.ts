import type { LineageCase } from './lineage-case.ts';

/** Frames, exclusions, and each function that only a window has. */
export const FRAMES: readonly LineageCase[] = [
  {
    sql: `SELECT max(value) OVER (PARTITION BY area ORDER BY date GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING
      EXCLUDE CURRENT ROW) AS m FROM fred.unrate`,
    columns: { m: 'AGGREGATION unrate.value, WINDOW unrate.area, WINDOW unrate.date' },
  },
  {
    sql: `SELECT min(value) OVER (ORDER BY rev RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE GROUP) AS m
      FROM fred.unrate`,
    columns: { m: 'AGGREGATION unrate.value, WINDOW unrate.rev' },
  },
  {
    sql: 'SELECT fill(value) OVER (ORDER BY rev) AS f FROM fred.unrate',
    columns: { f: 'TRANSFORMATION unrate.value, WINDOW unrate.rev' },
  },
  {
    sql: `SELECT cume_dist() OVER (ORDER BY rev) AS c, percent_rank() OVER (ORDER BY date) AS p, dense_rank()
      OVER (ORDER BY value) AS d, rank() OVER (PARTITION BY area ORDER BY rev) AS r FROM fred.unrate`,
    columns: {
      c: 'WINDOW unrate.rev',
      p: 'WINDOW unrate.date',
      d: 'WINDOW unrate.value',
      r: 'WINDOW unrate.area, WINDOW unrate.rev',
    },
  },
  {
    sql: `SELECT last_value(value IGNORE NULLS) OVER (ORDER BY date, rev) AS f, lag(value, rev) OVER (ORDER
      BY date, value) AS l FROM fred.unrate WHERE rev >= 0`,
    columns: {
      f: 'TRANSFORMATION unrate.value, WINDOW unrate.date, WINDOW unrate.rev',
      l: 'TRANSFORMATION unrate.value, WINDOW unrate.date, WINDOW unrate.rev, WINDOW unrate.value',
    },
    rows: 'FILTER unrate.rev',
  },
  {
    sql: `SELECT quantile_cont(value, 0.5) OVER (PARTITION BY area) AS q, stddev(rev) OVER () AS m FROM
      fred.unrate`,
    columns: { q: 'AGGREGATION unrate.value, WINDOW unrate.area', m: 'AGGREGATION unrate.rev' },
  },
  { sql: 'SELECT row_number() OVER () AS r FROM fred.unrate', columns: { r: 'CONSTANT' } },
  {
    sql: `SELECT value, lead(date) OVER w AS nx FROM fred.unrate WINDOW w AS (ORDER BY date) QUALIFY nx IS
      NULL`,
    columns: { value: 'IDENTITY unrate.value', nx: 'TRANSFORMATION unrate.date, WINDOW unrate.date' },
    rows: 'FILTER unrate.date masking',
  },
  {
    sql: `SELECT first_value(value ORDER BY rev, date) OVER (PARTITION BY area) AS f, nth_value(value, 2
      ORDER BY rev, value) OVER (PARTITION BY area) AS n FROM fred.unrate`,
    columns: {
      f: 'TRANSFORMATION unrate.value, SORT unrate.date, SORT unrate.rev, WINDOW unrate.area',
      n: 'TRANSFORMATION unrate.value, SORT unrate.rev, SORT unrate.value, WINDOW unrate.area',
    },
  },
  {
    sql: `SELECT string_agg(area, ',' ORDER BY date, area) FILTER (WHERE rev > 1) OVER (PARTITION BY value)
      AS s FROM fred.unrate`,
    columns: {
      s: 'AGGREGATION unrate.area, FILTER unrate.rev, SORT unrate.area, SORT unrate.date, WINDOW unrate.value',
    },
  },
  {
    sql: `SELECT CASE WHEN row_number() OVER (PARTITION BY area ORDER BY date, rev, value) = 1 THEN value END
      AS first_one FROM fred.unrate`,
    columns: {
      first_one:
        'TRANSFORMATION unrate.value, CONDITIONAL unrate.area, CONDITIONAL unrate.date, ' +
        'CONDITIONAL unrate.rev, CONDITIONAL unrate.value',
    },
  },
  {
    sql: 'SELECT area, rank() OVER (ORDER BY sum(value) DESC) AS place FROM fred.unrate GROUP BY area',
    columns: { area: 'IDENTITY unrate.area', place: 'WINDOW unrate.value' },
    rows: 'GROUP_BY unrate.area',
  },
  {
    sql: `SELECT max(r) AS m FROM (SELECT row_number() OVER (PARTITION BY area ORDER BY date) AS r FROM
      fred.unrate)`,
    columns: { m: 'WINDOW unrate.area, WINDOW unrate.date' },
  },
  {
    sql: `SELECT date, sum(value) OVER (PARTITION BY area) AS s FROM fred.unrate ORDER BY row_number() OVER
      (ORDER BY rev, date)`,
    columns: { date: 'IDENTITY unrate.date', s: 'AGGREGATION unrate.value, WINDOW unrate.area' },
    rows: 'SORT unrate.date, SORT unrate.rev',
  },
  {
    sql: `SELECT date, value - lag(value, 1, 0) OVER (PARTITION BY area ORDER BY date, rev, value) AS change,
      avg(value) OVER (PARTITION BY area ORDER BY date RANGE BETWEEN INTERVAL 3 DAYS PRECEDING AND
      INTERVAL 1 DAY PRECEDING) AS before FROM fred.unrate`,
    columns: {
      date: 'IDENTITY unrate.date',
      change:
        'TRANSFORMATION unrate.value, WINDOW unrate.area, WINDOW unrate.date, WINDOW unrate.rev, WINDOW unrate.value',
      before: 'AGGREGATION unrate.value, WINDOW unrate.area, WINDOW unrate.date',
    },
  },
  {
    sql: `SELECT u.date, sum(p.value) OVER (PARTITION BY u.area ORDER BY p.date) AS s FROM fred.unrate u JOIN
      fred.payems p ON u.rev = p.rev`,
    columns: { date: 'IDENTITY unrate.date', s: 'AGGREGATION payems.value, WINDOW payems.date, WINDOW unrate.area' },
    rows: 'JOIN payems.rev, JOIN unrate.rev',
  },
];
