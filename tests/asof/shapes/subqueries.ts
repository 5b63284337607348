import type { QueryUnderTest } from '../../../engine/feature-store/definition.fixture.ts';

export const SUBQUERIES: readonly QueryUnderTest[] = [
  { name: 'scalar subquery', sql: `SELECT date, value - (SELECT avg(value) FROM fred.b) AS d FROM fred.a` },
  {
    name: 'correlated scalar subquery',
    sql: `SELECT date, (SELECT b.value FROM fred.b b WHERE b.date = a.date) AS b FROM fred.a a`,
  },
  {
    name: 'correlated aggregate',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT count(*) FROM fred.b b WHERE b.date < a.date) AS n FROM fred.a a`,
  },
  {
    name: 'correlated two levels up',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT max(v) FROM (SELECT b.value AS v FROM fred.b b WHERE b.date <= a.date
      AND b.value < (SELECT avg(c.value) + a.value FROM fred.c c WHERE c.date <= b.date))) AS m
      FROM fred.a a`,
  },
  {
    name: 'correlated with order and limit',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT b.value FROM fred.b b WHERE b.date < a.date ORDER BY b.date DESC LIMIT 1) AS prior
      FROM fred.a a`,
  },
  { name: 'IN', sql: `SELECT date, value FROM fred.a WHERE date IN (SELECT date FROM fred.b WHERE value > 40)` },
  { name: 'NOT IN', sql: `SELECT date, value FROM fred.a WHERE date NOT IN (SELECT date FROM fred.b)` },
  { name: 'NOT IN with NULLs', sql: `SELECT date, value NOT IN (SELECT value FROM fred.b) AS absent FROM fred.a` },
  { name: 'tuple IN', sql: `SELECT date, k, value FROM panel.p WHERE (date, k) IN (SELECT (date, k) FROM panel.q)` },
  {
    name: 'EXISTS',
    sql: `SELECT date, value FROM fred.a a WHERE EXISTS (SELECT 1 FROM fred.b b WHERE b.date = a.date)`,
  },
  {
    name: 'NOT EXISTS',
    sql: `SELECT date, value FROM fred.a a WHERE NOT EXISTS (SELECT 1 FROM fred.b b WHERE b.date = a.date
      AND b.value IS NOT NULL)`,
  },
  {
    name: 'comparison with ANY',
    sql: `SELECT date, value FROM fred.a WHERE value > ANY (SELECT value FROM fred.b WHERE value IS NOT NULL)`,
  },
  {
    name: 'comparison with ALL',
    sql: `SELECT date, value FROM fred.a WHERE value >= ALL (SELECT value FROM fred.b WHERE value < 30)`,
  },
  {
    name: 'EXISTS in the select list',
    sql: `SELECT date, EXISTS (SELECT 1 FROM nber.turns t WHERE t.date = a.date) AS turned FROM fred.a a`,
  },
  {
    name: 'subquery in CASE',
    sql: `SELECT date, CASE WHEN value > (SELECT median(value) FROM fred.a) THEN 1 ELSE 0 END AS high FROM fred.a`,
  },
  {
    name: 'subquery in a function',
    sql: `SELECT date, coalesce(value, (SELECT max(value) FROM fred.b), 0) AS filled FROM fred.a`,
  },
  {
    name: 'subquery in GROUP BY',
    sql: `SELECT max(date) AS date, value > (SELECT avg(value) FROM fred.a) AS high, count(*) AS n FROM fred.a
      GROUP BY value > (SELECT avg(value) FROM fred.a)`,
  },
  {
    name: 'subquery in HAVING',
    sql: `SELECT max(date) AS date, k, sum(value) AS s FROM panel.p GROUP BY k
      HAVING sum(value) > (SELECT avg(value) FROM panel.q)`,
  },
  {
    name: 'array of a subquery',
    loops: 'order of the rows',
    sql: `SELECT date, len(ARRAY(SELECT b.value FROM fred.b b WHERE b.date <= a.date)) AS n FROM fred.a a`,
  },
  { name: 'empty subquery', sql: `SELECT date, (SELECT value FROM fred.b WHERE false) AS nothing FROM fred.a` },
  {
    name: 'correlated subquery over a window',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT max(m) FROM (SELECT b.date, avg(b.value) OVER (ORDER BY b.date ROWS 1 PRECEDING) AS m
      FROM fred.b b) WHERE date <= a.date) AS peak FROM fred.a a`,
  },
  {
    name: 'correlated into a set operation',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT sum(v) FROM (SELECT b.value AS v FROM fred.b b WHERE b.date = a.date UNION ALL
      SELECT c.value FROM fred.c c WHERE c.date <= a.date)) AS s FROM fred.a a`,
  },
  {
    name: 'last turning point',
    loops: 'reads the row around it',
    sql: `SELECT a.date, (SELECT arg_max(kind, t.date) FROM nber.turns t WHERE t.date <= a.date) AS phase
      FROM fred.a a`,
  },
  { name: 'unnest a list', sql: `SELECT date, unnest([value, -value]) AS v FROM fred.a` },
  { name: 'unnest in FROM', sql: `SELECT date, u.x FROM fred.a, unnest([1, 2, 3]) u(x) WHERE x < 3` },
  { name: 'unnest a correlated list', sql: `SELECT date, u.x FROM fred.a a, unnest([a.value, a.value / 2]) u(x)` },
  {
    name: 'unnest a correlated range',
    sql: `SELECT a.date, u.i FROM fred.a a, unnest(range(month(a.date))) u(i) WHERE u.i > 9`,
  },
  {
    name: 'struct and list values',
    sql: `SELECT date, {'v': value, 'd': date}.v AS v, [value, 1.0][2] AS one FROM fred.a`,
  },
];
