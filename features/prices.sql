-- Inflation as log change, percent. Consumer and producer prices come out 15 days after the month, the deflator of
-- consumption 32 days after it: at a month-end it is a month behind (as_known: last_value).
WITH months AS (
  SELECT date FROM fred.cpiaucsl
  UNION
  SELECT date FROM fred.pcepi
),

observed AS (
  SELECT
    months.date,
    cpi.value AS cpi,
    core_cpi.value AS core_cpi,
    ppi.value AS ppi,
    pce_prices.value AS pce_prices
  FROM months
  LEFT JOIN fred.cpiaucsl AS cpi ON cpi.date = months.date
  LEFT JOIN fred.cpilfesl AS core_cpi ON core_cpi.date = months.date
  LEFT JOIN fred.ppiaco AS ppi ON ppi.date = months.date
  LEFT JOIN fred.pcepi AS pce_prices ON pce_prices.date = months.date
)

SELECT
  date,
  400 * ln(cpi / first_value(cpi) OVER quarter_ago) AS cpi_inflation_3m,
  100 * ln(cpi / first_value(cpi) OVER year_ago) AS cpi_inflation_12m,
  100 * ln(cpi / first_value(cpi) OVER year_ago)
    - 100 * ln(first_value(cpi) OVER year_ago / first_value(cpi) OVER two_years_ago) AS cpi_inflation_change_12m,
  100 * ln(core_cpi / first_value(core_cpi) OVER year_ago) AS core_cpi_inflation_12m,
  100 * ln(ppi / first_value(ppi) OVER year_ago) AS ppi_inflation_12m,
  100 * ln(pce_prices / first_value(pce_prices) OVER year_ago) AS pce_inflation_12m
FROM observed
WINDOW
  quarter_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 3 MONTHS PRECEDING AND INTERVAL 3 MONTHS PRECEDING),
  year_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 12 MONTHS PRECEDING),
  two_years_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 24 MONTHS PRECEDING AND INTERVAL 24 MONTHS PRECEDING)
