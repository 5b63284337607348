-- On every decision date this reads the rates as they were known on that day: you write it as if there were no dates.
SELECT
  month AS date,
  ten_year - three_month AS slope
FROM us.rates
