SELECT
  country,
  date,
  gap,
  gap - first_value(gap) OVER before AS gap_change
FROM macro.credit
WINDOW before AS (
  PARTITION BY country ORDER BY date
  RANGE BETWEEN to_months($trend_months) PRECEDING AND to_months($trend_months) PRECEDING
)
