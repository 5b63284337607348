import { binary, type Form, type Hand, predicate, ternary, totalOrder } from './form.ts';

const compared = ({ roll }: Hand): string => roll.pick(['<', '<=', '=', '>', '<>']);
const fold = ({ roll }: Hand): string =>
  roll.pick([
    'max(y.v)',
    'min(y.v)',
    'count(*)::DOUBLE',
    'count(y.v)::DOUBLE',
    'coalesce(max(y.v), -1)',
    'median(y.v)',
    'regr_count(y.v, y.v)::DOUBLE',
  ]);
const isOrNot = ({ roll }: Hand): string => roll.pick(['', 'NOT ']);
/** What ties the subquery to the row around it. */
const tie = (hand: Hand): string =>
  hand.roll.pick([
    `y.date ${compared(hand)} x.date`,
    'y.date = x.date',
    'y.k = x.k',
    'y.k IS NOT DISTINCT FROM x.k AND y.date <= x.date',
    'y.v > x.v',
    `y.date = x.date - INTERVAL 12 MONTHS`,
  ]);

/** Queries inside expressions, and LATERAL ones in FROM: closed, correlated, and in both ways at once. */
export const SUBQUERIES: readonly Form[] = [
  binary('scalar', (x, y, hand) => `SELECT date, k, v - (SELECT ${fold(hand)} FROM (${y}) y) AS v FROM (${x})`),
  binary(
    'scalar, top row',
    (x, y, hand) => `SELECT date, k, v - (SELECT v FROM (${y}) ORDER BY ${totalOrder(hand)} LIMIT 1) AS v FROM (${x})`,
  ),
  binary(
    'scalar, correlated',
    (x, y, hand) => `SELECT date, k, (SELECT ${fold(hand)} FROM (${y}) y WHERE ${tie(hand)}) AS v FROM (${x}) x`,
  ),
  binary(
    'scalar, correlated, with the date',
    (x, y, hand) =>
      `SELECT date, k, (SELECT ${fold(hand)} FROM (${y}) y WHERE ${tie(hand)} AND y.date < as_of() - 50) AS v
        FROM (${x}) x`,
  ),
  binary(
    'scalar, correlated outside the condition',
    (x, y) => `SELECT date, k, (SELECT coalesce(max(y.v), x.v) FROM (${y}) y WHERE y.date < x.date) AS v FROM (${x}) x`,
  ),
  binary(
    'scalar, correlated, top row',
    (x, y, hand) =>
      `SELECT date, k, (SELECT y.v FROM (${y}) y WHERE ${tie(hand)} ORDER BY y.date DESC, y.k, y.v LIMIT 1) AS v
        FROM (${x}) x`,
  ),
  binary(
    'scalar, correlated, second row',
    (x, y, hand) =>
      `SELECT date, k, (SELECT y.v FROM (${y}) y WHERE ${tie(hand)} ORDER BY y.v, y.date, y.k LIMIT 1 OFFSET 1) AS v
        FROM (${x}) x`,
  ),
  binary(
    'scalar, correlated by key',
    (x, y) => `SELECT x.date, x.k, x.v - (SELECT max(y.v) FROM (${y}) y WHERE y.k = x.k) AS v FROM (${x}) x`,
  ),
  binary(
    'scalar, in the middle of things',
    (x, y, hand) =>
      `SELECT date, k, CASE WHEN v > (SELECT median(v) FROM (${y})) THEN coalesce(v, (SELECT min(v)
        FROM (${y}))) ELSE ${hand.roll.below(9)} END AS v FROM (${x})`,
  ),
  binary(
    'scalar over a window',
    (x, y) =>
      `SELECT date, k, (SELECT max(m) FROM (SELECT y.date, lag(y.v) OVER (ORDER BY y.date, y.k, y.v) AS m
        FROM (${y}) y) w WHERE w.date <= x.date) AS v FROM (${x}) x`,
  ),
  binary(
    'scalar over a set',
    (x, y) =>
      `SELECT date, k, (SELECT max(v) FROM (SELECT y.v FROM (${y}) y WHERE y.date = x.date UNION ALL SELECT c.value
        FROM fred.c c WHERE c.date <= x.date)) AS v FROM (${x}) x`,
  ),
  ternary(
    'correlated two levels up',
    (x, y, z) =>
      `SELECT date, k, (SELECT max(w) FROM (SELECT y.v AS w FROM (${y}) y WHERE y.date <= x.date
        AND y.v < (SELECT max(z.v) + x.v FROM (${z}) z WHERE z.date <= y.date))) AS v FROM (${x}) x`,
  ),
  binary(
    'in',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) WHERE date ${isOrNot(hand)}IN (SELECT date FROM (${y}) WHERE ${predicate(hand)})`,
  ),
  binary(
    'in, with NULLs',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) WHERE (v ${isOrNot(hand)}IN (SELECT v
        FROM (${y}))) ${hand.roll.pick(['', 'IS NULL', 'IS NOT NULL'])}`,
  ),
  binary(
    'in, as a value',
    (x, y, hand) =>
      `SELECT date, k, (CASE (v ${isOrNot(hand)}IN (SELECT v
        FROM (${y}))) WHEN true THEN 1 WHEN false THEN 0 END)::DOUBLE AS v FROM (${x})`,
  ),
  binary(
    'in, correlated',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) x WHERE k ${isOrNot(hand)}IN (SELECT y.k FROM (${y}) y
        WHERE y.date ${compared(hand)} x.date)`,
  ),
  binary(
    'in, of pairs',
    (x, y, hand) => `SELECT date, k, v FROM (${x}) WHERE (date, k) ${isOrNot(hand)}IN (SELECT (date, k) FROM (${y}))`,
  ),
  binary(
    'in, of the top rows',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) WHERE date IN (SELECT date FROM (${y}) ORDER BY date DESC, k, v
        LIMIT ${1 + hand.roll.below(4)})`,
  ),
  binary(
    'exists',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) x WHERE ${isOrNot(hand)}EXISTS (SELECT 1 FROM (${y}) y WHERE ${tie(hand)})`,
  ),
  binary(
    'exists, uncorrelated',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) x WHERE ${isOrNot(hand)}EXISTS (SELECT 1 FROM (${y}) WHERE ${predicate(hand)})`,
  ),
  binary(
    'exists, as a value',
    (x, y, hand) =>
      `SELECT date, k, (EXISTS (SELECT 1 FROM (${y}) y WHERE ${tie(hand)}
        AND y.date < as_of() - 40))::INTEGER::DOUBLE AS v FROM (${x}) x`,
  ),
  binary(
    'exists over an aggregate',
    (x, y) =>
      `SELECT date, k, (EXISTS (SELECT max(y.v) FROM (${y}) y WHERE y.date < x.date))::INTEGER::DOUBLE AS v
        FROM (${x}) x`,
  ),
  binary(
    'any and all',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) x WHERE v ${compared(hand)} ${hand.roll.pick(['ANY', 'ALL'])} (SELECT v
        FROM (${y}) ${hand.roll.pick(['', 'WHERE v IS NOT NULL', 'WHERE v < 30'])})`,
  ),
  binary(
    'any and all, correlated',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) x WHERE v ${compared(hand)} ${hand.roll.pick(['ANY', 'ALL'])} (SELECT y.v
        FROM (${y}) y WHERE y.date <= x.date)`,
  ),
  binary(
    'in HAVING',
    (x, y) =>
      `SELECT max(date) AS date, k, max(v) AS v FROM (${x}) GROUP BY k HAVING max(v) >= (SELECT min(v) FROM (${y}))`,
    { most: 12 },
  ),
  binary(
    'in GROUP BY',
    (x, y) =>
      `SELECT max(date) AS date, (v > (SELECT median(v) FROM (${y})))::VARCHAR AS k, count(*)::DOUBLE AS v
        FROM (${x}) GROUP BY v > (SELECT median(v) FROM (${y}))`,
    { most: 3 },
  ),
  binary(
    'in ORDER BY',
    (x, y) => `SELECT date, k, v FROM (${x}) ORDER BY abs(v - (SELECT max(v) FROM (${y}))), date, k, v LIMIT 3`,
    { most: 3 },
  ),
  binary(
    'in QUALIFY',
    (x, y) =>
      `SELECT date, k, v FROM (${x}) QUALIFY row_number() OVER (ORDER BY date DESC, k, v) <= (SELECT count(*) // 3
        FROM (${y}))`,
  ),
  binary(
    'in a window',
    (x, y) =>
      `SELECT date, k, max(v) OVER (PARTITION BY v > (SELECT median(v) FROM (${y}))
        ORDER BY date, k, v ROWS 2 PRECEDING) AS v FROM (${x})`,
  ),
  binary(
    'in an aggregate',
    (x, y) =>
      `SELECT max(date) AS date, 'a' AS k, count(*) FILTER (WHERE v > (SELECT median(v) FROM (${y})))::DOUBLE AS v
        FROM (${x})`,
    { most: 1 },
  ),
  binary(
    'beside an aggregate of everything',
    (x, y) => `SELECT max(date) AS date, 'a' AS k, max(v) - (SELECT max(v) FROM (${y})) AS v FROM (${x})`,
    { most: 1 },
  ),
  binary(
    'array',
    (x, y) =>
      `SELECT date, k, len(ARRAY(SELECT y.v FROM (${y}) y WHERE y.date <= x.date
        ORDER BY y.date, y.k, y.v))::DOUBLE AS v FROM (${x}) x`,
  ),
  binary(
    'lateral',
    (x, y, hand) =>
      `SELECT x.date, x.k, l.v FROM (${x}) x, LATERAL (SELECT ${fold(hand)} AS v FROM (${y}) y WHERE ${tie(hand)}) l`,
  ),
  binary(
    'lateral over nothing',
    (x, y, hand) =>
      `SELECT x.date, x.k, l.v FROM (${x}) x LEFT JOIN LATERAL (SELECT ${fold(hand)} AS v FROM (${y}) y
        WHERE ${tie(hand)} AND y.v > 1e9) l ON true`,
  ),
  binary(
    'lateral rows',
    (x, y, hand) =>
      `SELECT x.date, y.k, y.v FROM (${x}) x, LATERAL (SELECT y.k, y.v FROM (${y}) y WHERE ${tie(hand)}
        ORDER BY y.date DESC, y.k, y.v LIMIT ${1 + hand.roll.below(2)}) y`,
    { multiplies: true },
  ),
  binary(
    'lateral rows, kept without a match',
    (x, y, hand) =>
      `SELECT x.date, y.k, y.v FROM (${x}) x LEFT JOIN LATERAL (SELECT y.k, y.v FROM (${y}) y WHERE ${tie(hand)}
        ORDER BY y.date DESC, y.k, y.v LIMIT 1) y ON true`,
  ),
  binary(
    'lateral rows under a condition',
    (x, y, hand) =>
      `SELECT x.date, x.k, b.w AS v FROM (${x}) x LEFT JOIN LATERAL (SELECT y.v AS w FROM (${y}) y
        WHERE y.date < x.date ORDER BY y.date DESC, y.k, y.v LIMIT 1) b ON true
        WHERE b.w > ${hand.roll.below(40)}`,
  ),
  binary(
    'lateral rows under ON',
    (x, y, hand) =>
      `SELECT x.date, x.k, b.w AS v FROM (${x}) x LEFT JOIN LATERAL (SELECT y.v AS w FROM (${y}) y
        WHERE y.date < x.date ORDER BY y.date DESC, y.k, y.v LIMIT 2) b ON b.w > ${hand.roll.below(40)}`,
    { multiplies: true },
  ),
  binary(
    'lateral, uncorrelated',
    (x, y) => `SELECT x.date, x.k, l.v FROM (${x}) x, LATERAL (SELECT max(v) AS v FROM (${y})) l`,
  ),
  binary(
    'lateral of an expression',
    (x) => `SELECT date, k, twice AS v FROM (SELECT date, k, v AS w FROM (${x})) x, LATERAL (SELECT x.w * 2 AS twice)`,
  ),
];
