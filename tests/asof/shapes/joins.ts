import type { QueryUnderTest } from '../../../engine/feature-store/definition.fixture.ts';

export const JOINS: readonly QueryUnderTest[] = [
  { name: 'inner join', sql: `SELECT date, a.value AS a, b.value AS b FROM fred.a JOIN fred.b USING (date)` },
  {
    name: 'left join',
    sql: `SELECT a.date, a.value AS a, b.value AS b FROM fred.a LEFT JOIN fred.b ON a.date = b.date`,
  },
  {
    name: 'right join',
    sql: `SELECT b.date, a.value AS a, b.value AS b FROM fred.a RIGHT JOIN fred.b ON a.date = b.date`,
  },
  {
    name: 'full join',
    sql: `SELECT date, a.value AS a, b.value AS b FROM fred.a FULL JOIN fred.b USING (date)`,
  },
  {
    name: 'three series',
    sql: `SELECT date, a.value AS a, b.value AS b, c.value AS c FROM fred.a LEFT JOIN fred.b USING (date) LEFT
      JOIN fred.c USING (date)`,
  },
  {
    name: 'full names',
    sql: `SELECT fred.a.date, fred.a.value - fred.b.value AS d FROM fred.a, fred.b WHERE fred.a.date = fred.b.date`,
  },
  {
    name: 'full name in a nested subquery',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT max(value) FROM fred.b WHERE fred.b.date <= fred.a.date) AS m FROM fred.a`,
  },
  {
    name: 'natural join',
    sql: `SELECT date, v, w FROM (SELECT date, value AS v FROM fred.a) NATURAL JOIN (SELECT date, value AS w
      FROM fred.b)`,
  },
  {
    name: 'self join',
    sql: `SELECT l.date, l.value / nullif(r.value, 0) - 1 AS growth FROM fred.a l JOIN fred.a r
      ON r.date = l.date - INTERVAL 12 MONTHS`,
  },
  {
    name: 'cross join with an aggregate',
    sql: `SELECT date, value - low AS above FROM fred.a CROSS JOIN (SELECT min(value) AS low FROM fred.b)`,
  },
  {
    name: 'inequality join',
    sql: `SELECT l.date, count(r.date) AS n FROM fred.a l LEFT JOIN fred.a r ON r.date < l.date GROUP BY l.date`,
  },
  {
    name: 'ASOF join of mixed frequencies',
    sql: `SELECT a.date, a.value AS monthly, c.value AS quarterly FROM fred.a a ASOF JOIN fred.c c ON a.date >= c.date`,
  },
  {
    name: 'ASOF left join',
    sql: `SELECT a.date, a.value AS monthly, c.value AS quarterly FROM fred.a a ASOF LEFT JOIN fred.c c
      ON a.date >= c.date`,
  },
  {
    name: 'ASOF join using',
    sql: `SELECT date, a.value AS monthly, c.value AS quarterly FROM fred.a ASOF LEFT JOIN fred.c USING (date)`,
  },
  {
    name: 'ASOF join by key',
    sql: `SELECT p.date, p.k, p.value AS p, q.value AS q FROM (SELECT * FROM panel.p WHERE k IS NOT NULL) p ASOF
      LEFT JOIN (SELECT * FROM panel.q WHERE j = 'x' AND k IS NOT NULL) q ON p.k = q.k
      AND p.date >= q.date`,
  },
  {
    name: 'ASOF join over a CTE',
    sql: `WITH q AS (SELECT date, avg(value) AS value FROM panel.q GROUP BY date) SELECT a.date, q.value
      FROM fred.a a ASOF LEFT JOIN q ON a.date > q.date`,
  },
  { name: 'semi join', sql: `SELECT date, value FROM fred.a SEMI JOIN fred.b USING (date)` },
  { name: 'anti join', sql: `SELECT date, value FROM fred.a ANTI JOIN fred.b USING (date)` },
  { name: 'positional join', loops: 'POSITIONAL', sql: `SELECT a.date, b.value FROM fred.a POSITIONAL JOIN fred.b` },
  {
    name: 'keyless series on a panel',
    sql: `SELECT p.date, p.k, p.value - a.value AS gap FROM panel.p p LEFT JOIN fred.a a USING (date)`,
  },
  {
    name: 'panels by two keys',
    sql: `SELECT q.date, q.k, q.j, q.value - p.value AS gap FROM panel.q q JOIN panel.p p ON p.k = q.k
      AND p.date = q.date`,
  },
  {
    name: 'explicit lateral',
    loops: 'LATERAL',
    sql: `SELECT a.date, l.m FROM fred.a a, LATERAL (SELECT max(value) AS m FROM fred.b b WHERE b.date <= a.date) l`,
  },
  {
    name: 'left join lateral',
    loops: 'LATERAL',
    sql: `SELECT a.date, l.value FROM fred.a a LEFT JOIN LATERAL (SELECT b.value FROM fred.b b WHERE b.date < a.date
      ORDER BY b.date DESC LIMIT 1) l ON true`,
  },
  {
    name: 'lateral over an expression',
    loops: 'LATERAL',
    sql: `SELECT date, twice FROM fred.a, LATERAL (SELECT value * 2 AS twice)`,
  },
  {
    name: 'join on a spine of months',
    sql: `SELECT m::DATE AS date, a.value FROM generate_series(TIMESTAMP '2000-01-01', TIMESTAMP '2000-12-01',
      INTERVAL 1 MONTH) s(m) LEFT JOIN fred.a a ON a.date = m::DATE`,
  },
  {
    name: 'range and a join',
    sql: `SELECT (DATE '2000-01-01' + to_months(i::INTEGER))::DATE AS date, value FROM range(12) r(i) JOIN fred.a
      ON date = DATE '2000-01-01' + to_months(i::INTEGER)`,
  },
  {
    name: 'values list joined',
    sql: `SELECT p.date, p.k, p.value * w.w AS weighted FROM panel.p p
      JOIN (VALUES ('de', 0.5), ('us', 2.0)) w(k, w) ON w.k = p.k`,
  },
  {
    name: 'left join that filters',
    sql: `SELECT a.date, a.value FROM fred.a a LEFT JOIN fred.b b ON a.date = b.date AND b.value > 50
      WHERE b.date IS NULL`,
  },
  {
    name: 'join of joins',
    sql: `SELECT a.date, x.s FROM fred.a a LEFT JOIN (fred.b b JOIN fred.c c ON b.date = c.date) AS x(d1, s, d2, v)
      ON a.date >= x.d1`,
  },
  {
    name: 'ASOF join of a date without its NULL',
    sql: `SELECT x.date, a.value FROM (SELECT date FROM (SELECT max(date) AS date FROM fred.b)
      WHERE date IS NOT NULL) x ASOF LEFT JOIN fred.a a ON x.date >= a.date`,
  },
  {
    name: 'ASOF join of computed dates',
    sql: `SELECT date, q.m, a.value FROM (SELECT date_trunc('quarter', date)::DATE AS date, max(value) AS m
      FROM fred.b GROUP BY 1) q ASOF LEFT JOIN fred.a a USING (date)`,
  },
  {
    name: 'ASOF join using a date without its NULL',
    sql: `SELECT date, a.value FROM (FROM (SELECT max(date) AS date FROM fred.b) WHERE date IS NOT NULL) x ASOF LEFT
      JOIN fred.a a USING (date)`,
  },
  {
    name: 'ASOF join below a correlated subquery',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT coalesce(max(y.v), x.value) FROM (SELECT p.date, d.v FROM panel.p p ASOF LEFT
      JOIN (SELECT date, 1.0::DOUBLE AS v FROM calendar.dates) d ON p.date >= d.date) y
      WHERE y.date < x.date) AS v FROM fred.c x`,
  },
  {
    name: 'ASOF join below a subquery that stands alone',
    sql: `SELECT date, value - (SELECT max(q.value) FROM fred.b b ASOF JOIN fred.c q ON b.date >= q.date) AS d
      FROM fred.a`,
  },
  {
    name: 'ASOF join in a CTE beside another relation',
    sql: `WITH q AS (SELECT a.date, c.value FROM fred.a a ASOF JOIN fred.c c ON a.date >= c.date)
      SELECT a.date, a.value - q.value AS d FROM fred.a a JOIN q USING (date)`,
  },
];
