import { binary, type Form, totalOrder, unary } from './form.ts';

/** Names that hide one another, whole rows, and stars in their many ways: a column of ours must never come along. */
export const NAMES: readonly Form[] = [
  unary('an alias like a column', (x) => `SELECT date.date, date.k, date.v FROM (${x}) date`),
  unary('an alias like a table', (x) => `SELECT a.date, a.k, a.v FROM (${x}) a LEFT JOIN fred.b b ON b.date = a.date`),
  unary('a quoted alias', (x) => `SELECT "The Rows"."DATE" AS date, "the rows".K AS k, "v" FROM (${x}) "The Rows"`),
  unary('names in another case', (x) => `SELECT Date AS date, K AS k, X.V AS v FROM (${x}) x WHERE V IS NOT NULL`),
  unary(
    'an odd column name',
    (x) => `SELECT date, k, "v of t" AS v FROM (SELECT date, k, v AS "v of t" FROM (${x})) WHERE "v of t" > 3`,
  ),
  unary(
    'a column called t',
    (x) => `SELECT t.t AS date, k, v FROM (SELECT date AS t, k, v FROM (${x})) t WHERE t.t IS NOT NULL`,
  ),
  unary(
    'names like those of the engine',
    (x) =>
      `WITH dates AS (${x}), q AS (SELECT date, k, v FROM dates), z AS (SELECT * FROM q) SELECT z.date, z.k, z.v
        FROM z, (SELECT count(*) AS t FROM dates) d WHERE d.t > 2`,
  ),
  unary(
    'a row as a whole',
    (x) => `SELECT date, k, (CASE WHEN x IS NULL THEN 1 ELSE 2 END)::DOUBLE AS v FROM (${x}) x`,
  ),
  unary(
    'rows counted as wholes',
    (x) => `SELECT max(date) AS date, 'w' AS k, count(DISTINCT x)::DOUBLE AS v FROM (${x}) x`,
    { most: 1 },
  ),
  unary(
    'a row made by hand',
    (x) => `SELECT r.date, r.k, r.v FROM (SELECT {'date': date, 'k': k, 'v': v} AS r FROM (${x}))`,
  ),
  unary(
    'a row taken apart',
    (x) => `SELECT date, k, v FROM (SELECT unnest({'date': date, 'k': k, 'v': v}) FROM (${x}))`,
  ),
  unary('distinct stars', (x) => `SELECT DISTINCT * FROM (${x})`),
  unary('a star and more', (x) => `SELECT date, k, w AS v FROM (SELECT *, v + 1 AS w FROM (${x}) WHERE v > 2)`),
  unary('a star renamed', (x) => `SELECT date, k, w AS v FROM (SELECT * RENAME (v AS w) FROM (${x}))`),
  unary('a star of likeness', (x) => `SELECT date, 'l' AS k, v FROM (SELECT * LIKE '%a%', * LIKE 'v' FROM (${x}))`),
  unary('columns changed alike', (x) => `SELECT date, k, v FROM (SELECT date, k, COLUMNS('v') + 1 FROM (${x}))`),
  unary('columns but some', (x) => `SELECT date, k, v FROM (SELECT COLUMNS(* EXCLUDE (v)), v FROM (${x}))`),
  unary(
    'columns by a lambda',
    (x) => `SELECT date, k, v FROM (SELECT COLUMNS(c -> c IN ('date', 'k', 'v')) FROM (${x}))`,
  ),
  unary('columns aggregated', (x) => `SELECT date, k, v FROM (SELECT max(COLUMNS(*)) FROM (${x}))`, { most: 1 }),
  unary(
    'columns aggregated by group',
    (x) => `SELECT date, k, v FROM (SELECT date, k, min(COLUMNS('v')) FROM (${x}) GROUP BY ALL)`,
  ),
  binary(
    'a star over a join',
    (x, y) => `SELECT date, k, v FROM (SELECT * FROM (${x}) JOIN (SELECT date, v AS w FROM (${y})) USING (date))`,
    { multiplies: true },
  ),
  binary(
    'stars of both sides',
    (x, y) =>
      `SELECT date, k, w - v AS v FROM (SELECT x.*, y.* EXCLUDE (date) FROM (${x}) x JOIN (SELECT date, v AS w
        FROM (${y})) y ON x.date = y.date)`,
    { multiplies: true },
  ),
  binary(
    'a star without columns of one side',
    (x, y) =>
      `SELECT date, k, v FROM (SELECT * EXCLUDE (y.date, y.k, y.v) FROM (${x}) x LEFT JOIN (${y}) y
        ON x.date = y.date)`,
    { multiplies: true },
  ),
  binary(
    'a star replaced over a join',
    (x, y) =>
      `SELECT date, k, v FROM (SELECT * REPLACE (v + w AS v) FROM (${x}) JOIN (SELECT date, count(*) AS w
        FROM (${y}) GROUP BY date) USING (date))`,
  ),
  binary(
    'a star in a subquery',
    (x, y) => `SELECT date, k, v FROM (${x}) x WHERE EXISTS (SELECT * FROM (${y}) y WHERE y.date = x.date)`,
  ),
  binary(
    'a star in IN',
    (x, y) => `SELECT date, k, v FROM (${x}) WHERE date IN (SELECT * FROM (SELECT date FROM (${y})))`,
  ),
  binary(
    'a star on both sides of a set operation',
    (x, y, { roll }) => `SELECT * FROM (${x}) ${roll.pick(['UNION', 'EXCEPT', 'INTERSECT ALL'])} SELECT * FROM (${y})`,
  ),
  unary(
    'count of a star in a window',
    (x) => `SELECT date, k, count(*) OVER (PARTITION BY k)::DOUBLE AS v FROM (${x})`,
  ),
  unary('order by all', (x) => `SELECT * FROM (${x}) ORDER BY ALL DESC LIMIT 3 OFFSET 1`, { most: 3 }),
  unary(
    'group by all of a star',
    (x) => `SELECT date, k, v FROM (SELECT *, count(*) AS n FROM (${x}) GROUP BY ALL) WHERE n >= 1`,
  ),
  unary(
    'a table function beside a star',
    (x) => `SELECT date, k, v + i AS v FROM (SELECT * FROM (${x}), range(2) r(i))`,
  ),
  unary(
    'positions behind a join',
    (x) =>
      `SELECT date, k, v FROM (SELECT #1 AS date, #2 AS k, #3 AS v FROM (${x}) x LEFT JOIN fred.c c
        ON c.date = x.date)`,
  ),
  unary(
    'aliases of columns, fewer than there are',
    (x, hand) =>
      `SELECT y.d AS date, y.k, y.v FROM (${x}) AS y(d) ORDER BY ${totalOrder(hand, ['y.d', 'y.k', 'y.v'])} LIMIT 5`,
    { most: 5 },
  ),
];
