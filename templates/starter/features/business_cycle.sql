SELECT
  month AS date,
  recession AS in_recession
FROM us.recessions
