import { binary, type Form, type Hand, predicate, unary } from './form.ts';

const few = ({ roll }: Hand): number => 1 + roll.below(5);
const order = ({ roll }: Hand): string =>
  roll.pick([
    'date DESC, k, v',
    'date, v, k',
    'v DESC NULLS LAST, date, k',
    'k NULLS FIRST, v, date DESC',
    'abs(v - 20), date, k, v',
  ]);
const fold = ({ roll }: Hand): string =>
  roll.pick([
    'max(v)',
    'min(v)',
    'count(*)::DOUBLE',
    'count(v)::DOUBLE',
    'regr_count(v, v)::DOUBLE',
    'entropy(0 * v)',
    'median(v)',
  ]);

/**
 * The first rows of something: what is asked above must not reach below. By all columns, or by the date alone where
 * there is one row a date: DuckDB plans the two in different ways.
 */
function top(x: string, hand: Hand, columns = 'date, k, v'): string {
  const offset = hand.roll.chance(0.3) ? ` OFFSET ${hand.roll.below(3)}` : '';
  const [from, by] = hand.roll.pick([
    [`(${x})`, order(hand)],
    [oneADate(x), hand.roll.pick(['date DESC', 'date', 'date DESC NULLS LAST'])],
    [`(SELECT date, NULL::VARCHAR AS k, value AS v FROM fred.a)`, 'date DESC'],
  ]);
  return `SELECT ${columns} FROM ${from} ORDER BY ${by} LIMIT ${few(hand)}${offset}`;
}

const oneADate = (x: string): string => `(SELECT date, max(k) AS k, max(v) AS v FROM (${x}) GROUP BY date)`;
const oneADateAndKey = (x: string): string => `(SELECT date, k, max(v) AS v FROM (${x}) GROUP BY date, k)`;

