import type { GroupText, ShapeInputs } from './group-text.ts';

type Shape = (reads: ShapeInputs) => GroupText;

const unkeyed = (columns: readonly string[], sql: string): GroupText => ({ keys: [], columns, sql });
const keyed = (columns: readonly string[], sql: string): GroupText => ({ keys: ['country'], columns, sql });

/** Shorter kinds of definition, each with a number of its own in its text. */
export const MORE_SHAPES: readonly Shape[] = [
  ({ series: [one], nth }) =>
    unkeyed(
      ['smooth'],
      `SELECT date, avg(value) OVER (ORDER BY date ROWS BETWEEN ${nth + 2} PRECEDING AND CURRENT ROW) AS smooth
FROM fred.${one}\n`,
    ),
  ({ series: [one, two], nth }) =>
    unkeyed(
      ['spread', 'is_inverted'],
      `SELECT a.date, a.value - b.value AS spread,
  CASE WHEN a.value - b.value < ${nth / 10} THEN 1 ELSE 0 END AS is_inverted
FROM fred.${one} AS a JOIN fred.${two} AS b ON a.date = b.date\n`,
    ),
  ({ series: [one], nth }) =>
    unkeyed(
      ['yearly_high', 'months'],
      `SELECT date_trunc('year', date)::DATE AS date, max(value) + ${nth} AS yearly_high, count(*) AS months
FROM fred.${one} WHERE value IS NOT NULL GROUP BY 1 HAVING count(*) > 3\n`,
    ),
  ({ series: [one, two, three], nth }) =>
    unkeyed(
      ['diffusion'],
      `WITH signs AS (
  SELECT date, sign(value - ${nth}) AS rises FROM fred.${one}
  UNION ALL SELECT date, sign(value) FROM fred.${two}
  UNION ALL SELECT date, sign(value) FROM fred.${three}
)
SELECT date, avg(rises) AS diffusion FROM signs GROUP BY date\n`,
    ),
  ({ series: [one], nth }) =>
    unkeyed(
      ['drawdown'],
      `WITH peaks AS (SELECT date, value, max(value) OVER (ORDER BY date) AS peak FROM fred.${one})
SELECT date, 100 * (value / nullif(peak, 0) - 1) - ${nth} AS drawdown FROM peaks\n`,
    ),
  ({ series: [one], nth }) =>
    unkeyed(
      ['volatility'],
      `WITH changes AS (SELECT date, value - lag(value) OVER (ORDER BY date) AS change FROM fred.${one})
SELECT date, stddev_samp(change) OVER (ORDER BY date ROWS BETWEEN ${nth + 11} PRECEDING AND CURRENT ROW) AS volatility
FROM changes WHERE change IS NOT NULL\n`,
    ),
  ({ series: [one], nth }) =>
    unkeyed(
      ['percentile'],
      `SELECT date, ${nth} + percent_rank() OVER (ORDER BY value) AS percentile FROM fred.${one} WHERE value > 0\n`,
    ),
  ({ nth }) =>
    keyed(
      ['leverage'],
      `SELECT date, country, round(credit / nullif(gdp, 0), 3) * ${nth + 1} AS leverage FROM panel.accounts\n`,
    ),
  ({ nth }) =>
    keyed(
      ['share'],
      `WITH totals AS (SELECT date, sum(credit) AS total FROM panel.accounts GROUP BY date)
SELECT a.date, a.country, ${nth + 1} * a.credit / nullif(t.total, 0) AS share
FROM panel.accounts AS a JOIN totals AS t USING (date)\n`,
    ),
  ({ series: [one, two], nth }) =>
    unkeyed(
      ['ratio', 'inverse'],
      `SELECT date, a.value / nullif(b.value, 0) AS ratio, ${nth + 1} * b.value / nullif(a.value, 0) AS inverse
FROM fred.${one} AS a LEFT JOIN fred.${two} AS b USING (date)\n`,
    ),
  ({ series: [one], nth }) =>
    unkeyed(
      ['months_since_low'],
      `WITH lows AS (
  SELECT date, value, min(value) OVER (ORDER BY date ROWS BETWEEN ${nth + 12} PRECEDING AND CURRENT ROW) AS low
  FROM fred.${one}
)
SELECT l.date, (SELECT count(*) FROM fred.${one} AS s WHERE s.date <= l.date AND s.value = l.low) AS months_since_low
FROM lows AS l\n`,
    ),
  ({ series: [one, two], nth }) =>
    unkeyed(
      ['matched'],
      `SELECT m.date, coalesce(m.value, ${nth}) + q.value AS matched
FROM fred.${one} AS m
ASOF JOIN (SELECT date, value FROM fred.${two} WHERE value IS NOT NULL) AS q ON m.date >= q.date\n`,
    ),
  ({ series: [one], nth }) =>
    unkeyed(
      ['latest', 'first_of_year'],
      `SELECT date, value + ${nth} AS latest,
  first_value(value) OVER (PARTITION BY year(date) ORDER BY date) AS first_of_year
FROM fred.${one} QUALIFY row_number() OVER (PARTITION BY date ORDER BY value) = 1\n`,
    ),
  ({ series: [one], groups: [read], nth }) =>
    unkeyed(
      ['gap'],
      `SELECT s.date, s.value - ${read === undefined ? '0' : `coalesce(g.${read.column}, 0)`} + ${nth} AS gap
FROM fred.${one} AS s${read === undefined ? '' : ` LEFT JOIN features.${read.name} AS g ON g.date = s.date`}\n`,
    ),
];
