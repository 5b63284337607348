-- Is the month of the decision in recession? Not known on that day: NULL until the turning points around it are settled.
SELECT
  dates.date,
  outcome.in_recession AS y
FROM calendar.dates AS dates
LEFT JOIN features.business_cycle AS outcome
  ON outcome.date = date_trunc('month', dates.date)
