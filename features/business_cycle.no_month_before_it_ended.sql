-- A state that is known before its month is over would be look-ahead.
SELECT
  as_of,
  in_recession__date,
  in_recession
FROM features.business_cycle
WHERE last_day(in_recession__date) > as_of
