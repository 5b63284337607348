SELECT
  country,
  as_of,
  gap
FROM features.credit
QUALIFY abs(gap - lag(gap) OVER (PARTITION BY country ORDER BY as_of)) > 1.5
