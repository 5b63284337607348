-- What is unemployment in calendar month(t)+horizon, as known at the training cut-off, as_of()? NULL: not yet published.
SELECT
  dates.date,
  outcome.value AS y
FROM calendar.dates AS dates
LEFT JOIN fred.unrate AS outcome
  ON outcome.date = date_trunc('month', dates.date) + to_months($horizon_months)
