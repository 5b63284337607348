SELECT
  date,
  round(avg(gap), 6) AS mean_gap,
  count(DISTINCT country) AS countries
FROM macro.credit
GROUP BY date
