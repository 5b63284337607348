import { binary, type Form, type Hand, predicate, ternary, totalOrder, unary } from './form.ts';

const anySet = ({ roll }: Hand): string =>
  roll.pick(['UNION ALL', 'UNION', 'INTERSECT', 'INTERSECT ALL', 'EXCEPT', 'EXCEPT ALL']);

/** Set operations, and CTEs: read once, several times, from inside, and by themselves. */
export const SETS: readonly Form[] = [
  binary('set operation', (x, y, hand) => `(${x}) ${anySet(hand)} (${y})`),
  binary(
    'set operation of selections',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) ${anySet(hand)} SELECT date, k, v FROM (${y}) WHERE ${predicate(hand)}`,
  ),
  binary(
    'set operation with the date',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) WHERE date < as_of() - 100 ${anySet(hand)} SELECT as_of(), k, 0 FROM (${y})`,
  ),
  ternary(
    'set operations of set operations',
    (x, y, z, hand) => `((${x}) ${anySet(hand)} (${y})) ${anySet(hand)} (${z})`,
  ),
  binary(
    'union by name',
    (x, y) => `SELECT date, k, v FROM (SELECT date, k, v FROM (${x}) UNION ALL BY NAME SELECT v, date FROM (${y}))`,
  ),
  binary(
    'set operation, limited',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) ${anySet(hand)} SELECT date, k, v FROM (${y}) ORDER BY ${totalOrder(hand)}
        LIMIT ${1 + hand.roll.below(6)}`,
    { most: 6 },
  ),
  binary(
    'set operation, limited by position',
    (x, y, hand) => `(${x}) ${anySet(hand)} (${y}) ORDER BY 1 DESC, 2, 3 LIMIT 3 OFFSET ${hand.roll.below(3)}`,
    { most: 3 },
  ),
  binary(
    'set operation with what has no date',
    (x, _, hand) =>
      `SELECT date, k, v FROM (${x}) ${anySet(hand)} SELECT *
        FROM (VALUES (DATE '2000-02-01', NULL::VARCHAR, 1::DOUBLE), (DATE '2000-02-01', NULL, 1)) w`,
  ),
  unary(
    'set operation of one column',
    (x) => `SELECT date, 'one' AS k, 1::DOUBLE AS v FROM (SELECT date FROM (${x}) EXCEPT SELECT date FROM fred.c)`,
  ),
];

export const CTES: readonly Form[] = [
  unary(
    'cte',
    (x, { roll }) =>
      `WITH w AS ${roll.pick(['', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(${x}) SELECT date, k, v FROM w`,
  ),
  unary('cte read twice', (x) => `WITH w AS (${x}) SELECT date, k, v - (SELECT max(v) FROM w) AS v FROM w`),
  unary(
    'cte read from inside',
    (x) => `WITH w AS (${x}) SELECT date, k, (SELECT max(i.v) FROM w i WHERE i.date < w.date) AS v FROM w`,
  ),
  unary(
    'cte read three times',
    (x) =>
      `WITH w AS (${x}) SELECT date, k, v FROM w WHERE date IN (SELECT date FROM w WHERE v > (SELECT median(v)
        FROM (SELECT v FROM w WHERE k IS NOT NULL OR v > 3)))`,
  ),
  unary(
    'cte of a cte',
    (x) =>
      `WITH w AS (${x}), u AS (SELECT date, max(v) AS v FROM w GROUP BY date) SELECT w.date, w.k, w.v - u.v AS v
        FROM w LEFT JOIN u ON u.date = (SELECT max(date) FROM w i WHERE i.date <= w.date)`,
  ),
  unary(
    'cte joined with itself',
    (x, { roll }) =>
      `WITH w AS (${x}) SELECT l.date, l.k, max(r.v) AS v FROM w l ${roll.pick(['JOIN', 'LEFT JOIN'])} w r
        ON r.date < l.date GROUP BY l.date, l.k`,
  ),
  unary(
    'cte joined with itself, ranked',
    (x) =>
      `WITH w AS (SELECT date, max(v) AS v FROM (${x}) GROUP BY date) SELECT l.date, 'r' AS k, l.v - r.v AS v
        FROM w l LEFT JOIN w r ON l.date > r.date QUALIFY row_number() OVER (PARTITION BY l.date
        ORDER BY r.date DESC, r.v) = 1`,
  ),
  unary(
    'cte with other names',
    (x) => `WITH w(d, j, u) AS (SELECT * FROM (${x})) SELECT d AS date, j AS k, u - (SELECT min(u) FROM w) AS v FROM w`,
  ),
  unary(
    'cte with other names twice',
    (x) => `WITH w(d, j, u) AS (SELECT date, k, v FROM (${x})) SELECT y.date, y.k, y.u AS v FROM w AS y(date, k)`,
  ),
  binary(
    'cte hidden by another',
    (x, y) =>
      `WITH w AS (${x}) SELECT * FROM (WITH w AS (${y}) SELECT date, k, v FROM w) UNION ALL SELECT date, k, v FROM w`,
  ),
  unary(
    'cte built on the one it hides',
    (x) =>
      `WITH w AS (${x}) SELECT * FROM (WITH u AS (SELECT date, k, 1 - v AS v
        FROM w), w AS (SELECT date, k, v + 1 AS v FROM u) SELECT date, k, v FROM w) s`,
  ),
  unary(
    'cte named like a table',
    (x) => `WITH a AS (${x}) SELECT a.date, a.k, a.v - f.value AS v FROM a LEFT JOIN fred.a f USING (date)`,
  ),
  unary(
    'cte inside a subquery',
    (x) => `SELECT date, k, v - (WITH w AS (SELECT value FROM fred.b) SELECT max(value) FROM w) AS v FROM (${x})`,
  ),
  unary(
    'cte inside a subquery, correlated',
    (x) =>
      `SELECT date, k, (WITH w AS (SELECT b.value FROM fred.b b WHERE b.date <= x.date) SELECT max(value)
        FROM w) AS v FROM (${x}) x`,
  ),
  unary(
    'cte of the date',
    (x) => `WITH t AS (SELECT as_of() AS today) SELECT x.date, x.k, (t.today - x.date)::DOUBLE AS v FROM (${x}) x, t`,
  ),
  unary(
    'cte in a set operation',
    (x) =>
      `WITH w AS (${x}) SELECT date, k, v FROM w EXCEPT SELECT date, k, v FROM w WHERE v < (SELECT median(v) FROM w)`,
  ),
  unary(
    'cte in HAVING, ORDER BY and QUALIFY',
    (x) =>
      `WITH w AS (${x}) SELECT date, k, max(v) AS v FROM w GROUP BY date, k
        HAVING count(*) >= (SELECT count(DISTINCT k) // 3 FROM w) QUALIFY rank()
        OVER (ORDER BY date) <= (SELECT count(*) FROM w)`,
  ),
  unary(
    'recursive, from the data',
    (x) =>
      `WITH RECURSIVE r AS (SELECT date, k, v, 1 AS n FROM (${x}) UNION ALL
        SELECT (date + INTERVAL 1 MONTH)::DATE, k, v + 1, n + 1 FROM r WHERE n < 3) SELECT date, k, v
        FROM r`,
  ),
  unary(
    'recursive, from one row of the data',
    (x) =>
      `WITH RECURSIVE r AS (SELECT min(date) AS date, 1 AS n FROM (${x}) UNION ALL
        SELECT (date + INTERVAL 1 MONTH)::DATE, n + 1 FROM r WHERE n < 4)
        SELECT date, 'r' AS k, n::DOUBLE AS v FROM r`,
    { most: 4 },
  ),
  binary(
    'recursive, joined at each step',
    (x, y) =>
      `WITH RECURSIVE r AS (SELECT date, v, 1 AS n FROM (SELECT date, max(v) AS v FROM (${x}) GROUP BY date) UNION
        SELECT y.date, r.v + y.v, r.n + 1 FROM r JOIN (SELECT date, max(v) AS v FROM (${y})
        GROUP BY date) y ON y.date = r.date + INTERVAL 1 MONTH WHERE r.n < 4)
        SELECT date, 'r' || n AS k, v FROM r`,
  ),
  unary(
    'recursive, without a date',
    (x) =>
      `WITH RECURSIVE r(date, n) AS (SELECT DATE '2000-01-01', 1 UNION ALL
        SELECT (date + INTERVAL 1 MONTH)::DATE, n + 1 FROM r WHERE n < 9) SELECT r.date, x.k, x.v
        FROM r LEFT JOIN (${x}) x ON x.date = r.date`,
  ),
  unary(
    'recursive, to the date',
    (x) =>
      `WITH RECURSIVE r(date) AS (SELECT DATE '2000-01-01' UNION ALL SELECT (date + INTERVAL 2 MONTHS)::DATE FROM r
        WHERE date < as_of() - 90) SELECT r.date, 'r' AS k, max(x.v) AS v FROM r LEFT JOIN (${x}) x
        ON x.date <= r.date GROUP BY r.date`,
  ),
  unary(
    'recursive, read from a subquery',
    (x) =>
      `WITH RECURSIVE r AS (SELECT min(date) AS date, 1 AS n FROM (${x}) UNION ALL
        SELECT (date + INTERVAL 1 MONTH)::DATE, n + 1 FROM r WHERE n < 3)
        SELECT date, 'r' AS k, (SELECT max(n) FROM r)::DOUBLE AS v FROM r WHERE date IS NOT NULL`,
    { most: 3 },
  ),
];
