-- Is calendar month(t)+horizon in recession, as known at the training cut-off, as_of()? NULL: nobody could know yet.
SELECT
  dates.date,
  outcome.in_recession AS y
FROM calendar.dates AS dates
LEFT JOIN features.business_cycle AS outcome
  ON outcome.date = date_trunc('month', dates.date) + to_months($horizon_months)
