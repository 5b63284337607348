import { AGGREGATE_CALLS } from './aggregate-calls.ts';
import { type Form, type Hand, predicate, totalOrder, unary } from './form.ts';

/** A call of any allowed aggregate, as a DOUBLE. */
function anyCall(hand: Hand): string {
  const [, call] = hand.roll.pick(AGGREGATE_CALLS);
  return hand.eighths(call);
}

function nothing({ roll }: Hand): string {
  return roll.pick(['false', 'v > 1e9', 'date > as_of()', `k = 'nowhere'`, 'v > 30', 'date < as_of() - 200']);
}

/** Groups, none, several at once; over few rows, and over none. Most of their figures are sums of some kind. */
export const AGGREGATES: readonly Form[] = [
  unary('by date', (x, hand) => `SELECT date, 'g' AS k, ${anyCall(hand)} AS v FROM (${x}) GROUP BY date`, {
    sums: true,
  }),
  unary('by key', (x, hand) => `SELECT max(date) AS date, k, ${anyCall(hand)} AS v FROM (${x}) GROUP BY k`, {
    sums: true,
    most: 12,
  }),
  unary(
    'by quarter, by position',
    (x, hand) => `SELECT date_trunc('quarter', date)::DATE AS date, k, ${anyCall(hand)} AS v FROM (${x}) GROUP BY 1, 2`,
    { sums: true },
  ),
  unary('by all', (x, hand) => `SELECT date, k, ${anyCall(hand)} + count(*) AS v FROM (${x}) GROUP BY ALL`, {
    sums: true,
  }),
  unary(
    'by an alias',
    (x, hand) =>
      `SELECT date, high::VARCHAR AS k, v FROM (SELECT date_trunc('year', date)::DATE AS date, v > 20 AS high,
        ${anyCall(hand)} AS v FROM (${x}) GROUP BY ALL)`,
    { sums: true },
  ),
  unary(
    'by the age',
    (x, hand) =>
      `SELECT max(date) AS date, (date < as_of() - 150)::VARCHAR AS k, ${anyCall(hand)} AS v FROM (${x})
        GROUP BY date < as_of() - 150`,
    { sums: true, most: 3 },
  ),
  unary(
    'having',
    (x, hand) =>
      `SELECT date, 'h' AS k, ${anyCall(hand)} AS v FROM (${x}) GROUP BY date
        HAVING count(*) >= ${hand.roll.below(4)} AND max(date) < as_of() - 20`,
    { sums: true },
  ),
  unary(
    'having without a group',
    (x, hand) =>
      `SELECT max(date) AS date, 'h' AS k, ${anyCall(hand)} AS v FROM (${x})
        HAVING count(v) ${hand.roll.pick(['>', '<', '='])} ${hand.roll.below(5)}`,
    { sums: true, most: 1 },
  ),
  unary(
    'having alone',
    (x) => `SELECT DATE '2000-02-03' AS date, 'h' AS k, 1::DOUBLE AS v FROM (${x}) HAVING max(v) > 20`,
    { most: 1 },
  ),
  unary('of everything', (x, hand) => `SELECT max(date) AS date, 'e' AS k, ${anyCall(hand)} AS v FROM (${x})`, {
    sums: true,
    most: 1,
  }),
  unary(
    'of nothing',
    (x, hand) => `SELECT min(date) AS date, 'n' AS k, ${anyCall(hand)} AS v FROM (${x}) WHERE ${nothing(hand)}`,
    { sums: true, most: 1 },
  ),
  unary(
    'of nothing, with the date',
    (x, hand) =>
      `SELECT as_of() AS date, 'n' AS k, coalesce(${anyCall(hand)}, month(as_of())) AS v FROM (${x})
        WHERE ${nothing(hand)}`,
    { sums: true, most: 1 },
  ),
  unary(
    'of nothing, in an expression',
    (x, hand) =>
      `SELECT coalesce(max(date), DATE '2000-01-01') AS date, CASE WHEN count(*) = 0 THEN 'none' ELSE 'some' END AS
        k, ${anyCall(hand)} - ${anyCall(hand)} AS v FROM (${x}) WHERE ${nothing(hand)}`,
    { sums: true, most: 1 },
  ),
  unary(
    'of nothing, filtered afterwards',
    (x, hand) =>
      `SELECT * FROM (SELECT max(date) AS date, 'n' AS k, ${anyCall(hand)} AS v FROM (${x}) WHERE ${nothing(hand)})
        WHERE v IS NULL OR v >= 0`,
    { sums: true, most: 1 },
  ),
  unary(
    'of nothing, beside',
    (x, hand) =>
      `SELECT s.date, t.k, coalesce(s.v, 0) + t.v AS v FROM (SELECT max(date) AS date, ${anyCall(hand)} AS v
        FROM (${x}) WHERE ${nothing(hand)}) s, (SELECT 'b' AS k, count(*) AS v FROM fred.c) t`,
    { sums: true, most: 1 },
  ),
  unary(
    'of nothing, by key',
    (x, hand) => `SELECT max(date) AS date, k, ${anyCall(hand)} AS v FROM (${x}) WHERE ${nothing(hand)} GROUP BY k`,
    { sums: true, most: 12 },
  ),
  unary(
    'filtered',
    (x, hand) =>
      `SELECT date, 'f' AS k, max(v) FILTER (WHERE k = 'de') - min(v) FILTER (WHERE ${predicate(hand)}) AS v
        FROM (${x}) GROUP BY date`,
  ),
  unary(
    'filtered, of everything',
    (x, hand) =>
      `SELECT max(date) FILTER (WHERE v IS NOT NULL) AS date, 'f' AS k, count(*)
        FILTER (WHERE ${predicate(hand)})::DOUBLE AS v FROM (${x})`,
    { most: 1 },
  ),
  unary(
    'distinct values',
    (x, hand) =>
      `SELECT date, 'd' AS k, ${hand.eighths('sum(DISTINCT v) + count(DISTINCT k)')} AS v FROM (${x}) GROUP BY date`,
    { sums: true },
  ),
  unary(
    'distinct, of everything',
    (x, hand) => `SELECT max(date) AS date, 'd' AS k, ${hand.eighths('avg(DISTINCT v)')} AS v FROM (${x})`,
    { sums: true, most: 1 },
  ),
  unary(
    'ordered',
    (x, hand) =>
      `SELECT max(date) AS date, k, ${hand.roll.pick(['first', 'last', 'any_value', 'arbitrary'])}(v
        ORDER BY ${totalOrder(hand)}) AS v FROM (${x}) GROUP BY k`,
    { most: 12 },
  ),
  unary(
    'ordered, of everything',
    (x, hand) =>
      `SELECT max(date) AS date, 'l' || hash(list((8 * v)::BIGINT
        ORDER BY ${totalOrder(hand)})::VARCHAR) % 997 AS k, len(list(v
        ORDER BY ${totalOrder(hand)}))::DOUBLE AS v FROM (${x})`,
    { most: 1 },
  ),
  unary(
    'ordered text',
    (x, hand) =>
      `SELECT date, 's' || hash(string_agg(k, ',' ORDER BY ${totalOrder(hand)})) % 997 AS k, max(v) AS v FROM (${x})
        GROUP BY date`,
  ),
  unary(
    'grouping sets',
    (x, hand) =>
      `SELECT date, k, ${anyCall(hand)} + grouping(date) AS v FROM (${x})
        GROUP BY GROUPING SETS ((date), (k), (date, k))`,
    { sums: true },
  ),
  unary(
    'grouping sets with all',
    (x, hand) =>
      `SELECT date, k, ${anyCall(hand)} + grouping(k) AS v FROM (${x}) GROUP BY GROUPING SETS ((date), (k), ())`,
    { sums: true },
  ),
  unary(
    'rollup',
    (x, hand) => `SELECT date, k, ${anyCall(hand)} + grouping(date, k) AS v FROM (${x}) GROUP BY ROLLUP (k, date)`,
    { sums: true },
  ),
  unary('cube', (x) => `SELECT date, k, count(v)::DOUBLE AS v FROM (${x}) GROUP BY CUBE (date, k)`),
  unary(
    'grouping sets by position',
    (x) => `SELECT date, k, max(v) AS v FROM (${x}) GROUP BY GROUPING SETS ((1, 2), (1)) HAVING count(*) > 1`,
  ),
  unary(
    'beside an aggregate of all',
    (x, hand) =>
      `SELECT date, k, v - m AS v FROM (${x}), (SELECT ${anyCall(hand)} AS m
        FROM fred.c AS c(date, v), (SELECT 'de' AS k))`,
    { sums: true },
  ),
  unary(
    'aggregate of an aggregate',
    (x, hand) =>
      `SELECT max(date) AS date, 'a' AS k, ${hand.eighths('avg(v)')} AS v FROM (SELECT date, ${anyCall(hand)} AS v
        FROM (${x}) GROUP BY date)`,
    { sums: true, most: 1 },
  ),
  unary(
    'groups, limited',
    (x, hand) =>
      `SELECT date, k, max(v) AS v FROM (${x}) GROUP BY date, k ORDER BY count(*) DESC, max(v), date, k
        LIMIT ${1 + hand.roll.below(4)}`,
    { most: 4 },
  ),
  unary(
    'everything, limited',
    (x) => `SELECT max(date) AS date, 'x' AS k, count(*)::DOUBLE AS v FROM (${x}) ORDER BY 1 LIMIT 1`,
    { most: 1 },
  ),
  unary(
    'everything, limited to none',
    (x) => `SELECT max(date) AS date, 'x' AS k, count(*)::DOUBLE AS v FROM (${x}) ORDER BY 1 LIMIT 1 OFFSET 1`,
    { most: 1 },
  ),
  unary('everything, distinct', (x) => `SELECT DISTINCT max(date) AS date, 'x' AS k, min(v) AS v FROM (${x})`, {
    most: 1,
  }),
];
