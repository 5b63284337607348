SELECT
  date,
  mood,
  CASE WHEN mood < 46 THEN 1 WHEN mood IS NOT NULL THEN 0 END AS low
FROM macro.survey
