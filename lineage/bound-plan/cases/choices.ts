import type { LineageCase } from './lineage-case.ts';

/** Tests, choices and casts. */
export const CHOICES: readonly LineageCase[] = [
  {
    sql: `SELECT area LIKE 'a%' AS l, area ~ 'a' AS r, area NOT ILIKE 'B' AS i, rev NOT IN (1, value) AS n
      FROM fred.unrate`,
    columns: {
      l: 'TRANSFORMATION unrate.area',
      r: 'TRANSFORMATION unrate.area',
      i: 'TRANSFORMATION unrate.area',
      n: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
    },
  },
  {
    sql: `SELECT rev IS DISTINCT FROM value AS d, rev IS NOT DISTINCT FROM 1 AS e, rev <> 1 AS f, (rev > 1)
      IS TRUE AS t FROM fred.unrate`,
    columns: {
      d: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
      e: 'TRANSFORMATION unrate.rev',
      f: 'TRANSFORMATION unrate.rev',
      t: 'TRANSFORMATION unrate.rev',
    },
  },
  {
    sql: `SELECT TRY_CAST(area AS INTEGER) AS t, extract(year FROM date) AS y, date_trunc('month', date) AS
      m, date + INTERVAL 1 MONTH AS n FROM fred.unrate`,
    columns: {
      t: 'TRANSFORMATION unrate.area',
      y: 'TRANSFORMATION unrate.date',
      m: 'TRANSFORMATION unrate.date',
      n: 'TRANSFORMATION unrate.date',
    },
  },
  {
    sql: 'SELECT CASE rev WHEN 1 THEN value WHEN 2 THEN lo ELSE hi END AS c FROM fred.unrate, lab.wide',
    columns: {
      c: 'TRANSFORMATION unrate.value, TRANSFORMATION wide.hi, TRANSFORMATION wide.lo, CONDITIONAL unrate.rev',
    },
  },
  {
    sql: `SELECT CASE WHEN value > 1 THEN CASE WHEN rev > 1 THEN area END ELSE 'x' END AS c FROM fred.unrate`,
    columns: { c: 'TRANSFORMATION unrate.area, CONDITIONAL unrate.rev, CONDITIONAL unrate.value' },
  },
  {
    sql: 'SELECT ifnull(value, 1) AS i, coalesce(nullif(value, rev), 2) AS c FROM fred.unrate',
    columns: {
      i: 'TRANSFORMATION unrate.value, CONDITIONAL unrate.value masking',
      c: 'TRANSFORMATION unrate.value, CONDITIONAL unrate.rev, CONDITIONAL unrate.value',
    },
  },
  {
    sql: `SELECT count(*) FILTER (WHERE rev > 1) AS n, count(DISTINCT area) AS d, bool_or(value > rev) AS b
      FROM fred.unrate`,
    columns: {
      n: 'FILTER unrate.rev',
      d: 'AGGREGATION unrate.area masking',
      b: 'AGGREGATION unrate.rev, AGGREGATION unrate.value',
    },
  },
  {
    sql: `SELECT first(value ORDER BY date, value) FILTER (WHERE rev > 1) AS f, arg_min(value, date, 2) AS a,
      max(value, 2) AS m FROM fred.unrate`,
    columns: {
      f: 'AGGREGATION unrate.value, FILTER unrate.rev, SORT unrate.date, SORT unrate.value',
      a: 'AGGREGATION unrate.date, AGGREGATION unrate.value',
      m: 'AGGREGATION unrate.value',
    },
  },
  {
    sql: `SELECT histogram(value) AS h, corr(value, rev) AS c, sum(DISTINCT value) AS s,
      approx_count_distinct(area) AS d FROM fred.unrate`,
    columns: {
      h: 'AGGREGATION unrate.value',
      c: 'AGGREGATION unrate.rev, AGGREGATION unrate.value',
      s: 'AGGREGATION unrate.value',
      d: 'AGGREGATION unrate.area masking',
    },
  },
  {
    sql: `SELECT sum(CASE WHEN area = 'a' THEN value ELSE 0 END) AS s, avg(coalesce(value, 0)) AS m FROM
      fred.unrate`,
    columns: {
      s: 'AGGREGATION unrate.value, CONDITIONAL unrate.area',
      m: 'AGGREGATION unrate.value, CONDITIONAL unrate.value masking',
    },
  },
  {
    sql: 'SELECT value * 2 AS a, a + rev AS b, b * 2 AS c FROM fred.unrate ORDER BY c LIMIT 3',
    columns: {
      a: 'TRANSFORMATION unrate.value',
      b: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
      c: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
    },
    rows: 'SORT unrate.rev, SORT unrate.value',
  },
  {
    sql: 'SELECT area COLLATE NOCASE AS a FROM fred.unrate ORDER BY 1',
    columns: { a: 'IDENTITY unrate.area' },
    rows: 'SORT unrate.area',
  },
  {
    sql: `SELECT concat(area, note) AS c, substr(area, lo, hi) AS s, printf('%d', value) AS f FROM
      fred.unrate, lab.wide`,
    columns: {
      c: 'TRANSFORMATION unrate.area, TRANSFORMATION wide.note',
      s: 'TRANSFORMATION unrate.area, TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      f: 'TRANSFORMATION unrate.value',
    },
  },
  {
    sql: `SELECT current_setting('threads') AS t, value FROM fred.unrate`,
    columns: { t: 'CONSTANT', value: 'IDENTITY unrate.value' },
  },
  {
    sql: `SELECT CASE WHEN EXISTS (SELECT 1 FROM fred.payems p WHERE p.rev = u.rev) THEN value ELSE rev END
      AS c FROM fred.unrate u`,
    columns: {
      c: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value, CONDITIONAL payems.rev, CONDITIONAL unrate.rev',
    },
  },
  {
    sql: `SELECT coalesce((SELECT max(p.value) FROM fred.payems p WHERE p.date = u.date), value) AS v FROM
      fred.unrate u`,
    columns: {
      v:
        'TRANSFORMATION unrate.value, AGGREGATION payems.value, FILTER payems.date, FILTER unrate.date, ' +
        'CONDITIONAL payems.date masking, CONDITIONAL payems.value masking, ' +
        'CONDITIONAL unrate.date masking',
    },
  },
  {
    sql: `SELECT value > (SELECT avg(p.value) FROM fred.payems p WHERE p.area = u.area) AS above, value = ANY
      (SELECT rev FROM fred.payems) AS any_one FROM fred.unrate u`,
    columns: {
      above: 'TRANSFORMATION unrate.value, AGGREGATION payems.value, FILTER payems.area, FILTER unrate.area',
      any_one: 'TRANSFORMATION payems.rev, TRANSFORMATION unrate.value',
    },
  },
  {
    sql: `SELECT (SELECT lo FROM lab.wide WHERE id = 1) AS a, (SELECT sum(lo) + max(hi) FROM lab.wide WHERE
      id > 1) AS b FROM fred.unrate`,
    columns: { a: 'IDENTITY wide.lo, FILTER wide.id', b: 'AGGREGATION wide.hi, AGGREGATION wide.lo, FILTER wide.id' },
  },
  {
    sql: `SELECT date FROM fred.unrate u ORDER BY (SELECT max(p.value) FROM fred.payems p WHERE p.rev =
      u.rev), date`,
    columns: { date: 'IDENTITY unrate.date' },
    rows: 'SORT payems.rev, SORT payems.value, SORT unrate.date, SORT unrate.rev',
  },
  {
    sql: `SELECT (SELECT sum(p.value) FROM fred.payems p WHERE p.rev = u.rev) AS s FROM fred.unrate u GROUP
      BY u.rev`,
    columns: { s: 'AGGREGATION payems.value, FILTER payems.rev, FILTER unrate.rev' },
    rows: 'GROUP_BY unrate.rev',
  },
  {
    sql: `SELECT area, (SELECT count(*) FROM fred.payems p WHERE p.area = u.area) AS n FROM fred.unrate u
      GROUP BY area HAVING n > 0`,
    columns: { area: 'IDENTITY unrate.area', n: 'FILTER payems.area, FILTER unrate.area' },
    rows: 'GROUP_BY unrate.area, FILTER payems.area, FILTER unrate.area',
  },
];
