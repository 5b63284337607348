import { binary, type Form, filled, type Hand, predicate, ternary, unary } from './form.ts';

const anyJoin = ({ roll }: Hand): string => roll.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']);
const outer = ({ roll }: Hand): string => roll.pick(['LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN']);
const inequality = ({ roll }: Hand): string => roll.pick(['<', '<=', '>', '>=', '<>']);
const oneADate = (y: string): string => `(SELECT date, max(v) AS v FROM (${y}) GROUP BY date)`;

const nearest = ({ roll }: Hand): string => `ASOF ${roll.pick(['', 'LEFT '])}JOIN`;
const dated = (x: string, hand: Hand): string => filled(x, ['date'], hand);
const keyed = (x: string, hand: Hand): string => filled(x, ['date', 'k'], hand);

/** How the sides of a join that only chooses may meet. */
const MEETINGS = [
  'USING (date)',
  'USING (date, k)',
  'ON x.date = y.date AND y.v > x.v',
  'ON y.date > x.date',
  'ON x.k = y.k',
];

const SPREAD = 'coalesce(x.v, 0) - coalesce(y.v, 1)';

/** Joins of all kinds, with themselves, with what has no date, and through time. */
export const JOINS: readonly Form[] = [
  binary(
    'on the date',
    (x, y, hand) =>
      `SELECT coalesce(x.date, y.date) AS date, coalesce(x.k, y.k) AS k, ${SPREAD} AS v
        FROM (${x}) x ${anyJoin(hand)} (${y}) y ON x.date = y.date`,
    { multiplies: true },
  ),
  binary(
    'on the date and a condition of one side',
    (x, y, hand) =>
      `SELECT coalesce(x.date, y.date) AS date, y.k, ${SPREAD} AS v FROM (${x}) x ${anyJoin(hand)} (${y}) y
        ON x.date = y.date AND y.v > ${hand.roll.below(40)} AND x.v IS NOT NULL`,
    { multiplies: true },
  ),
  binary(
    'on the date and the decision date',
    (x, y, hand) =>
      `SELECT coalesce(x.date, y.date) AS date, x.k, ${SPREAD} AS v FROM (${x}) x ${anyJoin(hand)} (${y}) y
        ON x.date = y.date AND y.date < as_of() - 90`,
    { multiplies: true },
  ),
  binary(
    'on keys that may be NULL',
    (x, y, hand) =>
      `SELECT x.date, y.k, ${SPREAD} AS v FROM (${x}) x ${hand.roll.pick(['JOIN', 'LEFT JOIN'])} (${y}) y
        ON x.k IS NOT DISTINCT FROM y.k AND x.date = y.date`,
    { multiplies: true },
  ),
  binary(
    'on nothing equal',
    (x, y, hand) =>
      `SELECT coalesce(x.date, y.date) AS date, 'n' AS k, max(x.v) - min(y.v) AS v
        FROM (${x}) x ${anyJoin(hand)} (${y}) y ON x.date ${inequality(hand)} y.date GROUP BY 1`,
  ),
  binary(
    'using the date',
    (x, y, hand) =>
      `SELECT date, coalesce(y.k, x.k) AS k, ${SPREAD} AS v FROM (${x}) x ${anyJoin(hand)} (${y}) y USING (date)`,
    { multiplies: true },
  ),
  binary(
    'using date and key',
    (x, y, hand) => `SELECT date, k, ${SPREAD} AS v FROM (${x}) x ${anyJoin(hand)} (${y}) y USING (date, k)`,
    { multiplies: true },
  ),
  binary(
    'using, all columns',
    (x, y, hand) =>
      `SELECT date, k, v FROM (SELECT * FROM (SELECT date, k FROM (${x})) x ${anyJoin(hand)} (${y}) y USING (k, date))`,
    { multiplies: true },
  ),
  binary(
    'natural',
    (x, y, hand) =>
      `SELECT date, k, coalesce(v, 0) - coalesce(w, 0) AS v
        FROM (${x}) NATURAL ${anyJoin(hand)} (SELECT date, k, v AS w FROM (${y}))`,
    { multiplies: true },
  ),
  ternary(
    'three, using',
    (x, y, z, hand) =>
      `SELECT date, x.k, ${SPREAD} + coalesce(z.v, 0) AS v FROM (${x}) x ${anyJoin(hand)} (${y}) y
        USING (date) ${anyJoin(hand)} (${z}) z USING (date)`,
    { multiplies: true },
  ),
  ternary(
    'three, on',
    (x, y, z, hand) =>
      `SELECT coalesce(x.date, z.date) AS date, y.k, ${SPREAD} + coalesce(z.v, 0) AS v
        FROM (${x}) x ${outer(hand)} (${y}) y ON y.date = x.date ${anyJoin(hand)} (${z}) z
        ON z.date = coalesce(x.date, y.date)`,
    { multiplies: true },
  ),
  ternary(
    'a join of joins',
    (x, y, z, hand) =>
      `SELECT x.date, y.k, ${SPREAD} + coalesce(z.v, 0) AS v
        FROM (${x}) x ${hand.roll.pick(['LEFT JOIN', 'JOIN'])} ((${y}) y ${anyJoin(hand)} (${z}) z
        ON y.date = z.date) ON x.date = y.date`,
    { multiplies: true },
  ),
  ternary(
    'a comma before a join',
    (x, y, z, hand) =>
      `SELECT x.date, y.k, x.v + coalesce(z.v, 0) AS v FROM (${x}) x, (SELECT max(k) AS k, count(*) AS n
        FROM (${y})) y ${hand.roll.pick(['LEFT JOIN', 'JOIN'])} (${z}) z ON z.k = y.k AND z.v > y.n
        WHERE z.date IS NULL OR z.date = x.date`,
    { multiplies: true },
  ),
  binary(
    'comma and WHERE',
    (x, y) => `SELECT x.date, y.k, x.v + y.v AS v FROM (${x}) x, (${y}) y WHERE x.date = y.date`,
    { multiplies: true },
  ),
  binary(
    'cross with one row',
    (x, y) => `SELECT x.date, x.k, x.v - m.v AS v FROM (${x}) x CROSS JOIN (SELECT max(v) AS v FROM (${y})) m`,
  ),
  binary(
    'semi',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) x ${hand.roll.pick(['SEMI', 'ANTI'])} JOIN (${y}) y ${hand.roll.pick(MEETINGS)}`,
  ),
  binary(
    'asof',
    (x, y, hand) =>
      `SELECT x.date, x.k, ${SPREAD} AS v FROM (${dated(x, hand)}) x ${nearest(hand)} ${oneADate(dated(y, hand))} y
        ON x.date ${hand.roll.pick(['>=', '>', '<=', '<'])} y.date`,
  ),
  binary(
    'asof of many rows',
    (x, y, hand) => {
      const many = `(SELECT x.* FROM (${keyed(x, hand)}) x, range(12)) x ${nearest(hand)}`;
      const compared = `x.date ${hand.roll.pick(['>=', '>', '<=', '<'])} y.date`;
      // One row a date, or a date and key: which of several the join takes is left to chance.
      const joined = hand.roll.pick([
        `${oneADate(dated(y, hand))} y ON ${compared}`,
        `(SELECT date, k, max(v) AS v FROM (${keyed(y, hand)}) GROUP BY date, k) y ON x.k = y.k AND ${compared}`,
      ]);
      return `SELECT x.date, x.k, ${SPREAD} AS v FROM ${many} ${joined}`;
    },
    { multiplies: true },
  ),
  binary(
    'asof by key',
    (x, y, hand) =>
      `SELECT x.date, x.k, ${SPREAD} AS v FROM (${keyed(x, hand)}) x ${nearest(hand)} (SELECT date, k, max(v) AS v
        FROM (${keyed(y, hand)}) GROUP BY date, k) y ON x.k = y.k AND x.date >= y.date`,
  ),
  binary(
    'asof using',
    (x, y, hand) =>
      `SELECT date, x.k, ${SPREAD} AS v FROM (${dated(x, hand)}) x ${nearest(hand)} ${oneADate(dated(y, hand))} y
        USING (date)`,
  ),
  binary(
    'asof with the date',
    (x, y, hand) =>
      `SELECT x.date, x.k, ${SPREAD} AS v FROM (${dated(x, hand)}) x ASOF LEFT JOIN (SELECT * FROM ${oneADate(y)}
        WHERE date < as_of() - 60) y ON x.date >= y.date`,
  ),
  unary(
    'decision dates asof',
    (x, hand) =>
      `SELECT d.date, 'd' AS k, y.v FROM calendar.dates d ASOF LEFT JOIN ${oneADate(dated(x, hand))} y
        ON d.date >= y.date`,
  ),
  unary(
    'nothing dated before',
    (x, hand) =>
      `SELECT coalesce(x.date, w.date) AS date, w.k, x.v
        FROM (VALUES (DATE '2000-03-01', 'de'), (DATE '2000-12-01', 'fr'), (NULL, NULL)) w(date, k)
        ${anyJoin(hand)} (${x}) x ON w.date = x.date`,
    { multiplies: true },
  ),
  unary(
    'nothing dated behind',
    (x, hand) =>
      `SELECT coalesce(x.date, w.date) AS date, w.k, x.v
        FROM (${x}) x ${anyJoin(hand)} (VALUES (DATE '2000-03-01', 'de'), (DATE '2000-12-01', 'fr'),
        (NULL, NULL)) w(date, k) ON w.date = x.date`,
    { multiplies: true },
  ),
  unary(
    'nothing dated, using',
    (x, hand) =>
      `SELECT date, 'w' AS k, coalesce(x.v, w.v) AS v
        FROM (SELECT DATE '2000-01-01' + (i * 31)::INTEGER AS date, i::DOUBLE AS v
        FROM range(9) r(i)) w ${anyJoin(hand)} (${x}) x USING (date)`,
    { multiplies: true },
  ),
  unary(
    'nothing dated, semi',
    (x, hand) =>
      `SELECT date, 'w' AS k, 1::DOUBLE AS v FROM (SELECT DATE '2000-01-01' + (i * 31)::INTEGER AS date
        FROM range(9) r(i)) w ${hand.roll.pick(['SEMI', 'ANTI'])} JOIN (${x}) x USING (date)`,
  ),
  unary(
    'a spine',
    (x) =>
      `SELECT s.date, x.k, x.v FROM (SELECT m::DATE AS date
        FROM generate_series(TIMESTAMP '2000-01-01', as_of()::TIMESTAMP, INTERVAL 1 MONTH) g(m)) s LEFT
        JOIN (${x}) x ON x.date = s.date`,
  ),
  unary(
    'itself, earlier',
    (x, hand) =>
      `SELECT l.date, l.k, l.v - max(r.v) AS v FROM (${x}) l ${hand.roll.pick(['JOIN', 'LEFT JOIN'])} (${x}) r
        ON r.date ${inequality(hand)} l.date GROUP BY l.date, l.k, l.v`,
  ),
  unary(
    'itself, a year ago',
    (x) =>
      `SELECT l.date, l.k, l.v - r.v AS v FROM (${x}) l JOIN (${x}) r ON r.k IS NOT DISTINCT FROM l.k
        AND r.date = l.date - INTERVAL 12 MONTHS`,
    { multiplies: true },
  ),
  binary(
    'a subquery in the condition',
    (x, y) =>
      `SELECT x.date, x.k, ${SPREAD} AS v FROM (${x}) x JOIN (${y}) y ON x.date = y.date AND x.v > (SELECT min(v)
        FROM (${y}))`,
    { multiplies: true },
  ),
  binary(
    'a subquery in the condition of an outer join',
    (x, y) =>
      `SELECT x.date, x.k, ${SPREAD} AS v FROM (${x}) x LEFT JOIN (${y}) y ON x.date = y.date
        AND y.v > (SELECT median(v) FROM (${x}))`,
    { multiplies: true },
  ),
  binary(
    'kept where nothing matches',
    (x, y, hand) =>
      `SELECT x.date, x.k, x.v FROM (${x}) x LEFT JOIN (${y}) y ON x.date = y.date
        AND ${hand.roll.pick(['y.v > 20', 'y.k = x.k', 'y.v < x.v'])} WHERE y.date IS NULL`,
  ),
  binary(
    'under a condition',
    (x, y, hand) =>
      `SELECT * FROM (SELECT x.date, y.k, ${SPREAD} AS v FROM (${x}) x LEFT JOIN (${y}) y ON x.date = y.date)
        WHERE ${predicate(hand)}`,
    { multiplies: true },
  ),
];
