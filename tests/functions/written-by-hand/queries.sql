-- A block for each way in which names, windows or brackets could be caught: the query as it calls functions of own.sql,
-- and the same as a person writes it.

-- # a window of the caller of the function's own name for it
SELECT date, lib.before(value, date) - first_value(value) OVER d AS x FROM fred.unrate
  WINDOW d AS (ORDER BY date) ORDER BY 1
-- by hand
SELECT date, max(value) OVER (ORDER BY date RANGE BETWEEN to_months(1) PRECEDING AND to_months(1) PRECEDING) - first_value(value) OVER (ORDER BY date) AS x
  FROM fred.unrate ORDER BY 1

-- # a window as an argument
SELECT date, lib.twice(lag(value) OVER (ORDER BY date)) AS x FROM fred.unrate ORDER BY 1
-- by hand
SELECT date, (lag(value) OVER (ORDER BY date)) * 2 AS x FROM fred.unrate ORDER BY 1

-- # an alias of the same select
SELECT date, x FROM (SELECT date, value + 1 AS y, lib.twice(y) AS x FROM fred.unrate) ORDER BY 1
-- by hand
SELECT date, (value + 1) * 2 AS x FROM fred.unrate ORDER BY 1

-- # an alias that is called like the column below it
SELECT date, x FROM (SELECT date, value * 10 AS value, lib.twice(value) AS x FROM fred.unrate) ORDER BY 1
-- by hand
SELECT date, value * 2 AS x FROM fred.unrate ORDER BY 1

-- # parameters that are called like the caller's columns
SELECT date, lib.named(1, value) AS x FROM fred.unrate ORDER BY 1
-- by hand
SELECT date, 1 - value AS x FROM fred.unrate ORDER BY 1

-- # a parameter that is called like the caller's table
SELECT a.date, lib.twice(a.value) AS x FROM fred.unrate AS a ORDER BY 1
-- by hand
SELECT date, value * 2 AS x FROM fred.unrate ORDER BY 1

-- # arguments that are called like the other parameter
SELECT date, lib.less(b, a) AS x FROM (SELECT date, value AS a, 7 AS b FROM fred.unrate) ORDER BY 1
-- by hand
SELECT date, 7 - value AS x FROM fred.unrate ORDER BY 1

-- # the same by name, in the other order
SELECT date, lib.less(b := a, a := b) AS x FROM (SELECT date, value AS a, 7 AS b FROM fred.unrate) ORDER BY 1
-- by hand
SELECT date, 7 - value AS x FROM fred.unrate ORDER BY 1

-- # a parameter that is called like a function of DuckDB's
SELECT date, lib.absolute(2 - value) AS x FROM fred.unrate ORDER BY 1
-- by hand
SELECT date, abs(2 - value) AS x FROM fred.unrate ORDER BY 1

-- # a lambda whose variable is called like another parameter
SELECT date, lib.spread([x, 2], x) AS x FROM (SELECT date, value AS x FROM fred.unrate) ORDER BY 1
-- by hand
SELECT date, value * value + 4 + value AS x FROM fred.unrate ORDER BY 1

-- # lambdas in lambdas, whose variables are called like the caller's columns
SELECT date, lib.products([x, y]) AS x FROM (SELECT date, value AS x, 3 AS y FROM fred.unrate) ORDER BY 1
-- by hand
SELECT date, (value * value + value * 3) + (3 * value + 9) AS x FROM fred.unrate ORDER BY 1

-- # a call in the caller's lambda
SELECT date, list_sum(list_transform([1, 2], lambda a: lib.less(a, value))) AS x FROM fred.unrate ORDER BY 1
-- by hand
SELECT date, (1 - value) + (2 - value) AS x FROM fred.unrate ORDER BY 1

-- # an aggregate, in HAVING and ORDER BY too
SELECT max(date) AS date, lib.share(value) AS x FROM fred.unrate GROUP BY month(date) % 3
  HAVING lib.share(value) > 1 ORDER BY lib.share(value), 1
-- by hand
SELECT max(date) AS date, avg(value) AS x FROM fred.unrate GROUP BY month(date) % 3
  HAVING avg(value) > 1 ORDER BY avg(value), 1

-- # a call in PARTITION BY, FILTER and QUALIFY
SELECT date, sum(value) FILTER (WHERE lib.high(value) = 0) OVER (PARTITION BY lib.high(value) ORDER BY date) AS x
  FROM fred.unrate QUALIFY lib.twice(row_number() OVER (ORDER BY date)) > 4 ORDER BY 1
-- by hand
SELECT date, sum(value) FILTER (WHERE value <= 3) OVER (PARTITION BY value > 3 ORDER BY date) AS x
  FROM fred.unrate QUALIFY row_number() OVER (ORDER BY date) > 2 ORDER BY 1

