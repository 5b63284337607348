import { binary, type Form, totalOrder, unary } from './form.ts';

/** `as_of()` wherever an expression may stand. */
export const DATED: readonly Form[] = [
  unary(
    'date in a group',
    (x) =>
      `SELECT max(date) AS date, 'd' AS k, count(*)::DOUBLE AS v FROM (${x})
        GROUP BY date_diff('month', date, as_of()) // 3`,
  ),
  unary(
    'date in a group, by position',
    (x) => `SELECT (as_of() - INTERVAL 1 DAY)::DATE AS date, k, max(v) AS v FROM (${x}) GROUP BY 1, 2`,
    { most: 12 },
  ),
  unary('date as the only group', (x) => `SELECT as_of() AS date, 'd' AS k, max(v) AS v FROM (${x}) GROUP BY as_of()`, {
    most: 1,
  }),
  unary(
    'date in a grouping set',
    (x) => `SELECT as_of() AS date, k, count(*)::DOUBLE AS v FROM (${x}) GROUP BY GROUPING SETS ((k), (k, date))`,
  ),
  unary(
    'date in HAVING',
    (x) =>
      `SELECT date, k, max(v) AS v FROM (${x}) GROUP BY date, k
        HAVING max(date) < as_of() - 100 OR count(*) > month(as_of())`,
  ),
  unary(
    'date in an argument',
    (x) => `SELECT max(date) AS date, 'd' AS k, max(as_of() - date)::DOUBLE AS v FROM (${x})`,
    { most: 1 },
  ),
  unary(
    'date in the order of an argument',
    (x) =>
      `SELECT max(date) AS date, 'd' AS k, first(v ORDER BY abs(as_of() - date - 150), date, k, v) AS v FROM (${x})`,
    { most: 1 },
  ),
  unary(
    'date in DISTINCT ON',
    (x, hand) =>
      `SELECT DISTINCT ON (date < as_of() - 100, k) date, k, v FROM (${x})
        ORDER BY date < as_of() - 100, k, ${totalOrder(hand)}`,
  ),
  unary(
    'date in the order of a window',
    (x) => `SELECT date, k, lag(v) OVER (ORDER BY abs(as_of() - date - 200), date, k, v) AS v FROM (${x})`,
  ),
  unary(
    'date in a frame',
    (x, hand) =>
      `SELECT date, k, max(v) OVER (ORDER BY ${totalOrder(hand)} ROWS month(as_of()) PRECEDING) AS v FROM (${x})`,
  ),
  unary(
    'date in the offset of a lag',
    (x, hand) =>
      `SELECT date, k, lag(v, month(as_of()) % 3, as_of() - date) OVER (ORDER BY ${totalOrder(hand)}) AS v FROM (${x})`,
  ),
  unary(
    'date as a default',
    (x, hand) =>
      `SELECT d AS date, k, v FROM (SELECT lag(date, 2, as_of()) OVER (ORDER BY ${totalOrder(hand)}) AS d, k, v
        FROM (${x}))`,
  ),
  unary(
    'date in a list',
    (x) =>
      `SELECT date, k, v FROM (${x}) WHERE date_trunc('month', as_of())::DATE IN (date, (date + INTERVAL 2
        MONTHS)::DATE, (date + INTERVAL 5 MONTHS)::DATE)`,
  ),
  unary('date between', (x) => `SELECT date, k, v FROM (${x}) WHERE as_of() BETWEEN date + 60 AND date + 300`),
  unary(
    'date in OFFSET',
    (x, hand) => `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)} LIMIT 5 OFFSET month(as_of()) % 4`,
    { most: 5 },
  ),
  unary(
    'date in QUALIFY',
    (x, hand) =>
      `SELECT date, k, v FROM (${x}) QUALIFY row_number() OVER (PARTITION BY k
        ORDER BY ${totalOrder(hand)}) = 1 + month(as_of()) % 3`,
  ),
  unary(
    'date in a pivot',
    (x) =>
      `SELECT date, 'd' AS k, de AS v FROM (PIVOT (SELECT date, k, v FROM (${x}) WHERE date > as_of() - 200)
        ON k IN ('de') USING max(v) GROUP BY date)`,
  ),
  unary(
    'date in a struct and a list',
    (x) => `SELECT date, k, ([v, {'a': as_of() - date}.a])[1 + month(as_of()) % 2]::DOUBLE AS v FROM (${x})`,
  ),
  unary(
    'date in a cast and a text',
    (x) => `SELECT date, strftime(as_of(), '%m') || coalesce(k, '') AS k, v FROM (${x})`,
  ),
  unary(
    'date in an unnested spine',
    (x) =>
      `SELECT s.m::DATE AS date, x.k, x.v FROM (SELECT unnest(generate_series(TIMESTAMP '2000-01-01',
        as_of()::TIMESTAMP, INTERVAL 2 MONTHS)) AS m) s LEFT JOIN (${x}) x ON x.date = s.m::DATE`,
  ),
  unary(
    'date in a row of VALUES beside',
    (x) =>
      `SELECT x.date, w.k, x.v + w.n AS v FROM (${x}) x, (VALUES ('de', month(as_of())), ('fr', 1)) w(k, n)
        WHERE x.k = w.k OR x.k IS NULL`,
  ),
  unary(
    'date in LATERAL',
    (x) => `SELECT x.date, x.k, l.d::DOUBLE AS v FROM (${x}) x, LATERAL (SELECT as_of() - x.date AS d) l`,
  ),
  unary(
    'date in a LATERAL range',
    (x) => `SELECT x.date, x.k, r.i::DOUBLE AS v FROM (${x}) x, range(date_diff('quarter', x.date, as_of()) % 3) r(i)`,
  ),
  unary(
    'date in a lateral unnest',
    (x) => `SELECT u.d AS date, x.k, x.v FROM (${x}) x, unnest([x.date, as_of()]) u(d)`,
  ),
  unary(
    'date in an empty FROM',
    (x) =>
      `SELECT date, k, v FROM (${x}) UNION ALL SELECT as_of(), 'now', date_part('year', as_of())
        WHERE as_of() > DATE '2000-06-01'`,
  ),
  unary(
    'date in a scalar subquery without a source',
    (x) => `SELECT date, k, v - (SELECT month(as_of())) AS v FROM (${x})`,
  ),
  unary(
    'date in a closed subquery',
    (x) =>
      `SELECT date, k, v FROM (${x}) WHERE date <= (SELECT max(c.date) FROM fred.c c WHERE c.date < as_of() - 130)`,
  ),
  binary(
    'date in ON',
    (x, y, { roll }) =>
      `SELECT x.date, y.k, x.v FROM (${x}) x ${roll.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])} (${y}) y
        ON x.date = y.date AND x.date < as_of() - 100 AND y.date > as_of() - 300`,
    { multiplies: true },
  ),
  binary(
    'date alone in ON',
    (x, y) =>
      `SELECT x.date, x.k, y.n::DOUBLE AS v FROM (${x}) x LEFT JOIN (SELECT count(*) AS n FROM (${y})) y
        ON month(as_of()) < 7`,
  ),
  binary(
    'date in SEMI',
    (x, y, { roll }) =>
      `SELECT date, k, v FROM (${x}) x ${roll.pick(['SEMI', 'ANTI'])} JOIN (${y}) y ON x.date = y.date
        AND y.date < as_of() - 150`,
  ),
  binary(
    'date in a set operation',
    (x, y) =>
      `SELECT date, k, v FROM (${x}) WHERE month(as_of()) > 4 EXCEPT ALL SELECT date, k, v FROM (${y})
        WHERE date > as_of() - 250`,
  ),
  binary(
    'label of what is known later',
    (x, y) =>
      `SELECT d.date, 'y' AS k, (SELECT max(y.v) FROM (${y}) y
        WHERE y.date = date_trunc('month', d.date) + INTERVAL 3 MONTHS) AS v FROM (SELECT DISTINCT date
        FROM (${x})) d`,
  ),
  unary(
    'label of any month of a window',
    (x) =>
      `WITH months AS (SELECT d.date, (date_trunc('month', d.date) + to_months(i::INTEGER))::DATE AS m
        FROM calendar.dates d, range(1, 4) r(i))
        SELECT months.date, 'y' AS k, (CASE WHEN bool_or(x.v > 30) THEN 1 WHEN count(x.v) = 3 THEN 0
        END)::DOUBLE AS v FROM months LEFT JOIN (${x}) x ON x.date = months.m GROUP BY months.date`,
  ),
];
