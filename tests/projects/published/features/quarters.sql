-- A recession lasts from the quarter after the one of the monthly peak through the one of the trough.
WITH points AS (
  SELECT turning_point, date_trunc('quarter', month) AS quarter FROM nber.turning_points
),

quarters AS (
  SELECT CAST(unnest(generate_series(min(quarter), date_trunc('quarter', as_of()), INTERVAL 3 MONTHS)) AS DATE) AS date
  FROM points
)

SELECT
  quarters.date,
  CASE WHEN before.turning_point = 'peak' THEN 1 ELSE 0 END AS in_recession
FROM quarters
ASOF LEFT JOIN points AS before ON quarters.date > before.quarter
