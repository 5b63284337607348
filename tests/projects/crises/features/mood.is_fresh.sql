SELECT
  as_of,
  date
FROM features.mood
WHERE as_of - date > 50
ORDER BY as_of
