-- Production (Federal Reserve G.17, 17 days after the month), income, spending and quarterly accounts (BEA, 32 days).
-- The releases differ in lag and frequency, so every column keeps its own last value (as_known: last_value). The
-- quarterly accounts begin in 1947; production, known from 1919, is not needed before.
WITH periods AS (
  SELECT date FROM fred.indpro WHERE date >= DATE '1947-01-01'
  UNION
  SELECT date FROM fred.pce
  UNION
  SELECT date FROM fred.gdpc1
),

observed AS (
  SELECT
    periods.date,
    production.value AS production,
    equipment.value AS equipment,
    utilization.value AS utilization,
    income.value AS income,
    spending.value / spending_prices.value AS spending,
    output.value AS output,
    100 * investment.value / nominal_output.value AS investment_share
  FROM periods
  LEFT JOIN fred.indpro AS production ON production.date = periods.date
  LEFT JOIN fred.ipbuseq AS equipment ON equipment.date = periods.date
  LEFT JOIN fred.cumfn AS utilization ON utilization.date = periods.date
  LEFT JOIN fred.dspic96 AS income ON income.date = periods.date
  LEFT JOIN fred.pce AS spending ON spending.date = periods.date
  LEFT JOIN fred.pcepi AS spending_prices ON spending_prices.date = periods.date
  LEFT JOIN fred.gdpc1 AS output ON output.date = periods.date
  LEFT JOIN fred.pnfi AS investment ON investment.date = periods.date
  LEFT JOIN fred.gdp AS nominal_output ON nominal_output.date = periods.date
)

SELECT
  date,
  400 * ln(production / first_value(production) OVER quarter_ago) AS industrial_production_growth_3m,
  100 * ln(production / first_value(production) OVER year_ago) AS industrial_production_growth_12m,
  100 * ln(equipment / first_value(equipment) OVER year_ago) AS business_equipment_growth_12m,
  utilization AS capacity_utilization,
  100 * ln(income / first_value(income) OVER year_ago) AS real_income_growth_12m,
  100 * ln(spending / first_value(spending) OVER year_ago) AS real_spending_growth_12m,
  100 * ln(output / first_value(output) OVER year_ago) AS real_gdp_growth_4q,
  investment_share - first_value(investment_share) OVER year_ago AS business_investment_share_change_4q
FROM observed
WINDOW
  quarter_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 3 MONTHS PRECEDING AND INTERVAL 3 MONTHS PRECEDING),
  year_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 12 MONTHS PRECEDING)