-- # a call in the condition of a join
SELECT u.date, g.value AS x FROM fred.unrate AS u
  JOIN fred.gs10 AS g ON lib.month_after(g.date) = u.date ORDER BY 1
-- by hand
SELECT u.date, g.value AS x FROM fred.unrate AS u
  JOIN fred.gs10 AS g ON g.date + INTERVAL 1 MONTH = u.date ORDER BY 1

-- # a call in a subquery that hangs on the row outside
SELECT a.date, (SELECT max(b.value) FROM fred.unrate AS b WHERE b.date < lib.month_after(a.date)) AS x
  FROM fred.unrate AS a ORDER BY 1
-- by hand
SELECT date, max(value) OVER (ORDER BY date) AS x FROM fred.unrate ORDER BY 1

-- # brackets that nobody wrote
SELECT date, -lib.plus_one(value) ^ 2 + 10 / lib.plus_one(value)::INTEGER AS x FROM fred.unrate ORDER BY 1
-- by hand
SELECT date, (-(value + 1)) ^ 2 + 10 / (value + 1)::INTEGER AS x FROM fred.unrate ORDER BY 1

-- # OR within AND and NOT
SELECT date, (NOT lib.either(value > 3, value < 1) AND lib.either(value > 1, false))::INTEGER AS x
  FROM fred.unrate ORDER BY 1
-- by hand
SELECT date, (NOT (value > 3 OR value < 1) AND (value > 1 OR false))::INTEGER AS x FROM fred.unrate ORDER BY 1

-- # a default, and the parameter by name
SELECT date, lib.before(value, date) + lib.before(value, months := 3, d := date) AS x
  FROM fred.unrate ORDER BY 1
-- by hand
SELECT date, lag(value) OVER (ORDER BY date) + lag(value, 3) OVER (ORDER BY date) AS x
  FROM fred.unrate ORDER BY 1

-- # what looks like a call: in a text, in quotes, in a comment, behind letters of several bytes
SELECT date, length('é😀 lib.twice(1)') + lib.twice(value) /* lib.twice( */ + length($$lib.less(1, 2)$$) AS x -- lib.twice(9)
FROM fred.unrate ORDER BY 1
-- by hand
SELECT date, 15 + value * 2 + 14 AS x FROM fred.unrate ORDER BY 1

-- # a table of its own that is called lib
WITH lib AS (SELECT date, value AS twice FROM fred.unrate) SELECT date, lib.twice(lib.twice) AS x
  FROM lib ORDER BY 1
-- by hand
SELECT date, value * 2 AS x FROM fred.unrate ORDER BY 1

-- # a table's own common table expression, called like the caller's
WITH c AS (SELECT date, value * 3 AS value FROM fred.unrate) SELECT c.date, q.value + c.value AS x FROM c
  JOIN lib.same(c) AS q USING (date) ORDER BY 1
-- by hand
SELECT date, value * 6 AS x FROM fred.unrate ORDER BY 1

-- # the same table twice, joined with each other and with what it reads
SELECT q.date, q.value + r.value + coalesce(u.value, 0) AS x FROM lib.lagged(fred.unrate) AS q
  JOIN lib.lagged(fred.unrate, 2) AS r USING (date) LEFT JOIN fred.gs10 AS u ON u.date = q.date ORDER BY 1
-- by hand
SELECT q.date, q.value + r.value + coalesce(u.value, 0) AS x FROM fred.unrate AS q
  JOIN fred.unrate AS r ON r.date + INTERVAL 2 MONTH = q.date LEFT
  JOIN fred.gs10 AS u ON u.date = q.date ORDER BY 1

-- # two relations, given by the other names of the parameters
WITH b AS (FROM fred.unrate), a AS (FROM fred.gs10) SELECT q.date, q.value AS x
  FROM lib.summed(b, a) AS q ORDER BY 1
-- by hand
SELECT u.date, u.value + coalesce(g.value, 0) AS x FROM fred.unrate AS u LEFT
  JOIN fred.gs10 AS g USING (date) ORDER BY 1

-- # columns by names of the caller, in both halves of a union
SELECT d AS date, v AS x FROM (SELECT d, v FROM lib.same(fred.unrate) AS q(d, v)
  UNION ALL SELECT date, lib.twice(value) FROM lib.same(fred.gs10) AS q) ORDER BY 1, 2
-- by hand
SELECT * FROM (SELECT date, value AS x FROM fred.unrate UNION ALL SELECT date, value * 2
  FROM fred.gs10) ORDER BY 1, 2

-- # a table of a table, and a value of what it gives
SELECT q.date, lib.less(q.value, 1) AS x FROM lib.same(fred.unrate) AS q WHERE q.date IN (SELECT r.date
  FROM lib.lagged(fred.gs10, months := 1) AS r) ORDER BY 1
-- by hand
SELECT date, value - 1 AS x FROM fred.unrate WHERE date IN (SELECT date + INTERVAL 1 MONTH
  FROM fred.gs10) ORDER BY 1
