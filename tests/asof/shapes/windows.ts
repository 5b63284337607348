import type { QueryUnderTest } from '../../../engine/feature-store/definition.fixture.ts';

export const WINDOWS: readonly QueryUnderTest[] = [
  { name: 'plain columns', sql: `SELECT date, value FROM fred.a` },
  {
    name: 'moving average by rows',
    sql: `SELECT date, avg(value) OVER (ORDER BY date ROWS 2 PRECEDING) AS m FROM fred.a`,
  },
  {
    name: 'moving sum by range of months',
    sql: `SELECT date, sum(value) OVER (ORDER BY date RANGE BETWEEN INTERVAL 3 MONTHS PRECEDING
      AND CURRENT ROW) AS s FROM fred.a`,
  },
  {
    name: 'future rows of the same vintage',
    sql: `SELECT date, max(value) OVER (ORDER BY date ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING) AS ahead FROM fred.a`,
  },
  {
    name: 'lag and lead',
    sql: `SELECT date, value - lag(value, 3) OVER w AS d3, lead(value) OVER w AS next FROM fred.a
      WINDOW w AS (ORDER BY date)`,
  },
  { name: 'lag with a default', sql: `SELECT date, lag(value, 1, -1.0) OVER (ORDER BY date) AS l FROM fred.a` },
  {
    name: 'z-score over all known',
    sql: `SELECT date, (value - avg(value) OVER w) / nullif(stddev_samp(value) OVER w, 0) AS z FROM fred.a
      WINDOW w AS (ORDER BY date ROWS BETWEEN 5 PRECEDING AND CURRENT ROW)`,
  },
  { name: 'whole partition', sql: `SELECT date, value / max(value) OVER () AS share FROM fred.a` },
  {
    name: 'ranks',
    sql: `SELECT date, rank() OVER (ORDER BY value, date) AS r, percent_rank() OVER (ORDER BY value) AS p, ntile(3)
      OVER (ORDER BY date) AS n FROM fred.a`,
  },
  {
    name: 'partition by key',
    sql: `SELECT date, k, avg(value) OVER (PARTITION BY k ORDER BY date ROWS 2 PRECEDING) AS m FROM panel.p`,
  },
  {
    name: 'share of all keys',
    sql: `SELECT date, k, value / nullif(sum(value) OVER (PARTITION BY date), 0) AS share FROM panel.p`,
  },
  {
    name: 'two keys',
    sql: `SELECT date, k, j, value - lag(value) OVER (PARTITION BY k, j ORDER BY date) AS d FROM panel.q`,
  },
  {
    name: 'first and last value',
    sql: `SELECT date, first_value(value) OVER w AS f, last_value(value IGNORE NULLS) OVER w AS l FROM fred.a
      WINDOW w AS (ORDER BY date)`,
  },
  {
    name: 'excluded current row',
    sql: `SELECT date, avg(value) OVER (ORDER BY date ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING
      EXCLUDE CURRENT ROW) AS m FROM fred.a`,
  },
  {
    name: 'filtered window',
    sql: `SELECT date, count(*) FILTER (WHERE value > 50) OVER (ORDER BY date) AS high FROM fred.a`,
  },
  {
    name: 'window over an aggregate',
    sql: `SELECT date_trunc('quarter', date)::DATE AS date, sum(avg(value))
      OVER (ORDER BY date_trunc('quarter', date)) AS total FROM fred.a
      GROUP BY 1, date_trunc('quarter', date)`,
  },
  {
    name: 'last row by QUALIFY',
    sql: `SELECT date, k, value FROM panel.p QUALIFY row_number() OVER (PARTITION BY k ORDER BY date DESC) = 1`,
  },
  {
    name: 'QUALIFY on an alias',
    sql: `SELECT date, value, row_number() OVER (ORDER BY date DESC) AS n FROM fred.a QUALIFY n <= 2`,
  },
  {
    name: 'groups frame',
    sql: `SELECT date, k, sum(value) OVER (ORDER BY date, k GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s
      FROM panel.p`,
  },
  {
    name: 'median in a window',
    sql: `SELECT date, median(value) OVER (ORDER BY date ROWS 4 PRECEDING) AS m FROM fred.a`,
  },
  {
    name: 'quantile in a window',
    sql: `SELECT date, quantile_cont(value, 0.25) OVER (ORDER BY date ROWS 4 PRECEDING) AS q FROM fred.a`,
  },
  {
    name: 'window in a window of a subquery',
    sql: `SELECT date, max(m) OVER (ORDER BY date) AS peak FROM (SELECT date, avg(value)
      OVER (ORDER BY date ROWS 2 PRECEDING) AS m FROM fred.a)`,
  },
  {
    name: 'drawdown',
    sql: `SELECT date, value / nullif(max(value) OVER (ORDER BY date ROWS 11 PRECEDING), 0) - 1 AS drawdown
      FROM fred.a`,
  },
  {
    name: 'Sahm gap',
    sql: `WITH smooth AS (SELECT date, avg(value) OVER (ORDER BY date ROWS 2 PRECEDING) AS m FROM fred.a)
      SELECT date, m - min(m) OVER (ORDER BY date ROWS BETWEEN 12 PRECEDING AND 1 PRECEDING) AS gap
      FROM smooth`,
  },
  {
    name: 'correlation of two series',
    sql: `SELECT date, corr(a.value, b.value) OVER (ORDER BY date ROWS 5 PRECEDING) AS c FROM fred.a a JOIN fred.b b
      USING (date)`,
  },
  {
    name: 'exponential weights by list',
    sql: `SELECT date, list_sum(list_transform(list(value ORDER BY date) , x -> x * 0.5)) AS e FROM fred.a
      GROUP BY date`,
  },
  {
    name: 'count distinct in a window',
    sql: `SELECT date, k, count(DISTINCT k) OVER (PARTITION BY date) AS n FROM panel.p`,
  },
  {
    name: 'regression slope',
    sql: `SELECT max(date) AS date, regr_slope(value, epoch(date)) AS s, regr_r2(value, epoch(date)) AS r2 FROM fred.a`,
  },
  {
    name: 'no order to aggregate in',
    loops: 'order of the rows',
    sql: `SELECT max(date) AS date, first(value) AS f FROM fred.a`,
  },
];
