-- Bank lending (Federal Reserve H.8, 14 days after the month), consumer credit (G.19, 38 days) and bank loans in
-- relation to GDP (quarterly). Growth is deflated by consumer prices. CONSUMER is left out: securitised card loans
-- came onto the banks' books in April 2010; TOTALSL counts them throughout.
WITH months AS (
  SELECT date FROM fred.busloans
  UNION
  SELECT date FROM fred.totalsl
  UNION
  SELECT date FROM fred.gdp
),

observed AS (
  SELECT
    months.date,
    business.value / prices.value AS business_loans,
    real_estate.value / prices.value AS real_estate_loans,
    consumer.value / prices.value AS consumer_credit,
    prime.value - bill.value AS prime_spread,
    -- A quarter's GDP against the loans at the end of that quarter, in its third month.
    100 * loans.value / output.value AS loans_to_gdp
  FROM months
  LEFT JOIN fred.cpiaucsl AS prices ON prices.date = months.date
  LEFT JOIN fred.busloans AS business ON business.date = months.date
  LEFT JOIN fred.realln AS real_estate ON real_estate.date = months.date
  LEFT JOIN fred.totalsl AS consumer ON consumer.date = months.date
  LEFT JOIN fred.mprime AS prime ON prime.date = months.date
  LEFT JOIN fred.tb3ms AS bill ON bill.date = months.date
  LEFT JOIN fred.gdp AS output ON output.date = months.date
  LEFT JOIN fred.loans AS loans ON loans.date = output.date + INTERVAL 2 MONTHS
)

SELECT
  date,
  100 * ln(business_loans / first_value(business_loans) OVER year_ago) AS real_business_loan_growth_12m,
  100 * ln(real_estate_loans / first_value(real_estate_loans) OVER year_ago) AS real_property_loan_growth_12m,
  100 * ln(consumer_credit / first_value(consumer_credit) OVER year_ago) AS real_consumer_credit_growth_12m,
  prime_spread,
  -- Three years, as Mian, Sufi and Verner (2017), "Household debt and business cycles worldwide", measure booms.
  loans_to_gdp - first_value(loans_to_gdp) OVER three_years_ago AS loans_to_gdp_change_3y
FROM observed
WINDOW
  year_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 12 MONTHS PRECEDING),
  three_years_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 36 MONTHS PRECEDING AND INTERVAL 36 MONTHS PRECEDING)
