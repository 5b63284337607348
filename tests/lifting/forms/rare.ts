import { binary, type Form, filled, predicate, ternary, totalOrder, unary } from './form.ts';

/** What is written seldom: empty groups, joins on anything, pivots by several columns, subqueries in odd clauses. */
export const RARE: readonly Form[] = [
  unary(
    'group of nothing',
    (x) => `SELECT max(date) AS date, 'r' AS k, count(v)::DOUBLE AS v FROM (${x}) GROUP BY ()`,
    { most: 1 },
  ),
  unary(
    'grouping set of nothing',
    (x) => `SELECT max(date) AS date, 'r' AS k, count(v)::DOUBLE AS v FROM (${x}) GROUP BY GROUPING SETS (())`,
    { most: 1 },
  ),
  unary(
    'two grouping sets of nothing',
    (x) => `SELECT max(date) AS date, 'r' AS k, count(v)::DOUBLE AS v FROM (${x}) GROUP BY GROUPING SETS ((), ())`,
    { most: 2 },
  ),
  unary('groups and sets', (x) => `SELECT date, k, max(v) AS v FROM (${x}) GROUP BY date, ROLLUP (k)`),
  unary(
    'group of a constant',
    (x) => `SELECT max(date) AS date, 'r' AS k, count(*)::DOUBLE AS v FROM (${x}) GROUP BY 'r'`,
    { most: 1 },
  ),
  unary('groups without an aggregate', (x) => `SELECT date, k, v FROM (${x}) GROUP BY date, k, v`),
  unary(
    'by all, constants only',
    (x) => `SELECT DATE '2000-01-01' AS date, 'r' AS k, count(*)::DOUBLE AS v FROM (${x}) GROUP BY ALL`,
    { most: 1 },
  ),
  unary('aggregate of a constant', (x) => `SELECT as_of() AS date, 'r' AS k, sum(1)::DOUBLE AS v FROM (${x})`, {
    most: 1,
  }),
  unary(
    'aggregates in every clause',
    (x) =>
      `SELECT max(date) AS date, k, min(v) AS v FROM (${x}) GROUP BY k HAVING count(*) > 1 QUALIFY rank()
        OVER (ORDER BY max(date), k) <= 2 ORDER BY max(date) DESC, k LIMIT 2`,
    { most: 2 },
  ),
  unary('unread CTE', (x) => `WITH u AS (SELECT max(v) AS v FROM (${x})), w AS (${x}) SELECT date, k, v FROM w`),
  unary(
    'CTE in a part of a set operation',
    (x) =>
      `SELECT date, k, v FROM (${x}) WHERE v > 5 UNION ALL (WITH w AS (SELECT date, value FROM fred.b)
        SELECT date, 'w', value FROM w)`,
  ),
  unary(
    'values as a query',
    (x) => `SELECT x.date, w.col1 AS k, x.v FROM (${x}) x JOIN (VALUES (1, 'de'), (2, 'fr')) w ON x.v > 10 * w.col0`,
  ),
  unary('FROM alone', (x) => `FROM (${x})`),
  unary('filter that is never true', (x) => `SELECT date, k, v FROM (${x}) WHERE false`, { most: 0 }),
  unary(
    'pivot by two columns',
    (x) =>
      `SELECT date, 'p' AS k, coalesce("de_true", 0) - coalesce("fr_false", 1) AS v
        FROM (PIVOT (SELECT date, k, v, v > 20 AS high FROM (${x}))
        ON k IN ('de', 'fr'), high IN (true, false) USING max(v) GROUP BY date)`,
  ),
  unary(
    'pivot with two figures',
    (x) =>
      `SELECT date, 'p' AS k, coalesce(de_m, 0) + de_n AS v FROM (PIVOT (SELECT date, k, v FROM (${x}))
        ON k IN ('de') USING max(v) AS m, count(*) AS n GROUP BY date)`,
  ),
  unary(
    'pivot of a pivot',
    (x) =>
      `SELECT date, name AS k, w AS v FROM (UNPIVOT (PIVOT (SELECT date, k, v FROM (${x})) ON k IN ('de', 'fr')
        USING max(v) GROUP BY date) ON de, fr INTO NAME name VALUE w)`,
  ),
  unary(
    'recursive, each key its own',
    (x) =>
      `WITH RECURSIVE r(k, date, n) AS (SELECT k, min(date), 1 FROM (${x}) GROUP BY k UNION ALL
        SELECT r.k, y.date, r.n + 1 FROM r, (SELECT k, min(date) AS date FROM (${x}) GROUP BY k) y
        WHERE y.k = r.k AND r.n < 3) SELECT date, k, n::DOUBLE AS v FROM r`,
    { most: 12 },
  ),
  unary(
    'recursive, with an aggregate in the step',
    (x) =>
      `WITH RECURSIVE r AS (SELECT max(v) AS v, 1 AS n FROM (${x}) UNION ALL SELECT max(v) - 1, max(n) + 1 FROM r
        HAVING max(n) < 3) SELECT as_of() AS date, 'r' AS k, v FROM r`,
    { most: 3 },
  ),
  binary(
    'join on anything',
    (x, y, { roll }) =>
      `SELECT x.date, y.k, x.v FROM (${x}) x ${roll.pick(['JOIN', 'LEFT JOIN', 'FULL JOIN'])} (SELECT max(k) AS k
        FROM (${y})) y ON ${roll.pick(['true', '1 = 1', 'x.k = y.k OR x.v > 20', 'x.v > 10'])}`,
  ),
  binary(
    'join on nothing',
    (x, y, { roll }) =>
      `SELECT coalesce(x.date, y.date) AS date, y.k, x.v
        FROM (${x}) x ${roll.pick(['LEFT JOIN', 'FULL JOIN', 'RIGHT JOIN'])} (${y}) y ON false`,
  ),
  binary(
    'join on either of two',
    (x, y) =>
      `SELECT x.date, x.k, max(y.v) AS v FROM (${x}) x JOIN (${y}) y ON x.date = y.date OR x.k = y.k
        GROUP BY x.date, x.k`,
  ),
  binary(
    'asof by two keys',
    (x, y, hand) =>
      `SELECT x.date, x.k, y.w AS v FROM (SELECT date, k, v, v > 20 AS h
        FROM (${filled(x, ['date', 'k', 'v'], hand)})) x
        ASOF ${hand.roll.pick(['', 'LEFT '])}JOIN (SELECT date, k, v > 20 AS h, max(v) AS w
        FROM (${filled(y, ['date', 'k', 'v'], hand)}) GROUP BY ALL) y ON x.k = y.k AND x.h = y.h
        AND x.date >= y.date`,
  ),
  binary(
    'subquery in the order of an aggregate',
    (x, y) =>
      `SELECT max(date) AS date, 'o' AS k, first(v ORDER BY abs(v - (SELECT max(v) FROM (${y}))), date, k, v) AS v
        FROM (${x})`,
    { most: 1 },
  ),
  binary(
    'correlated in HAVING',
    (x, y) =>
      `SELECT x.date, 'h' AS k, max(x.v) AS v FROM (${x}) x GROUP BY x.date HAVING max(x.v) > (SELECT min(y.v)
        FROM (${y}) y WHERE y.date = x.date)`,
  ),
  binary(
    'correlated in ORDER BY',
    (x, y) =>
      `SELECT x.date, x.k, x.v FROM (${x}) x ORDER BY (SELECT count(*) FROM (${y}) y
        WHERE y.date = x.date), x.date, x.k, x.v LIMIT 4`,
    { most: 4 },
  ),
  binary(
    'correlated in a window',
    (x, y) =>
      `SELECT x.date, x.k, max((SELECT max(y.v) FROM (${y}) y WHERE y.date = x.date))
        OVER (ORDER BY x.date, x.k, x.v ROWS 2 PRECEDING) AS v FROM (${x}) x`,
  ),
  binary(
    'correlated in an aggregate',
    (x, y) =>
      `SELECT max(x.date) AS date, x.k, max((SELECT max(y.v) FROM (${y}) y WHERE y.date = x.date)) AS v
        FROM (${x}) x GROUP BY x.k`,
    { most: 12 },
  ),
  binary(
    'correlated by the group',
    (x, y) =>
      `SELECT x.date, 'g' AS k, (SELECT max(y.v) FROM (${y}) y WHERE y.date = x.date) AS v FROM (${x}) x
        GROUP BY x.date`,
  ),
  binary(
    'exists of values',
    (x) => `SELECT date, k, v FROM (${x}) x WHERE EXISTS (SELECT 1 FROM (VALUES ('de'), ('fr')) w(k) WHERE w.k = x.k)`,
  ),
  binary(
    'two subqueries alike',
    (x, y) =>
      `SELECT date, k, (SELECT max(v) FROM (${y})) - (SELECT max(v) FROM (${y})) + v AS v FROM (${x})
        WHERE v < (SELECT max(v) FROM (${y}))`,
  ),
  ternary(
    'subquery in a subquery',
    (x, y, z, hand) =>
      `SELECT date, k, v FROM (${x}) WHERE date IN (SELECT date FROM (${y}) WHERE v > (SELECT min(v) FROM (${z})
        WHERE ${predicate(hand)}))`,
  ),
  ternary(
    'set operations of different depth',
    (x, y, z, hand) =>
      `SELECT * FROM (${x}) EXCEPT ALL ((${y}) INTERSECT (SELECT date, k, v FROM (${z}) ORDER BY ${totalOrder(hand)}
        LIMIT 20))`,
  ),
];
