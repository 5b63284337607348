import type { LineageCase } from './lineage-case.ts';

/** Scalars, marks and correlation. */
export const SUBQUERIES: readonly LineageCase[] = [
  {
    sql: 'SELECT date, (SELECT max(value) FROM fred.payems WHERE rev > 1) AS top FROM fred.unrate',
    columns: { date: 'IDENTITY unrate.date', top: 'AGGREGATION payems.value, FILTER payems.rev' },
  },
  {
    sql: 'SELECT date, (SELECT any_value(lo) FROM lab.wide WHERE id = 1) + value AS shifted FROM fred.unrate',
    columns: {
      date: 'IDENTITY unrate.date',
      shifted: 'TRANSFORMATION unrate.value, AGGREGATION wide.lo, FILTER wide.id',
    },
  },
  {
    sql: 'SELECT date, (SELECT lo FROM lab.wide LIMIT 1) AS same FROM fred.unrate',
    columns: { date: 'IDENTITY unrate.date', same: 'IDENTITY wide.lo' },
  },
  {
    sql: `SELECT date, (SELECT max(value) FROM fred.payems p WHERE p.date = u.date AND p.rev = 1) AS jobs FROM
      fred.unrate u`,
    columns: {
      date: 'IDENTITY unrate.date',
      jobs: 'AGGREGATION payems.value, FILTER payems.date, FILTER payems.rev, FILTER unrate.date',
    },
  },
  {
    sql: 'SELECT date, (SELECT lo FROM lab.wide w WHERE w.id = u.rev) AS low FROM fred.unrate u',
    columns: { date: 'IDENTITY unrate.date', low: 'IDENTITY wide.lo, FILTER unrate.rev, FILTER wide.id' },
  },
  {
    sql: `SELECT date, (SELECT value FROM fred.payems p WHERE p.date <= u.date ORDER BY p.date DESC, p.value
      LIMIT 1) AS latest FROM fred.unrate u`,
    columns: {
      date: 'IDENTITY unrate.date',
      latest: 'IDENTITY payems.value, FILTER payems.date, FILTER unrate.date, SORT payems.date, SORT payems.value',
    },
  },
  {
    sql: `SELECT (SELECT count(*) FROM fred.payems p WHERE p.area = u.area) AS n, (SELECT count(value) FROM
      fred.payems p WHERE p.area = u.area) AS m FROM fred.unrate u`,
    columns: {
      n: 'FILTER payems.area, FILTER unrate.area',
      m: 'AGGREGATION payems.value masking, FILTER payems.area, FILTER unrate.area',
    },
  },
  {
    sql: `SELECT date, (SELECT sum(p.value) + u.rev FROM fred.payems p WHERE p.area = u.area) AS s FROM
      fred.unrate u`,
    columns: {
      date: 'IDENTITY unrate.date',
      s: 'TRANSFORMATION unrate.rev, AGGREGATION payems.value, FILTER payems.area, FILTER unrate.area',
    },
  },
  {
    sql: 'SELECT value FROM fred.unrate WHERE rev IN (SELECT rev FROM fred.payems WHERE value > 2)',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER payems.rev, FILTER payems.value, FILTER unrate.rev',
  },
  {
    sql: 'SELECT value, rev IN (SELECT p.rev FROM fred.payems p WHERE p.rev > 1) AS known FROM fred.unrate',
    columns: {
      value: 'IDENTITY unrate.value',
      known: 'TRANSFORMATION payems.rev, TRANSFORMATION unrate.rev, FILTER payems.rev',
    },
  },
  {
    sql: 'SELECT value FROM fred.unrate u WHERE EXISTS (SELECT 1 FROM fred.payems p WHERE p.date = u.date)',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER payems.date, FILTER unrate.date',
  },
  {
    sql: `SELECT value FROM fred.unrate u WHERE NOT EXISTS (SELECT 1 FROM fred.payems p WHERE p.date > u.date
      AND p.area = 'a')`,
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER payems.area, FILTER payems.date, FILTER unrate.date',
  },
  {
    sql: `SELECT value FROM fred.unrate u WHERE value > ALL (SELECT p.value FROM fred.payems p WHERE p.area =
      u.area)`,
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER payems.area, FILTER payems.value, FILTER unrate.area, FILTER unrate.value',
  },
  {
    sql: 'SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM fred.payems)',
    columns: { one: 'CONSTANT' },
  },
  {
    sql: 'SELECT value FROM fred.unrate WHERE value > (SELECT avg(value) FROM fred.payems)',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER payems.value, FILTER unrate.value',
  },
  {
    sql: 'SELECT value FROM fred.unrate u WHERE date = (SELECT max(date) FROM fred.unrate i WHERE i.area = u.area)',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER unrate.area, FILTER unrate.date',
  },
  {
    sql: `SELECT (SELECT (SELECT max(p.value) FROM fred.payems p WHERE p.date = u.date AND p.rev = w.id) FROM
      fred.unrate u WHERE u.rev = w.lo ORDER BY u.value, u.date LIMIT 1) AS deep FROM lab.wide w`,
    columns: {
      deep:
        'AGGREGATION payems.value, FILTER payems.date, FILTER payems.rev, FILTER unrate.date, ' +
        'FILTER unrate.rev, FILTER wide.id, FILTER wide.lo, SORT unrate.date, SORT unrate.value',
    },
  },
  {
    sql: `SELECT u.date, q.s FROM fred.unrate u, LATERAL (SELECT sum(value) AS s FROM fred.payems p WHERE
      p.area = u.area) q`,
    columns: { date: 'IDENTITY unrate.date', s: 'AGGREGATION payems.value, FILTER payems.area, FILTER unrate.area' },
  },
  {
    sql: `SELECT u.date, q.value FROM fred.unrate u, LATERAL (SELECT value FROM fred.payems p WHERE p.area =
      u.area) q`,
    columns: { date: 'IDENTITY unrate.date', value: 'IDENTITY payems.value' },
    rows: 'FILTER payems.area, FILTER unrate.area',
  },
  {
    sql: `SELECT u.date, q.s FROM fred.unrate u LEFT JOIN LATERAL (SELECT sum(value) AS s FROM fred.payems p
      WHERE p.area = u.area GROUP BY p.rev) q ON q.s > u.value`,
    columns: { date: 'IDENTITY unrate.date', s: 'AGGREGATION payems.value' },
    rows: 'JOIN payems.value, JOIN unrate.value, GROUP_BY payems.rev, FILTER payems.area, FILTER unrate.area',
  },
  {
    sql: `SELECT u.date, q.last FROM fred.unrate u, LATERAL (SELECT DISTINCT last_value(value) OVER (PARTITION
      BY p.rev ORDER BY p.date, p.value) AS last FROM fred.payems p WHERE p.area = u.area) q`,
    columns: {
      date: 'IDENTITY unrate.date',
      last: 'TRANSFORMATION payems.value, WINDOW payems.date, WINDOW payems.rev, WINDOW payems.value',
    },
    rows: 'GROUP_BY payems.date, GROUP_BY payems.rev, GROUP_BY payems.value, FILTER payems.area, FILTER unrate.area',
  },
  {
    sql: 'SELECT ARRAY(SELECT value FROM fred.unrate u WHERE u.rev = w.id ORDER BY u.date) AS arr FROM lab.wide w',
    columns: {
      arr:
        'AGGREGATION unrate.value, FILTER unrate.rev, FILTER wide.id, SORT unrate.date, ' +
        'CONDITIONAL unrate.date masking, CONDITIONAL unrate.value masking',
    },
  },
  {
    sql: 'SELECT (lo, hi) IN (SELECT rev, value FROM fred.unrate) AS pair FROM lab.wide',
    columns: {
      pair: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value, TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
    },
  },
  {
    sql: 'SELECT CASE WHEN lo IN (SELECT rev FROM fred.unrate u WHERE u.value = hi) THEN id END AS c FROM lab.wide',
    columns: {
      c:
        'TRANSFORMATION wide.id, CONDITIONAL unrate.rev, CONDITIONAL unrate.value, CONDITIONAL wide.hi, ' +
        'CONDITIONAL wide.lo',
    },
  },
  {
    sql: `SELECT u.date, (WITH q AS (SELECT value, rev FROM fred.payems p WHERE p.area = u.area) SELECT
      max(q.value) FROM q JOIN q q2 ON q.rev = q2.rev) AS m FROM fred.unrate u`,
    columns: {
      date: 'IDENTITY unrate.date',
      m: 'AGGREGATION payems.value, JOIN payems.rev, FILTER payems.area, FILTER unrate.area',
    },
  },
  {
    sql: `SELECT u.date, (SELECT string_agg(x.a, '' ORDER BY x.a) FROM (SELECT DISTINCT p.area AS a FROM
      fred.payems p WHERE p.rev < u.rev UNION SELECT w.note FROM lab.wide w WHERE w.id = u.value) x) AS s
      FROM fred.unrate u`,
    columns: {
      date: 'IDENTITY unrate.date',
      s:
        'AGGREGATION payems.area, AGGREGATION wide.note, GROUP_BY payems.area, GROUP_BY wide.note, ' +
        'FILTER payems.rev, FILTER unrate.rev, FILTER unrate.value, FILTER wide.id, SORT payems.area, ' +
        'SORT wide.note',
    },
  },
  {
    sql: `SELECT u.date FROM fred.unrate u WHERE EXISTS (SELECT 1 FROM fred.payems p ASOF JOIN lab.wide w ON
      p.rev >= w.lo WHERE w.id = u.rev)`,
    columns: { date: 'IDENTITY unrate.date' },
    rows: 'FILTER payems.rev, FILTER unrate.rev, FILTER wide.id, FILTER wide.lo',
  },
  {
    sql: `SELECT u.date, x.m FROM fred.unrate u LEFT JOIN LATERAL (SELECT max(value) AS m, area FROM
      fred.payems p WHERE p.rev = u.rev GROUP BY area) x ON x.area = u.area`,
    columns: { date: 'IDENTITY unrate.date', m: 'AGGREGATION payems.value' },
    rows: 'JOIN payems.area, JOIN unrate.area, GROUP_BY payems.area, FILTER payems.rev, FILTER unrate.rev',
  },
  {
    sql: `SELECT u.date, x.v, y.w FROM fred.unrate u, LATERAL (SELECT u.value + 1 AS v) x, LATERAL (SELECT x.v
      * 2 AS w) y`,
    columns: { date: 'IDENTITY unrate.date', v: 'TRANSFORMATION unrate.value', w: 'TRANSFORMATION unrate.value' },
  },
];
