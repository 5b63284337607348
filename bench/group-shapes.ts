import type { GroupText, ShapeInputs } from './group-text.ts';

/** Six kinds of definition that a project of indicators is made of. */
export const INDICATOR_SHAPES: readonly ((reads: ShapeInputs) => GroupText)[] = [
  growthRates,
  surveyReport,
  twoFrequencies,
  panelMean,
  compositeIndex,
  excessOverTrend,
];

function growthRates({ series: [one], nth }: ShapeInputs): GroupText {
  return {
    keys: [],
    columns: ['level', 'growth_3m', 'growth_12m', 'z_score_10y'],
    sql: `-- Growth of one series, and how unusual it is.
WITH growth AS (
  SELECT
    date,
    value AS level,
    400 * ln(value / nullif(lag(value, 3) OVER months, 0)) AS growth_3m,
    100 * ln(value / nullif(lag(value, 12) OVER months, 0)) AS growth_12m
  FROM fred.${one}
  WINDOW months AS (ORDER BY date)
)
SELECT
  date,
  level,
  growth_3m,
  growth_12m,
  (growth_12m - avg(growth_12m) OVER decade) / nullif(stddev_samp(growth_12m) OVER decade, 0) AS z_score_10y
FROM growth
WINDOW decade AS (ORDER BY date ROWS BETWEEN ${119 + nth} PRECEDING AND CURRENT ROW)
`,
  };
}

function surveyReport({ series: [one, two, three, four], nth }: ShapeInputs): GroupText {
  return {
    keys: [],
    columns: ['rate', 'rate_change_12m', 'gap', 'jobs_growth_3m', 'hours', 'weeks_change_12m'],
    sql: `-- Four series of one report, smoothed, then compared with the year before by date.
WITH report AS (
  SELECT a.date, a.value AS rate, b.value AS jobs, c.value AS hours, d.value AS weeks
  FROM fred.${one} AS a
  LEFT JOIN fred.${two} AS b ON b.date = a.date
  LEFT JOIN fred.${three} AS c ON c.date = a.date
  LEFT JOIN fred.${four} AS d ON d.date = a.date
),
smoothed AS (
  SELECT *, (rate + first_value(rate) OVER month_ago + first_value(rate) OVER two_months_ago) / 3 AS rate_3m
  FROM report
  WINDOW
    month_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 1 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING),
    two_months_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 2 MONTHS PRECEDING AND INTERVAL 2 MONTHS PRECEDING)
)
SELECT
  date,
  rate,
  rate - first_value(rate) OVER year_ago AS rate_change_12m,
  round(rate_3m - min(rate_3m) OVER previous_year, 2) AS gap,
  400 * ln(jobs / nullif(first_value(jobs) OVER quarter_ago, 0)) AS jobs_growth_3m,
  hours + ${nth} AS hours,
  weeks - first_value(weeks) OVER year_ago AS weeks_change_12m
FROM smoothed
WINDOW
  quarter_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 3 MONTHS PRECEDING AND INTERVAL 3 MONTHS PRECEDING),
  year_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 12 MONTHS PRECEDING),
  previous_year AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 1 MONTH PRECEDING)
`,
  };
}

function twoFrequencies({ series: [one, two], nth }: ShapeInputs): GroupText {
  return {
    keys: [],
    columns: ['ratio', 'ratio_change_12m', 'quarterly'],
    sql: `-- A monthly series over the latest quarterly one.
WITH quarters AS (
  SELECT date, value FROM fred.${two} WHERE month(date) % 3 = 1 AND value IS NOT NULL
),
matched AS (
  SELECT m.date, m.value AS monthly, q.value AS quarterly
  FROM fred.${one} AS m
  ASOF LEFT JOIN quarters AS q ON m.date >= q.date
)
SELECT
  date,
  monthly / nullif(quarterly, 0) AS ratio,
  monthly / nullif(quarterly, 0) - lag(monthly / nullif(quarterly, 0), 12) OVER (ORDER BY date) AS ratio_change_12m,
  quarterly + ${nth} AS quarterly
FROM matched
`,
  };
}

function panelMean({ nth }: ShapeInputs): GroupText {
  return {
    keys: ['country'],
    columns: ['credit_gap', 'rank_of_gap'],
    sql: `-- By country: credit to GDP against its own five years, and its rank on that date.
WITH ratios AS (
  SELECT date, country, credit / nullif(gdp, 0) AS ratio FROM panel.accounts WHERE gdp > 0
),
gaps AS (
  SELECT
    date,
    country,
    ratio - avg(ratio) OVER years AS credit_gap
  FROM ratios
  WINDOW years AS (PARTITION BY country ORDER BY date ROWS BETWEEN ${20 + nth} PRECEDING AND 1 PRECEDING)
)
SELECT date, country, credit_gap, rank() OVER (PARTITION BY date ORDER BY credit_gap DESC) AS rank_of_gap
FROM gaps
`,
  };
}

function compositeIndex({ series: [one], groups, nth }: ShapeInputs): GroupText {
  const parts = groups.slice(0, 2);
  const terms = parts.map(({ column }, index) => `coalesce(g${index}.${column}, 0)`);
  const joins = parts.map(({ name }, index) => `LEFT JOIN features.${name} AS g${index} ON g${index}.date = s.date`);
  return {
    keys: [],
    columns: ['composite', 'composite_3m', 'is_high'],
    sql: `-- Two groups and a series in one index.
WITH together AS (
  SELECT s.date, ${['s.value', ...terms].join(' + ')} AS composite
  FROM fred.${one} AS s
  ${joins.join('\n  ')}
)
SELECT
  date,
  composite,
  avg(composite) OVER (ORDER BY date ROWS BETWEEN ${2 + nth} PRECEDING AND CURRENT ROW) AS composite_3m,
  CASE WHEN composite > (SELECT quantile_cont(composite, 0.9) FROM together) THEN 1.0 ELSE 0.0 END AS is_high
FROM together
`,
  };
}

function excessOverTrend({ series: [one, two], groups, nth }: ShapeInputs): GroupText {
  const [last] = groups;
  const join = last === undefined ? '' : `LEFT JOIN features.${last.name} AS g USING (date)`;
  const term = last === undefined ? String(nth) : `coalesce(g.${last.column}, ${nth})`;
  return {
    keys: [],
    columns: ['excess', 'quarter_high'],
    sql: `-- Quarters of the spread of two series, over a group's trend; the last version of each quarter.
WITH spread AS (
  SELECT date, a.value - b.value - ${term} AS excess
  FROM fred.${one} AS a
  JOIN fred.${two} AS b USING (date)
  ${join}
),
quarters AS (
  SELECT date_trunc('quarter', date)::DATE AS quarter, max(excess) AS quarter_high FROM spread GROUP BY 1
)
SELECT s.date, s.excess, q.quarter_high
FROM spread AS s
LEFT JOIN quarters AS q ON q.quarter = date_trunc('quarter', s.date)::DATE
QUALIFY row_number() OVER (PARTITION BY s.date ORDER BY s.excess DESC) = 1
`,
  };
}
