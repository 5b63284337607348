-- M2 (Federal Reserve H.6, 28 days after the month) and the policy rate in real terms. Not M1: savings deposits were
-- moved into it in May 2020. Inflation is the price group's; ASOF takes the last month that is known, which for M2,
-- published after consumer prices, is the same month.
WITH months AS (
  SELECT date FROM fred.m2sl
  UNION
  SELECT date FROM fred.fedfunds
),

grown AS (
  SELECT
    months.date,
    100 * ln(money.value / first_value(money.value) OVER year_ago) AS m2_growth_12m,
    fed_funds.value AS fed_funds
  FROM months
  LEFT JOIN fred.m2sl AS money ON money.date = months.date
  LEFT JOIN fred.fedfunds AS fed_funds ON fed_funds.date = months.date
  WINDOW
    year_ago AS (ORDER BY months.date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 12 MONTHS PRECEDING)
),

inflation AS (
  SELECT
    date,
    cpi_inflation_12m
  FROM features.prices
  WHERE cpi_inflation_12m IS NOT NULL
)

SELECT
  grown.date,
  grown.m2_growth_12m,
  grown.m2_growth_12m - inflation.cpi_inflation_12m AS real_m2_growth_12m,
  grown.fed_funds - inflation.cpi_inflation_12m AS real_fed_funds
FROM grown
ASOF LEFT JOIN inflation ON grown.date >= inflation.date
