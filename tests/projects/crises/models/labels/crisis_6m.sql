SELECT
  dates.date,
  ahead.country,
  CASE WHEN max(ahead.in_crisis) = 1 THEN 1 WHEN count(*) = 6 THEN 0 END AS y
FROM calendar.dates AS dates
JOIN features.crisis AS ahead
  ON ahead.date > date_trunc('month', dates.date)
  AND ahead.date <= date_trunc('month', dates.date) + INTERVAL 6 MONTHS
GROUP BY dates.date, ahead.country
