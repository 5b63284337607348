import type { QueryUnderTest } from '../../../engine/feature-store/definition.fixture.ts';

const SMOOTH = `SELECT date, avg(value) OVER (ORDER BY date ROWS 2 PRECEDING) AS m FROM fred.a`;

/** `as_of()`, `calendar.dates`, labels, and groups that read groups. */
export const TIME: readonly QueryUnderTest[] = [
  { name: 'age of a value', sql: `SELECT date, value, as_of() - date AS age FROM fred.a` },
  { name: 'as_of in WHERE', sql: `SELECT date, value FROM fred.a WHERE date >= as_of() - INTERVAL 6 MONTHS` },
  {
    name: 'as_of in a subquery',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT count(*) FROM fred.b b WHERE b.date > as_of() - INTERVAL 90 DAYS
      AND b.date <= a.date) AS n FROM fred.a a`,
  },
  { name: 'as_of in a CTE', sql: `WITH t AS (SELECT as_of() AS t) SELECT date, t.t - date AS age FROM fred.a, t` },
  {
    name: 'as_of in a join condition',
    sql: `SELECT a.date, b.value FROM fred.a a LEFT JOIN fred.b b ON b.date = a.date
      AND b.date < as_of() - INTERVAL 60 DAYS`,
  },
  {
    name: 'as_of in a window',
    sql: `SELECT date, sum(value) OVER (PARTITION BY date < as_of() - INTERVAL 100 DAYS ORDER BY date) AS s
      FROM fred.a`,
  },
  { name: 'as_of without a source', sql: `SELECT as_of() AS date, date_trunc('month', as_of())::DATE AS first` },
  {
    name: 'as_of two levels down',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT max(v) FROM (SELECT value AS v FROM fred.b b WHERE b.date < as_of()
      AND b.date <= a.date)) AS m FROM fred.a a`,
  },
  {
    name: 'as_of in an aggregate',
    sql: `SELECT max(date) AS date, sum(CASE WHEN date < as_of() - INTERVAL 60 DAYS THEN value END) AS s, count(*)
      FILTER (WHERE date < as_of() - INTERVAL 90 DAYS) AS n FROM fred.a`,
  },
  {
    name: 'as_of in GROUP BY and HAVING',
    sql: `SELECT max(date) AS date, date < as_of() - INTERVAL 100 DAYS AS old, count(*) AS n FROM fred.a
      GROUP BY date < as_of() - INTERVAL 100 DAYS HAVING max(date) < as_of()`,
  },
  { name: 'as_of in ORDER BY', sql: `SELECT date, value FROM fred.a ORDER BY abs(as_of() - date - 100), date LIMIT 2` },
  {
    name: 'as_of in QUALIFY',
    sql: `SELECT date, k, value FROM panel.p QUALIFY row_number() OVER (PARTITION BY k
      ORDER BY date) <= month(as_of())`,
  },
  {
    name: 'as_of in an inner join',
    sql: `SELECT a.date, b.value FROM fred.a a JOIN fred.b b ON b.date = a.date
      AND b.date < as_of() - INTERVAL 60 DAYS`,
  },
  {
    name: 'as_of in an ASOF join',
    sql: `SELECT a.date, b.value FROM fred.a a ASOF JOIN (SELECT * FROM fred.b
      WHERE date < as_of() - INTERVAL 60 DAYS) b ON a.date >= b.date`,
  },
  {
    name: 'as_of in a spine',
    sql: `SELECT m::DATE AS date, a.value FROM generate_series(TIMESTAMP '2000-01-01', as_of()::TIMESTAMP, INTERVAL
      1 MONTH) s(m) LEFT JOIN fred.a a ON a.date = m::DATE`,
  },
  {
    name: 'as_of in an unnested spine',
    sql: `SELECT m::DATE AS date, a.value FROM (SELECT unnest(generate_series(TIMESTAMP '2000-01-01',
      as_of()::TIMESTAMP, INTERVAL 1 MONTH)) AS m) LEFT JOIN fred.a a ON a.date = m::DATE`,
  },
  {
    name: 'as_of in a lambda',
    sql: `SELECT max(date) AS date, len(list_filter(list_sort(list(date
      ORDER BY date)), d -> d < as_of() - INTERVAL 60 DAYS)) AS n FROM fred.a`,
  },
  {
    name: 'as_of in IN',
    sql: `SELECT date, value FROM fred.a WHERE date_trunc('month', as_of())::DATE IN (date, (date + INTERVAL 2
      MONTHS)::DATE)`,
  },
  {
    name: 'as_of in VALUES',
    sql: `SELECT v.d AS date, a.value FROM (VALUES (as_of(), 1), (as_of() - 31, 2)) v(d, i) ASOF LEFT JOIN fred.a a
      ON v.d >= a.date`,
  },
  {
    name: 'as_of in EXISTS',
    sql: `SELECT date, value FROM fred.a a WHERE EXISTS (SELECT 1 FROM fred.b b WHERE b.date = a.date
      AND b.date < as_of() - INTERVAL 70 DAYS)`,
  },
  {
    name: 'as_of in a set operation',
    sql: `SELECT date, value FROM fred.a WHERE date < as_of() - INTERVAL 100 DAYS UNION ALL SELECT as_of(), 0`,
  },
  {
    name: 'as_of in a pivot',
    sql: `PIVOT (SELECT date, k, value FROM panel.p WHERE date > as_of() - INTERVAL 100 DAYS) ON k IN ('de', 'us')
      USING sum(value) GROUP BY date`,
  },
  { name: 'calendar alone', sql: `SELECT date, count(*) OVER () AS n FROM calendar.dates` },
  {
    name: 'calendar joined',
    sql: `SELECT d.date, a.value FROM calendar.dates d ASOF LEFT JOIN fred.a a ON d.date >= a.date`,
  },
  {
    name: 'label of a future value',
    sql: `SELECT d.date, (SELECT b.value FROM fred.b b
      WHERE b.date = date_trunc('month', d.date) + INTERVAL 3 MONTHS) AS y FROM calendar.dates d`,
  },
  {
    name: 'label of any month of a window',
    sql: `WITH months AS (SELECT d.date, (date_trunc('month', d.date) + to_months(i::INTEGER))::DATE AS m
  FROM calendar.dates d, range(1, 4) r(i))
      SELECT months.date, CASE WHEN bool_or(a.value > 60) THEN 1 WHEN count(a.value) = 3 THEN 0 END AS y
      FROM months LEFT JOIN fred.a a ON a.date = months.m GROUP BY months.date`,
  },
  {
    name: 'label by key',
    sql: `SELECT d.date, p.k, max(p.value) FILTER (WHERE p.date > d.date) AS y FROM calendar.dates d, panel.p p
      GROUP BY d.date, p.k`,
  },
  {
    name: 'label from turning points',
    sql: `SELECT d.date, CASE WHEN t.kind = 'peak' THEN 1 WHEN t.kind = 'trough' THEN 0 END AS y
      FROM calendar.dates d ASOF LEFT JOIN nber.turns t ON d.date >= t.date`,
  },
  {
    name: 'a group',
    groups: { 'features.smooth': SMOOTH },
    sql: `SELECT date, m - lag(m) OVER (ORDER BY date) AS d FROM features.smooth`,
  },
  {
    name: 'a group by its full name',
    groups: { 'features.smooth': SMOOTH },
    sql: `SELECT features.smooth.date, features.smooth.m FROM features.smooth WHERE features.smooth.m > 20`,
  },
  {
    name: 'a group in a group',
    groups: {
      'features.smooth': SMOOTH,
      'features.gap': `WITH s AS (SELECT * FROM features.smooth) SELECT date, m - (SELECT min(m) FROM s) AS gap FROM s`,
    },
    sql: `SELECT g.date, g.gap, s.m FROM features.gap g JOIN features.smooth s USING (date)`,
  },
  {
    name: 'a group read from a nested subquery',
    loops: 'reads the row around it',
    groups: { 'features.smooth': SMOOTH },
    sql: `SELECT date, value, (SELECT max(m) FROM features.smooth s WHERE s.date <= a.date) AS peak FROM fred.a a`,
  },
  {
    name: 'a group with CTEs under the same names',
    groups: {
      'features.smooth': `WITH x AS (SELECT date, value FROM fred.b) SELECT date, (SELECT max(value) FROM x) AS m
        FROM x`,
    },
    sql: `WITH x AS (SELECT * FROM features.smooth) SELECT x.date, x.m, (SELECT count(*) FROM x) AS n FROM x`,
  },
  {
    name: 'a group that uses as_of',
    groups: {
      'features.fresh': `SELECT date, value, as_of() AS t FROM fred.a WHERE date > as_of() - INTERVAL 120 DAYS`,
    },
    sql: `SELECT date, value, t - date AS age FROM features.fresh`,
  },
  {
    name: 'a group that limits',
    groups: { 'features.top': `SELECT date, k, value FROM panel.p ORDER BY value DESC NULLS LAST, date, k LIMIT 3` },
    sql: `SELECT p.date, p.k, t.value FROM panel.p p LEFT JOIN features.top t USING (date, k)`,
  },
  {
    name: 'three groups on different frequencies',
    groups: { 'features.smooth': SMOOTH, 'features.quarter': `SELECT date, value AS q FROM fred.c` },
    sql: `SELECT s.date, s.m, q.q, b.value FROM features.smooth s ASOF LEFT JOIN features.quarter q
      ON s.date >= q.date LEFT JOIN fred.b b ON b.date = s.date`,
  },
];
