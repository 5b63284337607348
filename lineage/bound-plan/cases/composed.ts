import type { LineageCase } from './lineage-case.ts';

/** Common tables, set operations and rows made by the query, nested in each other. */
export const COMPOSED: readonly LineageCase[] = [
  {
    sql: 'WITH a AS MATERIALIZED (SELECT value FROM fred.unrate) SELECT a.value, b.value AS other FROM a, a b',
    columns: { value: 'IDENTITY unrate.value', other: 'IDENTITY unrate.value' },
  },
  { sql: 'WITH a AS (SELECT 1 AS n), b AS (SELECT n + 1 AS m FROM a) SELECT * FROM b', columns: { m: 'CONSTANT' } },
  {
    sql: 'SELECT value AS v FROM fred.unrate UNION BY NAME SELECT rev AS w FROM fred.payems',
    columns: { v: 'IDENTITY unrate.value', w: 'IDENTITY payems.rev' },
    rows: 'GROUP_BY payems.rev, GROUP_BY unrate.value',
  },
  {
    sql: 'SELECT value FROM fred.unrate EXCEPT ALL SELECT rev FROM fred.payems',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.rev, JOIN unrate.value',
  },
  {
    sql: 'SELECT value FROM fred.unrate INTERSECT SELECT rev FROM fred.payems',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.rev, JOIN unrate.value, GROUP_BY unrate.value',
  },
  {
    sql: `(SELECT value FROM fred.unrate ORDER BY date, value LIMIT 2) UNION ALL (SELECT value FROM
      fred.payems ORDER BY rev, value LIMIT 2) ORDER BY 1`,
    columns: { value: 'IDENTITY payems.value, IDENTITY unrate.value' },
    rows: 'SORT payems.rev, SORT payems.value, SORT unrate.date, SORT unrate.value',
  },
  {
    sql: `SELECT value FROM fred.unrate UNION ALL (SELECT rev FROM fred.payems EXCEPT SELECT lo FROM
      lab.wide)`,
    columns: { value: 'IDENTITY payems.rev, IDENTITY unrate.value' },
    rows: 'JOIN payems.rev, JOIN wide.lo, GROUP_BY payems.rev',
  },
  {
    sql: `WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT n, u.value FROM
      r JOIN fred.unrate u ON u.rev = r.n`,
    columns: { n: 'CONSTANT', value: 'IDENTITY unrate.value' },
    rows: 'JOIN unrate.rev',
  },
  {
    sql: `WITH RECURSIVE r(id, depth) AS (SELECT id, 0 FROM lab.wide WHERE lo = 1 UNION ALL SELECT w.id,
      depth + 1 FROM r JOIN lab.wide w ON w.hi = r.id WHERE depth < 3) SELECT id, max(depth) AS d FROM r
      GROUP BY id`,
    columns: { id: 'IDENTITY wide.id', d: 'CONSTANT' },
    rows: 'JOIN wide.hi, JOIN wide.id, GROUP_BY wide.id, FILTER wide.lo',
  },
  {
    sql: `WITH RECURSIVE r(n) AS (SELECT lo FROM lab.wide UNION SELECT n + 1 FROM r WHERE n < (SELECT max(hi)
      FROM lab.wide)) SELECT n FROM r`,
    columns: { n: 'IDENTITY wide.lo, TRANSFORMATION wide.lo' },
    rows: 'GROUP_BY wide.lo, FILTER wide.hi, FILTER wide.lo',
  },
  {
    sql: `WITH q AS (SELECT area, sum(value) AS s FROM fred.unrate GROUP BY area) SELECT area FROM q WHERE s
      = (SELECT max(s) FROM q)`,
    columns: { area: 'IDENTITY unrate.area' },
    rows: 'GROUP_BY unrate.area, FILTER unrate.area, FILTER unrate.value',
  },
  {
    sql: 'SELECT * FROM (VALUES (1), (2)) v(n) WHERE n IN (SELECT lo FROM lab.wide)',
    columns: { n: 'CONSTANT' },
    rows: 'FILTER wide.lo',
  },
  {
    sql: 'SELECT w.id, r.x FROM lab.wide w, range(w.lo) r(x) WHERE r.x > w.hi',
    columns: { id: 'IDENTITY wide.id', x: 'TRANSFORMATION wide.lo' },
    rows: 'JOIN wide.lo, FILTER wide.hi, FILTER wide.lo',
  },
  {
    sql: `SELECT d::DATE AS d, u.value FROM range(DATE '2000-01-01', DATE '2000-01-05', INTERVAL 1 DAY) t(d)
      LEFT JOIN fred.unrate u ON u.date = d`,
    columns: { d: 'CONSTANT', value: 'IDENTITY unrate.value' },
    rows: 'JOIN unrate.date',
  },
  {
    sql: 'SELECT t.x AS x FROM (SELECT value FROM fred.unrate) t(x) WHERE t.x > 1',
    columns: { x: 'IDENTITY unrate.value' },
    rows: 'FILTER unrate.value',
  },
  {
    sql: 'FROM fred.unrate SELECT value WHERE rev > 1',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER unrate.rev',
  },
  {
    sql: 'FROM lab.high SELECT area, sum(value) AS s GROUP BY area',
    columns: { area: 'IDENTITY unrate.area', s: 'AGGREGATION unrate.value' },
    rows: 'GROUP_BY unrate.area, FILTER unrate.rev',
  },
  {
    sql: `SELECT * FROM query('SELECT value FROM fred.unrate WHERE rev > 1')`,
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER unrate.rev',
  },
  { sql: 'SELECT value FROM fred.unrate WHERE false', columns: { value: 'IDENTITY unrate.value' } },
  {
    sql: 'SELECT value FROM fred.unrate USING SAMPLE 100 PERCENT (bernoulli)',
    columns: { value: 'IDENTITY unrate.value' },
  },
  {
    sql: `SELECT value FROM (SELECT value, date FROM fred.unrate ORDER BY value LIMIT (SELECT max(lo) FROM
      lab.wide)) ORDER BY date, value LIMIT 2`,
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER wide.lo, SORT unrate.date, SORT unrate.value',
  },
  {
    sql: 'SELECT column_name, column_type FROM (DESCRIBE fred.unrate)',
    columns: { column_name: 'CONSTANT', column_type: 'CONSTANT' },
  },
];
