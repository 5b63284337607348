import type { QueryUnderTest } from '../../../engine/feature-store/definition.fixture.ts';

/** CTEs, above all those read from nested subqueries, which DuckDB binds wrongly inside LATERAL unless inlined. */
export const CTES: readonly QueryUnderTest[] = [
  { name: 'one CTE', sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT * FROM x` },
  {
    name: 'a CTE read twice',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT l.date, l.value - r.value AS d FROM x l JOIN x r
      ON r.date = l.date - INTERVAL 1 MONTH`,
  },
  {
    name: 'read again from a scalar subquery',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT date, value, (SELECT max(value) FROM x) AS peak FROM x`,
  },
  {
    name: 'read again from a correlated subquery',
    loops: 'reads the row around it',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT date, (SELECT avg(y.value) FROM x y
      WHERE y.date < x.date) AS before FROM x`,
  },
  {
    name: 'read again from IN',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT date, value FROM x WHERE date IN (SELECT date FROM x
      WHERE value > 40)`,
  },
  {
    name: 'read again from EXISTS',
    loops: 'reads the row around it',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT date, value FROM x WHERE EXISTS (SELECT 1 FROM x y
      WHERE y.value > x.value)`,
  },
  {
    name: 'read from a subquery of a subquery',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT date, (SELECT count(*) FROM (SELECT value FROM x
      WHERE value > (SELECT avg(value) FROM x))) AS n FROM x`,
  },
  {
    name: 'a chain of CTEs',
    sql: `WITH x AS (SELECT date, value FROM fred.a), y AS (SELECT date, avg(value)
      OVER (ORDER BY date ROWS 2 PRECEDING) AS m FROM x), z AS (SELECT date, m - lag(m)
      OVER (ORDER BY date) AS d FROM y) SELECT z.date, z.d, y.m FROM z JOIN y USING (date)`,
  },
  {
    name: 'CTE columns renamed',
    sql: `WITH x(d, v) AS (SELECT date, value FROM fred.a) SELECT d AS date, v, (SELECT min(v) FROM x) AS low FROM x`,
  },
  {
    name: 'CTE columns renamed twice',
    sql: `WITH x(d, v) AS (SELECT date, value FROM fred.a) SELECT y.day AS date, y.v FROM x AS y(day)`,
  },
  {
    name: 'CTE shadows a CTE',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT * FROM (WITH x AS (SELECT date, value * 2 AS value
      FROM fred.b) SELECT * FROM x) UNION ALL SELECT * FROM x`,
  },
  {
    name: 'CTE built on the one it shadows',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT * FROM (WITH y AS (SELECT date, -value AS value
      FROM x), x AS (SELECT date, value + 1 AS value FROM y) SELECT * FROM x)`,
  },
  {
    name: 'CTE named like a table',
    sql: `WITH a AS (SELECT date, value FROM fred.b) SELECT a.date, a.value, f.value AS own FROM a JOIN fred.a f
      USING (date)`,
  },
  {
    name: 'materialized CTE',
    sql: `WITH x AS MATERIALIZED (SELECT date, value FROM fred.a) SELECT l.date, r.value FROM x l LEFT JOIN x r
      ON l.date > r.date QUALIFY row_number() OVER (PARTITION BY l.date ORDER BY r.date DESC) = 1`,
  },
  {
    name: 'CTE inside a set operation',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT date, value FROM x UNION SELECT date, value FROM fred.b
      EXCEPT SELECT date, value FROM x WHERE value < 30`,
  },
  {
    name: 'CTE inside a subquery',
    sql: `SELECT date, m FROM (WITH x AS (SELECT date, value FROM fred.a) SELECT date, max(value)
      OVER (ORDER BY date) AS m FROM x)`,
  },
  {
    name: 'CTE inside a scalar subquery',
    sql: `SELECT date, (WITH x AS (SELECT value FROM fred.b) SELECT max(value) FROM x) AS peak FROM fred.a`,
  },
  {
    name: 'aggregate CTE joined back',
    sql: `WITH stats AS (SELECT avg(value) AS m, stddev_samp(value) AS s FROM fred.a)
      SELECT date, (value - m) / nullif(s, 0) AS z FROM fred.a, stats`,
  },
  {
    name: 'aggregate CTE joined by key',
    sql: `WITH stats AS (SELECT k, avg(value) AS m FROM panel.p GROUP BY k)
      SELECT p.date, p.k, p.value - stats.m AS d FROM panel.p p JOIN stats USING (k)`,
  },
  {
    name: 'CTE read in a join condition',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT b.date, b.value FROM fred.b b JOIN x ON x.date = b.date
      AND x.value > (SELECT avg(value) FROM x)`,
  },
  {
    name: 'CTE read in HAVING',
    sql: `WITH x AS (SELECT date, k, value FROM panel.p) SELECT max(date) AS date, k FROM x GROUP BY k
      HAVING count(*) >= (SELECT count(DISTINCT date) / 2 FROM x)`,
  },
  {
    name: 'CTE read in ORDER BY',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT date, value FROM x
      ORDER BY abs(value - (SELECT avg(value) FROM x)), date LIMIT 2`,
  },
  {
    name: 'CTE read in QUALIFY',
    sql: `WITH x AS (SELECT date, value FROM fred.a) SELECT date, value FROM x QUALIFY row_number()
      OVER (ORDER BY date DESC) <= (SELECT count(*) / 3 FROM x)`,
  },
  {
    name: 'recursive CTE over a source',
    sql: `WITH RECURSIVE r AS (SELECT min(date) AS date, 1 AS n FROM fred.a UNION ALL
      SELECT (date + INTERVAL 1 MONTH)::DATE, n + 1 FROM r WHERE n < 3) SELECT date, n FROM r
      WHERE date IS NOT NULL`,
  },
  {
    name: 'recursive CTE of months',
    sql: `WITH RECURSIVE r(date, n) AS (SELECT DATE '2000-01-01', 1 UNION ALL
      SELECT (date + INTERVAL 1 MONTH)::DATE, n + 1 FROM r WHERE n < 6) SELECT r.date, a.value FROM r
      LEFT JOIN fred.a a ON a.date = r.date`,
  },
  {
    name: 'recursive CTE reads a source at each step',
    sql: `WITH RECURSIVE r AS (SELECT date, value, 1 AS n FROM fred.a UNION ALL SELECT b.date, b.value, r.n + 1
      FROM r JOIN fred.b b ON b.date = r.date + INTERVAL 1 MONTH WHERE r.n < 3)
      SELECT date, max(n) AS n, sum(value) AS s FROM r GROUP BY date`,
  },
  {
    name: 'recursive CTE read from a subquery',
    sql: `WITH RECURSIVE r AS (SELECT min(date) AS date, 1 AS n FROM fred.a UNION ALL
      SELECT (date + INTERVAL 1 MONTH)::DATE, n + 1 FROM r WHERE n < 3) SELECT date, (SELECT max(n)
      FROM r) AS top FROM r WHERE date IS NOT NULL`,
  },
  { name: 'no source at all', sql: `WITH x AS (SELECT DATE '2000-01-01' AS date, 1 AS one) SELECT * FROM x` },
  {
    name: 'correlated CTE beside a relation with the same column',
    loops: 'reads the row around it',
    sql: `SELECT date, k, (WITH x AS (SELECT b.date AS d, b.value FROM fred.b b WHERE b.value > length(j))
      SELECT max(x.value) FROM (SELECT 'abc' AS j) s, x) AS m FROM panel.q`,
  },
  {
    name: 'correlated CTE read alone',
    loops: 'reads the row around it',
    sql: `SELECT date, (WITH x AS (SELECT b.value FROM fred.b b WHERE b.date <= a.date) SELECT max(value)
      FROM x) AS m FROM fred.a a`,
  },
  {
    name: 'CTE of a subquery in FROM, read twice',
    sql: `SELECT s.date, s.d FROM (WITH x AS (SELECT date, value FROM fred.a) SELECT l.date, l.value - r.value AS d
      FROM x l JOIN x r ON r.date < l.date QUALIFY row_number() OVER (PARTITION BY l.date
      ORDER BY r.date DESC) = 1) s`,
  },
];
