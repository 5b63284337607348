SELECT
  dates.date,
  ahead.value AS y
FROM calendar.dates AS dates
LEFT JOIN rates.policy AS ahead ON ahead.date = date_trunc('month', dates.date) + INTERVAL 6 MONTHS
