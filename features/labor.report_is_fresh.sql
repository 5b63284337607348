-- The report for a month comes out in the next one: at a month-end it is at most 61 days since its month began
-- (two months of 31 days, less one). Anything older means a release that is missing.
SELECT
  as_of,
  date
FROM features.labor
WHERE as_of - date > 61
