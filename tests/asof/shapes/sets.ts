import type { QueryUnderTest } from '../../../engine/feature-store/definition.fixture.ts';

/** Aggregation, sets, limits, pivots. */
export const SETS: readonly QueryUnderTest[] = [
  {
    name: 'group by quarter',
    sql: `SELECT date_trunc('quarter', date)::DATE AS date, avg(value) AS m, count(*) AS n FROM fred.a GROUP BY ALL`,
  },
  { name: 'aggregate over nothing', sql: `SELECT count(*) AS n, sum(value) AS s, max(date) AS date FROM fred.a` },
  {
    name: 'aggregate over nothing in a subquery',
    sql: `SELECT * FROM (SELECT count(value) AS n FROM fred.a), (SELECT count(*) AS m FROM fred.b WHERE value > 90)`,
  },
  { name: 'nulls over nothing', sql: `SELECT max(date) AS date, avg(value) AS m FROM fred.b` },
  {
    name: 'nulls over nothing, joined',
    sql: `SELECT * FROM (SELECT max(value) AS x, max(date) AS date FROM fred.a), (SELECT max(value) AS y FROM fred.b)`,
  },
  {
    name: 'nulls over nothing, one side',
    sql: `SELECT a.date, a.value, y FROM fred.a a, (SELECT max(value) AS y FROM fred.b)`,
  },
  {
    name: 'nulls over nothing, left joined',
    sql: `SELECT a.date, a.value, y FROM fred.a a LEFT JOIN (SELECT max(value) AS y, max(date) AS d FROM fred.c) c
      ON c.d <= a.date`,
  },
  {
    name: 'nulls over nothing, aggregated',
    sql: `SELECT count(*) AS n, count(m) AS k FROM (SELECT max(value) AS m FROM fred.b)`,
  },
  {
    name: 'nulls over nothing, united',
    sql: `SELECT max(value) AS m FROM fred.a UNION ALL SELECT max(value) FROM fred.b`,
  },
  {
    name: 'nulls over nothing, windowed',
    sql: `SELECT max(date) AS date, row_number() OVER () AS n, sum(max(value)) OVER () AS s FROM fred.b`,
  },
  { name: 'nulls over nothing, distinct', sql: `SELECT DISTINCT max(value) AS m FROM fred.b` },
  { name: 'nulls over nothing, limited', sql: `SELECT max(value) AS m FROM fred.b LIMIT 1` },
  {
    name: 'nulls over nothing, filtered',
    sql: `SELECT m FROM (SELECT max(value) AS m FROM fred.b) WHERE m IS NULL OR m > 0`,
  },
  {
    name: 'nulls over nothing, in a subquery',
    sql: `SELECT date, (SELECT coalesce(max(value), -1) FROM fred.c) AS m FROM fred.a`,
  },
  {
    name: 'nulls over nothing, in a correlated subquery',
    loops: 'reads the row around it',
    sql: `SELECT date, (SELECT coalesce(max(value), -1) FROM fred.c c WHERE c.date < a.date) AS m FROM fred.a a`,
  },
  {
    name: 'nulls over nothing, in EXISTS',
    loops: 'reads the row around it',
    sql: `SELECT date, EXISTS (SELECT max(value) FROM fred.c c WHERE c.date < a.date) AS m FROM fred.a a`,
  },
  {
    name: 'nulls over nothing, in lateral',
    loops: 'LATERAL',
    sql: `SELECT a.date, l.m FROM fred.a a, LATERAL (SELECT max(c.value) AS m FROM fred.c c WHERE c.date < a.date) l`,
  },
  { name: 'nulls over nothing, HAVING', sql: `SELECT max(date) AS date FROM fred.b HAVING count(*) >= 0` },
  {
    name: 'nulls over nothing, pivoted',
    sql: `SELECT max(de) AS de, count(*) AS n FROM (PIVOT panel.p ON k IN ('de') USING sum(value))`,
  },
  {
    name: 'grouping sets',
    sql: `SELECT date, k, sum(value) AS s FROM panel.p GROUP BY GROUPING SETS ((date), (k), (date, k))`,
  },
  {
    name: 'rollup',
    loops: 'grouping sets',
    sql: `SELECT k, date, sum(value) AS s, grouping(k) AS g FROM panel.p GROUP BY ROLLUP (k, date)`,
  },
  { name: 'cube', loops: 'grouping sets', sql: `SELECT k, date, count(*) AS n FROM panel.p GROUP BY CUBE (k, date)` },
  {
    name: 'empty grouping sets',
    loops: 'grouping sets',
    sql: `SELECT count(*) AS n FROM fred.a GROUP BY GROUPING SETS ((), ())`,
  },
  {
    name: 'filtered aggregates',
    sql: `SELECT date, sum(value) FILTER (WHERE k = 'de') AS de, sum(value) FILTER (WHERE k = 'us') AS us
      FROM panel.p GROUP BY date`,
  },
  {
    name: 'arg_max by key',
    sql: `SELECT k, max(date) AS date, arg_max(value, date) AS last, arg_max_null(value, date) AS last_or_null
      FROM panel.p GROUP BY k`,
  },
  {
    name: 'quantiles',
    sql: `SELECT date, quantile_cont(value, [0.25, 0.75]) AS q, mad(value) AS m FROM panel.p GROUP BY date`,
  },
  { name: 'distinct', sql: `SELECT DISTINCT date, value > 50 AS high FROM panel.p` },
  { name: 'DISTINCT ON', sql: `SELECT DISTINCT ON (k) k, date, value FROM panel.p ORDER BY k, date DESC` },
  { name: 'union all', sql: `SELECT date, 'a' AS k, value FROM fred.a UNION ALL SELECT date, 'b', value FROM fred.b` },
  {
    name: 'union by name',
    sql: `SELECT date, value AS a FROM fred.a UNION ALL BY NAME SELECT value AS b, date FROM fred.b`,
  },
  { name: 'intersect', sql: `SELECT date FROM fred.a INTERSECT SELECT date FROM fred.b` },
  { name: 'except', sql: `SELECT date FROM fred.a EXCEPT SELECT date FROM fred.b` },
  { name: 'except all', sql: `SELECT k FROM panel.p EXCEPT ALL SELECT k FROM panel.q` },
  {
    name: 'a set operation aggregated',
    sql: `SELECT date, avg(value) AS m FROM (SELECT date, value FROM fred.a UNION ALL SELECT date, value
      FROM fred.b) GROUP BY date`,
  },
  {
    name: 'nested set operations',
    sql: `(SELECT date FROM fred.a UNION SELECT date FROM fred.b) EXCEPT (SELECT date FROM fred.c INTERSECT
      SELECT date FROM fred.a)`,
  },
  { name: 'limit', sql: `SELECT date, value FROM fred.a ORDER BY date DESC LIMIT 3` },
  { name: 'limit and offset', sql: `SELECT date, value FROM fred.a ORDER BY date LIMIT 2 OFFSET 3` },
  {
    name: 'limit inside a subquery',
    sql: `SELECT avg(value) AS m FROM (SELECT value FROM fred.a ORDER BY date DESC LIMIT 3)`,
  },
  { name: 'limit in per cent', loops: 'per cent', sql: `SELECT date, value FROM fred.a ORDER BY date LIMIT 50%` },
  {
    name: 'limit by subquery',
    loops: 'LIMIT',
    sql: `SELECT date, value FROM fred.a ORDER BY date LIMIT (SELECT count(*) / 2 FROM fred.b)`,
  },
  { name: 'pivot', sql: `PIVOT panel.p ON k IN ('de', 'us') USING sum(value) GROUP BY date` },
  {
    name: 'pivot in FROM',
    sql: `SELECT date, de - us AS gap FROM (PIVOT panel.p ON k IN ('de', 'us') USING max(value) GROUP BY date)`,
  },
  {
    name: 'SQL pivot',
    sql: `SELECT * FROM panel.p PIVOT (avg(value) AS m, count(*) AS n FOR k IN ('de', 'fr') GROUP BY date)`,
  },
  {
    name: 'pivot of a CTE',
    sql: `WITH x AS (SELECT date, k, value - 1 AS v FROM panel.p) PIVOT x ON k IN ('de', 'fr', 'us') USING max(v)
      GROUP BY date`,
  },
  {
    name: 'unpivot',
    sql: `UNPIVOT (SELECT date, a.value AS a, b.value AS b FROM fred.a JOIN fred.b USING (date))
      ON a, b INTO NAME k VALUE v`,
  },
  {
    name: 'star with exclusions',
    sql: `SELECT * EXCLUDE (value) REPLACE (upper(k) AS k), value * 2 AS twice FROM panel.p`,
  },
  {
    name: 'COLUMNS',
    loops: 'pattern',
    sql: `SELECT date, max(COLUMNS('^value$')) OVER (ORDER BY date) AS peak FROM fred.a`,
  },
  { name: 'lateral column alias', sql: `SELECT date, value * 2 AS v2, v2 + 1 AS v3 FROM fred.a WHERE v2 > 50` },
  {
    name: 'order by a list aggregate',
    sql: `SELECT k, max(date) AS date, list(value ORDER BY date) AS history, string_agg(value::VARCHAR, ','
      ORDER BY date) AS text FROM panel.p GROUP BY k`,
  },
  { name: 'FROM first', sql: `FROM fred.a SELECT date, value WHERE value > 10` },
  {
    name: 'histogram buckets',
    sql: `SELECT (value // 25)::INTEGER AS bucket, max(date) AS date, count(*) AS n FROM panel.p GROUP BY bucket`,
  },
  {
    name: 'numbers that JSON would change',
    sql: `SELECT date, value * 1e9 AS big, 9007199254740993 AS odd, 0.1::DOUBLE AS tenth, 1.10 AS price FROM fred.a`,
  },
  {
    name: 'DISTINCT ON below IN',
    sql: `SELECT date, v FROM (SELECT DISTINCT ON (quarter(date)) date, v FROM (SELECT date, max(value) AS v
      FROM panel.p GROUP BY date) ORDER BY quarter(date), date, v) WHERE date IN (SELECT date
      FROM fred.c)`,
  },
];
