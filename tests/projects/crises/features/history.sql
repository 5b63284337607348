SELECT
  DATE '1993-01-01' AS date,
  count(*) AS months
FROM rates.prices
