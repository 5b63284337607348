-- Is any of the calendar months month(t)+1 .. month(t)+horizon in recession, as known at the training cut-off, as_of()?
-- One month known to be 1 settles it, whatever the others turn out to be; a 0 needs every month to be known. Months
-- after the cut-off have no row, hence count as unknown.
WITH outlook AS (
  SELECT
    date,
    max(in_recession) OVER ahead AS worst,
    count(in_recession) OVER ahead AS months_known
  FROM features.usrec_cycle
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
