SELECT
  dates.date,
  ahead.low AS y
FROM calendar.dates AS dates
LEFT JOIN features.mood AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 3 MONTHS
