SELECT
  date,
  100 * ln(amount / first_value(amount) OVER before) AS growth
FROM bank.loans
WINDOW before AS (
  ORDER BY date
  RANGE BETWEEN to_months($trend_months) PRECEDING AND to_months($trend_months) PRECEDING
)
