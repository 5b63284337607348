SELECT
  as_of,
  growth__date
FROM features.credit
WHERE growth__date < as_of - INTERVAL 100 DAYS
