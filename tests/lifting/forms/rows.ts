import { type Form, predicate, totalOrder, unary } from './form.ts';

/** Single rows: filters, expressions, stars, lists; and what picks rows: LIMIT, DISTINCT, QUALIFY. */
export const ROWS: readonly Form[] = [
  unary('filter', (x, hand) => `SELECT date, k, v FROM (${x}) WHERE ${predicate(hand)}`),
  unary('filter of all columns', (x, hand) => `SELECT * FROM (${x}) AS t WHERE ${predicate(hand)}`),
  unary('age', (x) => `SELECT date, k, v + date_diff('month', date, as_of()) AS v FROM (${x})`),
  unary(
    'choice by the date',
    (x, { roll }) =>
      `SELECT date, k, CASE WHEN date < as_of() - ${roll.below(300)} THEN v ELSE ${roll.below(9)} END AS v FROM (${x})`,
  ),
  unary('alias read again', (x) => `SELECT date, k, v FROM (SELECT date, k, x.v * 2 AS w, w + 1 AS v FROM (${x}) x)`),
  unary(
    'alias read in WHERE',
    (x) => `SELECT date, k, v FROM (SELECT date, k, coalesce(v, 0) + 3 AS u, v FROM (${x}) x WHERE u > 20)`,
  ),
  unary('star replaced', (x) => `SELECT * REPLACE (v + 1 AS v) FROM (${x})`),
  unary('star of an alias', (x) => `SELECT x.* FROM (${x}) x`),
  unary('star without a column', (x) => `SELECT * EXCLUDE (v), 0 - v AS v FROM (${x}) s`),
  unary('columns by pattern', (x) => `SELECT COLUMNS('^(date|k)$'), v FROM (${x})`),
  unary('columns by position', (x) => `SELECT #1 AS date, #2 AS k, #3 AS v FROM (${x})`),
  unary(
    'struct and lambda',
    (x) => `SELECT date, k, list_max(list_transform([{'w': v}.w, 1], e -> e + 1)) AS v FROM (${x})`,
  ),
  unary(
    'the date in a lambda',
    (x) =>
      `SELECT date, k, len(list_filter([date, DATE '2000-06-01'], d -> d < as_of() - 60))::DOUBLE AS v FROM (${x})`,
  ),
  unary('unnest in the select list', (x) => `SELECT date, k, unnest([v, 0 - v]) AS v FROM (${x})`),
  unary('unnest beside', (x) => `SELECT x.date, x.k, u.w AS v FROM (${x}) x, unnest([x.v, x.v + 1]) u(w)`),
  unary('range beside', (x) => `SELECT date + i::INTEGER * 31 AS date, k, v FROM (${x}), range(2) r(i)`),
  unary('range by the date beside', (x) => `SELECT date, k, v + i AS v FROM (${x}), range(month(as_of()) % 3) r(i)`),
  unary('distinct', (x) => `SELECT DISTINCT date, k, v FROM (${x})`),
  unary(
    'distinct, coarse',
    (x) => `SELECT DISTINCT date_trunc('quarter', date)::DATE AS date, k, round(v / 10)::DOUBLE AS v FROM (${x})`,
  ),
  unary(
    'distinct on a key',
    (x, hand) => `SELECT DISTINCT ON (k) date, k, v FROM (${x}) ORDER BY k, ${totalOrder(hand)}`,
  ),
  unary(
    'distinct on an expression',
    (x, hand) =>
      `SELECT DISTINCT ON (quarter(date), k) date, k, v FROM (${x}) ORDER BY quarter(date), k, ${totalOrder(hand)}`,
  ),
  unary(
    'distinct on, limited',
    (x, hand) => `SELECT DISTINCT ON (k) date, k, v FROM (${x}) ORDER BY k, ${totalOrder(hand)} LIMIT 2`,
  ),
  unary('order without limit', (x, hand) => `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)}`),
  unary(
    'limit',
    (x, hand) => `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)} LIMIT ${1 + hand.roll.below(6)}`,
    { most: 6 },
  ),
  unary('limit of none', (x, hand) => `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)} LIMIT 0`, {
    most: 0,
  }),
  unary(
    'limit and offset',
    (x, hand) =>
      `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)}
        LIMIT ${1 + hand.roll.below(6)} OFFSET ${hand.roll.below(5)}`,
    { most: 6 },
  ),
  unary(
    'offset alone',
    (x, hand) => `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)} OFFSET ${hand.roll.below(9)}`,
  ),
  unary(
    'limit under a condition',
    (x, hand) =>
      `SELECT * FROM (SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)} LIMIT ${1 + hand.roll.below(6)})
        WHERE ${predicate(hand)}`,
    { most: 6 },
  ),
  unary(
    'limit under two conditions',
    (x, hand) =>
      `SELECT date, k, v FROM (SELECT * FROM (SELECT v, k, date FROM (${x}) ORDER BY date DESC, k, v LIMIT 5) l
        WHERE ${predicate(hand)}) WHERE ${predicate(hand)}`,
    { most: 5 },
  ),
  unary(
    'limit by positions',
    (x, { roll }) => `SELECT date, k, v FROM (${x}) ORDER BY 1 DESC, 3, 2 LIMIT ${1 + roll.below(4)}`,
    { most: 4 },
  ),
  unary(
    'limit by an expression',
    (x, { roll }) =>
      `SELECT date, k, v FROM (${x}) ORDER BY abs(v - ${roll.below(40)}), date, k, v LIMIT ${1 + roll.below(4)}`,
    { most: 4 },
  ),
  unary('limit by all columns', (x) => `SELECT * FROM (${x}) ORDER BY ALL LIMIT 4`, { most: 4 }),
  unary(
    'limit by what is not selected',
    (x, { roll }) =>
      `SELECT date, k, u AS v FROM (SELECT date, k, v, v + ${roll.below(4)} AS u FROM (${x}))
        ORDER BY v DESC, date, k LIMIT 3`,
    { most: 3 },
  ),
  unary(
    'limit by the date',
    (x, hand) => `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)} LIMIT month(as_of())`,
    { most: 12 },
  ),
  unary(
    'limit by a subquery',
    (x, hand) => `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)} LIMIT (SELECT count(*) // 2 FROM fred.c)`,
    { most: 6 },
  ),
  unary('limit in per cent', (x, hand) => `SELECT date, k, v FROM (${x}) ORDER BY ${totalOrder(hand)} LIMIT 40%`),
  unary(
    'limit by distance from the date',
    (x) => `SELECT date, k, v FROM (${x}) ORDER BY abs(as_of() - date - 100), date, k, v LIMIT 3`,
    { most: 3 },
  ),
  unary(
    'distinct and limit',
    (x) =>
      `SELECT date, k, v FROM (SELECT DISTINCT k, date, v FROM (${x}) ORDER BY k NULLS FIRST, date DESC, v LIMIT 4)`,
    { most: 4 },
  ),
  unary(
    'qualify by rank',
    (x, hand) =>
      `SELECT date, k, v FROM (${x}) QUALIFY row_number() OVER (PARTITION BY k
        ORDER BY ${totalOrder(hand)}) <= ${1 + hand.roll.below(4)}`,
  ),
  unary('qualify by the largest', (x) => `SELECT date, k, v FROM (${x}) QUALIFY v >= max(v) OVER (PARTITION BY date)`),
  unary(
    'qualify by an alias',
    (x, hand) =>
      `SELECT date, k, v FROM (SELECT date, k, v, row_number() OVER (ORDER BY ${totalOrder(hand)}) AS n FROM (${x})
        QUALIFY n BETWEEN 2 AND 5)`,
    { most: 4 },
  ),
  unary(
    'qualify under a condition',
    (x, hand) =>
      `SELECT * FROM (SELECT date, k, v FROM (${x}) QUALIFY row_number() OVER (PARTITION BY k
        ORDER BY ${totalOrder(hand)}) <= 2) WHERE ${predicate(hand)}`,
  ),
  unary(
    'qualify by the month of the date',
    (x, hand) =>
      `SELECT date, k, v FROM (${x}) QUALIFY rank() OVER (PARTITION BY k
        ORDER BY ${totalOrder(hand)}) <= month(as_of())`,
  ),
  unary(
    'pivot',
    (x) =>
      `SELECT date, 'p' AS k, coalesce(de, fr) AS v FROM (PIVOT (SELECT date, k, v FROM (${x})) ON k IN ('de', 'fr')
        USING max(v) GROUP BY date)`,
  ),
  unary(
    'pivot by what is left',
    (x) =>
      `SELECT date, 'p' AS k, (de + fr)::DOUBLE AS v FROM (PIVOT (SELECT date, k, v FROM (${x}))
        ON k IN ('de', 'fr') USING count(v))`,
  ),
  unary(
    'pivot as SQL has it',
    (x) =>
      `SELECT date, 'p' AS k, (de_n + fr_n)::DOUBLE + coalesce(de_m, 0) AS v FROM (SELECT date, k, v
        FROM (${x})) x PIVOT (min(v) AS m, count(*) AS n FOR k IN ('de', 'fr') GROUP BY date)`,
  ),
  unary(
    'pivot of nothing else',
    (x) =>
      `SELECT as_of() AS date, 'p' AS k, coalesce(de, 0) + coalesce(fr, 1) AS v FROM (PIVOT (SELECT k, v
        FROM (${x})) ON k IN ('de', 'fr') USING max(v))`,
    { most: 1 },
  ),
  unary(
    'unpivot',
    (x) =>
      `SELECT date, name AS k, w AS v FROM (UNPIVOT (SELECT date, v AS one, v + 1 AS two FROM (${x}))
        ON one, two INTO NAME name VALUE w)`,
  ),
  unary(
    'unpivot with NULLs',
    (x) =>
      `SELECT date, name AS k, w AS v FROM (SELECT date, v AS one, nullif(v, 0) AS two
        FROM (${x})) UNPIVOT INCLUDE NULLS (w FOR name IN (one, two))`,
  ),
];
