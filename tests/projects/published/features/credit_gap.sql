-- The one-sided Hodrick-Prescott filter with lambda 400,000 (Drehmann, Borio and Tsatsaronis 2011). Its trend at t is the
-- end of the filter of the data to t, and that is Kalman's filter of a trend whose second difference has variance 1,
-- observed with variance lambda, without knowledge of where it starts. After two quarters it is where they are.
WITH RECURSIVE ratios AS (
  SELECT
    output.date,
    row_number() OVER (ORDER BY output.date) AS n,
    100 * loans.value / output.value AS ratio
  FROM fred.gdp AS output
  JOIN fred.loans AS loans ON loans.date = output.date + INTERVAL 2 MONTHS
),

filtered AS (
  -- The state is the trend and the trend a quarter before; v11, v12 and v22 are its covariances.
  SELECT
    second.n, second.date, second.ratio, second.ratio AS trend, first.ratio AS trend_before,
    CAST(400000 AS DOUBLE) AS v11, CAST(0 AS DOUBLE) AS v12, CAST(400000 AS DOUBLE) AS v22
  FROM ratios AS second
  JOIN ratios AS first ON first.n = 1 AND second.n = 2

  UNION ALL

  SELECT
    n, date, ratio,
    predicted + p11 / (p11 + 400000) * (ratio - predicted),
    trend + p12 / (p11 + 400000) * (ratio - predicted),
    p11 - p11 * p11 / (p11 + 400000),
    p12 - p11 * p12 / (p11 + 400000),
    p22 - p12 * p12 / (p11 + 400000)
  FROM (
    SELECT
      next.n, next.date, next.ratio, filtered.trend,
      2 * filtered.trend - filtered.trend_before AS predicted,
      4 * filtered.v11 - 4 * filtered.v12 + filtered.v22 + 1 AS p11,
      2 * filtered.v11 - filtered.v12 AS p12,
      filtered.v11 AS p22
    FROM filtered
    JOIN ratios AS next ON next.n = filtered.n + 1
  )
)

SELECT date, ratio, ratio - trend AS gap FROM filtered
