-- The Employment Situation: all four series come out in one report, so the last row is complete.
-- Windows go by date, not by row: a month that is missing leaves NULL instead of shifting the comparison.
WITH report AS (
  SELECT
    rate.date,
    rate.value AS unrate,
    payrolls.value AS payrolls,
    hours.value AS hours,
    weeks.value AS weeks_unemployed
  FROM fred.unrate AS rate
  LEFT JOIN fred.payems AS payrolls ON payrolls.date = rate.date
  LEFT JOIN fred.awhman AS hours ON hours.date = rate.date
  LEFT JOIN fred.uempmean AS weeks ON weeks.date = rate.date
),

smoothed AS (
  SELECT
    date,
    unrate,
    payrolls,
    hours,
    weeks_unemployed,
    -- Written out so that all three values are required.
    (unrate + first_value(unrate) OVER month_ago + first_value(unrate) OVER two_months_ago) / 3 AS unrate_3m
  FROM report
  WINDOW
    month_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 1 MONTH PRECEDING AND INTERVAL 1 MONTH PRECEDING),
    two_months_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 2 MONTHS PRECEDING AND INTERVAL 2 MONTHS PRECEDING)
)

SELECT
  date,
  unrate,
  unrate - first_value(unrate) OVER year_ago AS unrate_change_12m,
  -- Sahm (2019), "Direct stimulus payments to individuals". Rounded to the two decimals that are published: 0.50 is
  -- the alarm, and April 2008 is exactly that.
  round(unrate_3m - min(unrate_3m) OVER previous_year, 2) AS sahm_gap,
  400 * ln(payrolls / first_value(payrolls) OVER quarter_ago) AS payroll_growth_3m,
  100 * ln(payrolls / first_value(payrolls) OVER year_ago) AS payroll_growth_12m,
  hours AS manufacturing_hours,
  hours - first_value(hours) OVER year_ago AS manufacturing_hours_change_12m,
  weeks_unemployed - first_value(weeks_unemployed) OVER year_ago AS unemployment_duration_change_12m
FROM smoothed
WINDOW
  quarter_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 3 MONTHS PRECEDING AND INTERVAL 3 MONTHS PRECEDING),
  year_ago AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 12 MONTHS PRECEDING),
  previous_year AS (ORDER BY date RANGE BETWEEN INTERVAL 12 MONTHS PRECEDING AND INTERVAL 1 MONTH PRECEDING)
