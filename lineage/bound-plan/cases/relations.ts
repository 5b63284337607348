import type { LineageCase } from './lineage-case.ts';

/** Set operations, common tables, and rows made by the query itself. */
export const RELATIONS: readonly LineageCase[] = [
  {
    sql: `SELECT value FROM fred.unrate UNION ALL SELECT rev FROM fred.payems WHERE area = 'a' UNION ALL
      SELECT lo FROM lab.wide`,
    columns: { value: 'IDENTITY payems.rev, IDENTITY unrate.value, IDENTITY wide.lo' },
    rows: 'FILTER payems.area',
  },
  {
    sql: 'SELECT value, area FROM fred.unrate UNION SELECT rev, area FROM fred.payems',
    columns: {
      value: 'IDENTITY payems.rev, IDENTITY unrate.value',
      area: 'IDENTITY payems.area, IDENTITY unrate.area',
    },
    rows: 'GROUP_BY payems.area, GROUP_BY payems.rev, GROUP_BY unrate.area, GROUP_BY unrate.value',
  },
  {
    sql: 'SELECT value FROM fred.unrate UNION ALL BY NAME SELECT rev, value FROM fred.payems',
    columns: { value: 'IDENTITY payems.value, IDENTITY unrate.value', rev: 'IDENTITY payems.rev' },
  },
  {
    sql: 'SELECT value FROM fred.unrate EXCEPT SELECT value FROM fred.payems',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.value, JOIN unrate.value, GROUP_BY unrate.value',
  },
  {
    sql: 'SELECT value, area FROM fred.unrate INTERSECT ALL SELECT value, area FROM fred.payems',
    columns: { value: 'IDENTITY unrate.value', area: 'IDENTITY unrate.area' },
    rows: 'JOIN payems.area, JOIN payems.value, JOIN unrate.area, JOIN unrate.value',
  },
  {
    sql: `WITH q AS (SELECT date, avg(value) AS m FROM fred.unrate GROUP BY date) SELECT a.m, b.m AS before
      FROM q a JOIN q b ON a.date = b.date + 1`,
    columns: { m: 'AGGREGATION unrate.value', before: 'AGGREGATION unrate.value' },
    rows: 'JOIN unrate.date, GROUP_BY unrate.date',
  },
  {
    sql: `WITH RECURSIVE r(n, step) AS (SELECT lo, 0 FROM lab.wide UNION ALL SELECT n + hi, step + 1 FROM r,
      lab.wide w WHERE w.id = n AND step < 3) SELECT n FROM r`,
    columns: { n: 'IDENTITY wide.lo, TRANSFORMATION wide.hi, TRANSFORMATION wide.lo' },
    rows: 'FILTER wide.hi, FILTER wide.id, FILTER wide.lo',
  },
  {
    sql: `WITH RECURSIVE r(n, m) AS (SELECT lo, hi FROM lab.wide UNION SELECT m, n FROM r WHERE n < 3) SELECT
      n FROM r`,
    columns: { n: 'IDENTITY wide.hi, IDENTITY wide.lo' },
    rows: 'GROUP_BY wide.hi, GROUP_BY wide.lo, FILTER wide.hi, FILTER wide.lo',
  },
  {
    sql: `WITH RECURSIVE r(k, n) USING KEY (k) AS (SELECT id, lo FROM lab.wide UNION SELECT k, n + 1 FROM r
      WHERE n < 3) SELECT n FROM r`,
    columns: { n: 'IDENTITY wide.lo, TRANSFORMATION wide.lo' },
    rows: 'GROUP_BY wide.id, FILTER wide.lo',
  },
  {
    sql: 'UNPIVOT (SELECT id, lo, hi FROM lab.wide) ON lo, hi INTO NAME bound VALUE v',
    columns: { id: 'IDENTITY wide.id', bound: 'CONSTANT', v: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo' },
    rows: 'JOIN wide.hi, JOIN wide.lo, FILTER wide.hi masking, FILTER wide.lo masking',
  },
  {
    sql: 'SELECT lo, g FROM lab.wide, generate_series(1, hi) t(g)',
    columns: { lo: 'IDENTITY wide.lo', g: 'TRANSFORMATION wide.hi' },
    rows: 'JOIN wide.hi',
  },
  {
    sql: 'SELECT id, unnest(tags) AS tag FROM lab.wide',
    columns: { id: 'IDENTITY wide.id', tag: 'TRANSFORMATION wide.tags' },
    rows: 'JOIN wide.tags',
  },
  {
    sql: 'SELECT id, t.tag FROM lab.wide, unnest(tags) t(tag) WHERE t.tag > lo',
    columns: { id: 'IDENTITY wide.id', tag: 'TRANSFORMATION wide.tags' },
    rows: 'JOIN wide.tags, FILTER wide.lo, FILTER wide.tags',
  },
  {
    sql: 'SELECT id, v.x FROM lab.wide, LATERAL (VALUES (lo), (hi + 1)) v(x)',
    columns: { id: 'IDENTITY wide.id', x: 'IDENTITY wide.lo, TRANSFORMATION wide.hi' },
  },
  {
    sql: `SELECT * FROM (VALUES (1, 'x'), (2, 'y')) v(n, s)`,
    columns: { n: 'CONSTANT', s: 'CONSTANT' },
  },
  {
    sql: 'SELECT n, (SELECT max(value) FROM fred.unrate WHERE rev = n) AS top FROM range(3) t(n)',
    columns: { n: 'CONSTANT', top: 'AGGREGATION unrate.value, FILTER unrate.rev' },
  },
  {
    sql: 'SELECT generate_subscripts(tags, 1) AS i, tags[i] AS t FROM lab.wide',
    columns: { i: 'TRANSFORMATION wide.tags', t: 'TRANSFORMATION wide.tags' },
    rows: 'JOIN wide.tags',
  },
  {
    sql: `WITH RECURSIVE days(d) AS (SELECT min(date) FROM fred.unrate UNION ALL SELECT d + 1 FROM days WHERE
      d < (SELECT max(date) FROM fred.unrate)) SELECT d, (SELECT value FROM fred.unrate u WHERE u.date <=
      d ORDER BY date DESC, value LIMIT 1) AS v FROM days`,
    columns: {
      d: 'AGGREGATION unrate.date',
      v: 'IDENTITY unrate.value, FILTER unrate.date, SORT unrate.date, SORT unrate.value',
    },
    rows: 'FILTER unrate.date',
  },
];
