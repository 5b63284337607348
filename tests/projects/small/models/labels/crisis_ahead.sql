SELECT
  dates.date,
  outcome.in_crisis AS y
FROM calendar.dates AS dates
LEFT JOIN features.crisis AS outcome
  ON outcome.date = date_trunc('month', dates.date) + to_months($horizon_months)
