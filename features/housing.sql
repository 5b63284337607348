-- Housing starts (Census Bureau, 20 days after the month) and residential investment (BEA, quarterly). Leamer (2007),
-- "Housing is the business cycle", finds it the best leading part of GDP. Starts are noisy: three-month means.
WITH months AS (
  SELECT date FROM fred.houst
  UNION
  SELECT date FROM fred.prfi
),

observed AS (
  SELECT
    months.date,
    starts.value AS starts,
    100 * residential.value / output.value AS residential_share
  FROM months
  LEFT JOIN fred.houst AS starts ON starts.date = months.date
  LEFT JOIN fred.prfi AS residential ON residential.date = months.date
  LEFT JOIN fred.gdp AS output ON output.date = months.date
),

smoothed AS (
  SELECT
    date,
    residential_share,
    (starts + first_value(starts) OVER month_ago + first_value(starts) OVER two_months_ago) / 3 AS starts_3m
  FROM observed
  WINDOW
    month_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 1 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING),
    two_months_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 2 MONTHS PRECEDING AND INTERVAL 2 MONTHS PRECEDING)
)

SELECT
  date,
  100 * ln(starts_3m / first_value(starts_3m) OVER year_ago) AS housing_starts_growth_12m,
  residential_share AS residential_investment_share,
  residential_share - first_value(residential_share) OVER year_ago AS residential_investment_share_change_4q
FROM smoothed
WINDOW
  year_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 12 MONTHS PRECEDING)
