WITH inflation AS (
  SELECT
    date,
    100 * (value / first_value(value) OVER year_ago - 1) AS inflation
  FROM rates.prices
  WINDOW year_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 12 MONTHS PRECEDING)
)

SELECT
  policy.date,
  policy.value AS rate,
  inflation.inflation,
  policy.value - inflation.inflation AS real_rate
FROM rates.policy AS policy
LEFT JOIN inflation ON inflation.date = policy.date
