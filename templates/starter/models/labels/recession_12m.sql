-- 1 if a month ahead is in a recession, 0 once all of them are known to be in none, NULL until then.
WITH outlook AS (
  SELECT
    date,
    max(in_recession) OVER ahead AS worst,
    count(in_recession) OVER ahead AS months_known
  FROM features.business_cycle
  WINDOW
    ahead AS (ORDER BY date RANGE BETWEEN INTERVAL 1 MONTH FOLLOWING AND to_months($horizon_months) FOLLOWING)
)

SELECT
  dates.date,
  CASE
    WHEN outlook.worst = 1 THEN 1
    WHEN outlook.months_known = $horizon_months THEN 0
  END AS y
FROM calendar.dates AS dates
LEFT JOIN outlook ON outlook.date = date_trunc('month', dates.date)
