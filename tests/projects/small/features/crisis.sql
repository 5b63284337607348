WITH months AS (
  SELECT CAST(unnest(generate_series(min(month), max(month), INTERVAL 1 MONTH)) AS DATE) AS date
  FROM bank.turns
)

SELECT
  months.date,
  CASE WHEN turns.turn = 'start' THEN 1 ELSE 0 END AS in_crisis
FROM months
ASOF JOIN bank.turns AS turns ON months.date >= turns.month