/** The first rows under filters, aggregates, joins, subqueries and sets. */
export const TOPS: readonly Form[] = [
  unary(
    'top rows, filtered and aggregated',
    (x, hand) =>
      `SELECT as_of() AS date, 't' AS k, ${fold(hand)} AS v FROM (${top(x, hand, 'v')})
        WHERE v > ${hand.roll.below(50)}`,
    { most: 1 },
  ),
  unary(
    'top rows, filtered and averaged',
    (x, hand) =>
      `SELECT as_of() AS date, 't' AS k, ${hand.eighths('avg(v)')} AS v FROM (${top(x, hand, 'v')})
        WHERE v > ${hand.roll.below(50)}`,
    { most: 1, sums: true },
  ),
  unary(
    'top rows, filtered and grouped',
    (x, hand) => `SELECT date, k, ${fold(hand)} AS v FROM (${top(x, hand)}) WHERE ${predicate(hand)} GROUP BY date, k`,
    { most: 5 },
  ),
  unary(
    'top rows, grouped and filtered',
    (x, hand) =>
      `SELECT max(date) AS date, k, ${fold(hand)} AS v FROM (${top(x, hand)}) GROUP BY k HAVING k IS NOT NULL`,
    { most: 5 },
  ),
  unary(
    'top rows, ranked',
    (x, hand) =>
      `SELECT date, k, v FROM (${top(x, hand)}) WHERE ${predicate(hand)} QUALIFY row_number()
        OVER (ORDER BY v, date, k) <= 2`,
    { most: 2 },
  ),
  unary('top rows of top rows', (x, hand) => `${top(top(x, hand), hand)}`, { most: 5 }),
  unary(
    'top rows of top rows, filtered',
    (x, hand) => `${top(`SELECT * FROM (${top(x, hand)}) WHERE ${predicate(hand)}`, hand)}`,
    { most: 5 },
  ),
  unary(
    'top rows, distinct',
    (x, hand) => `SELECT DISTINCT date, k, v FROM (${top(x, hand)}) WHERE ${predicate(hand)}`,
    { most: 5 },
  ),
  unary(
    'top rows in a CTE',
    (x, hand) =>
      `WITH t AS (${top(x, hand)}) SELECT date, k, v FROM t WHERE ${predicate(hand)} AND v >= (SELECT min(v) FROM t)`,
    { most: 5 },
  ),
  unary(
    'top rows in a CTE read twice',
    (x, hand) =>
      `WITH t AS (${top(x, hand)}) SELECT a.date, b.k, a.v - b.v AS v FROM t a JOIN t b ON a.date >= b.date
        WHERE b.v > ${hand.roll.below(30)}`,
    { most: 25 },
  ),
  binary(
    'top rows, joined under a condition',
    (x, y, hand) =>
      `SELECT x.date, y.k, y.v FROM (${x}) x JOIN (${top(y, hand)}) y ON x.date = y.date
        AND y.v > ${hand.roll.below(40)}`,
    { most: 60 },
  ),
  binary(
    'top rows, joined and filtered',
    (x, y, hand) =>
      `SELECT x.date, y.k, coalesce(x.v, 0) + y.v AS v FROM (${x}) x LEFT JOIN (${top(y, hand)}) y
        ON x.k IS NOT DISTINCT FROM y.k WHERE y.v > ${hand.roll.below(40)}`,
    { most: 90 },
  ),
  binary(
    'top rows on both sides',
    (x, y, hand) =>
      `SELECT coalesce(x.date, y.date) AS date, x.k, y.v
        FROM (${top(x, hand)}) x ${hand.roll.pick(['JOIN', 'LEFT JOIN', 'FULL JOIN'])}
        (${top(y, hand)}) y ON x.date = y.date`,
    { most: 25 },
  ),
  binary(
    'top row before',
    (x, y, hand) =>
      `SELECT x.date, x.k, b.w AS v FROM (${x}) x LEFT JOIN LATERAL (SELECT y.v AS w FROM (${y}) y
        WHERE y.date < x.date ORDER BY y.date DESC, y.v, y.k LIMIT ${hand.roll.pick([1, 1, 2])}) b
        ON true WHERE b.w > ${hand.roll.below(45)}`,
    { multiplies: true },
  ),
  binary(
    'top row before, by the date alone',
    (x, y, hand) =>
      `SELECT x.date, x.k, b.w AS v FROM (${x}) x LEFT JOIN LATERAL (SELECT y.v AS w FROM ${oneADate(y)} y
        WHERE y.date ${hand.roll.pick(['<', '<=', '>'])} x.date ORDER BY y.date DESC
        LIMIT ${hand.roll.pick([1, 1, 2])}) b ON true WHERE b.w > ${hand.roll.below(45)}`,
    { multiplies: true },
  ),
  binary(
    'top row before, of a series',
    (x, y, hand) =>
      `SELECT x.date, x.k, b.w AS v FROM (${x}) x ${hand.roll.pick(['LEFT JOIN LATERAL', 'JOIN LATERAL'])} (SELECT
        y.value AS w FROM fred.b y WHERE y.date < x.date ORDER BY y.date DESC LIMIT 1) b ON true
        WHERE b.w > ${hand.roll.below(45)} OR x.v IN (SELECT v FROM (${y}))`,
  ),
  unary(
    'last row of each key',
    (x, hand) =>
      `SELECT date, k, v FROM (SELECT date, k, v FROM ${oneADateAndKey(x)} QUALIFY row_number() OVER (PARTITION BY k
        ORDER BY date DESC) <= ${few(hand)}) WHERE ${predicate(hand)}`,
  ),
  unary(
    'first row of each key, by rank below',
    (x, hand) =>
      `SELECT date, k, v FROM (SELECT date, k, v, row_number() OVER (PARTITION BY k ORDER BY date) AS n
        FROM ${oneADateAndKey(x)}) WHERE n <= ${few(hand)} AND (${predicate(hand)})`,
  ),
  binary(
    'top row, in or not',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) WHERE v ${hand.roll.pick(['IN', 'NOT IN'])} (SELECT v FROM (${top(y, hand)})
        WHERE ${predicate(hand)})`,
  ),
  binary(
    'top rows, exist or not',
    (x, y, hand) =>
      `SELECT date, k, v FROM (${x}) x WHERE ${hand.roll.pick(['', 'NOT '])}EXISTS (SELECT 1
        FROM (${top(y, hand)}) t WHERE t.date = x.date)`,
  ),
  binary(
    'top rows in a set operation',
    (x, y, hand) =>
      `SELECT * FROM ((${top(x, hand)}) ${hand.roll.pick(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'])}
        (${top(y, hand)})) WHERE ${predicate(hand)}`,
    { most: 10 },
  ),
  binary(
    'top rows of a join',
    (x, y, hand) => top(`SELECT x.date, y.k, x.v FROM (${x}) x JOIN (${y}) y ON x.date = y.date`, hand),
    { most: 5 },
  ),
];
