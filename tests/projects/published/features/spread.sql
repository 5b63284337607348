-- As in Estrella and Trubin (2006): the bill's discount rate d as a bond-equivalent yield, then the mean of the quarter.
SELECT
  CAST(date_trunc('quarter', bond.date) AS DATE) AS date,
  avg(bond.value - 100 * (365 * bill.value / 100) / (360 - 91 * bill.value / 100)) AS slope
FROM fred.gs10 AS bond
JOIN fred.tb3ms AS bill ON bill.date = bond.date
GROUP BY 1
HAVING count(*) = 3
