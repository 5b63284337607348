import fc from 'fast-check';

/**
 * Queries with the columns `date` and `v`, built from one another. Every ORDER BY is total, so that a query has one
 * right answer; the rest is as wild as the forms that people combine.
 */
export function arbitraryQuery(depth: number): fc.Arbitrary<string> {
  const { query } = fc.letrec<{ query: string }>((tie) => {
    const q = tie('query');
    const two = fc.tuple(q, q, fc.nat(5));
    return {
      query: fc.oneof(
        { maxDepth: depth, depthIdentifier: 'query', withCrossShrink: true },
        { weight: 2, arbitrary: fc.constantFrom(...BASES) },
        { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...UNARY), q, fc.nat(5)).map(([form, x, n]) => form(x, n)) },
        { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...BINARY), two).map(([form, [x, y, n]]) => form(x, y, n)) },
        { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...TWICE), q, fc.nat(5)).map(([form, x, n]) => form(x, n)) },
      ),
    };
  });
  return query;
}

const BASES = [
  'SELECT date, value AS v FROM fred.a',
  'SELECT date, value AS v FROM fred.b',
  'SELECT date, value AS v FROM fred.c',
  "SELECT date, value AS v FROM panel.p WHERE k = 'de'",
  'SELECT date, max(value) AS v FROM panel.p GROUP BY date',
  'SELECT date, count(*)::DOUBLE AS v FROM calendar.dates GROUP BY date',
  "SELECT date, CASE kind WHEN 'peak' THEN 1.0 ELSE 0.0 END AS v FROM nber.turns",
  'SELECT as_of() AS date, 1.0::DOUBLE AS v',
];

type Unary = (x: string, n: number) => string;
type Binary = (x: string, y: string, n: number) => string;

const UNARY: readonly Unary[] = [
  (x, n) => `SELECT date, avg(v) OVER (ORDER BY date, v ROWS ${n} PRECEDING) AS v FROM (${x})`,
  (x, n) => `SELECT date, lag(v, ${n}) OVER (ORDER BY date, v) AS v FROM (${x})`,
  (x, n) => `SELECT date, sum(v) OVER (ORDER BY date, v ROWS BETWEEN ${n} PRECEDING AND 1 FOLLOWING) AS v FROM (${x})`,
  (x, n) =>
    `SELECT date, max(v) OVER (ORDER BY date RANGE BETWEEN INTERVAL ${n} MONTHS PRECEDING AND CURRENT ROW) AS v
      FROM (${x})`,
  (x) => `SELECT date, v - first_value(v) OVER (PARTITION BY quarter(date) ORDER BY date, v) AS v FROM (${x})`,
  (x) => `SELECT date_trunc('quarter', date)::DATE AS date, max(v) AS v FROM (${x}) GROUP BY 1`,
  (x) => `SELECT max(date) AS date, median(v) AS v FROM (${x})`,
  (x) => `SELECT min(date) AS date, count(v)::DOUBLE AS v FROM (${x})`,
  (x, n) => `SELECT max(date) AS date, min(v) AS v FROM (${x}) HAVING count(*) >= ${n}`,
  (x, n) => `SELECT date, v FROM (${x}) ORDER BY date DESC, v LIMIT ${n + 1}`,
  (x, n) => `SELECT date, v FROM (${x}) ORDER BY v, date LIMIT 3 OFFSET ${n}`,
  (x, n) => `SELECT date, v FROM (${x}) QUALIFY row_number() OVER (ORDER BY date DESC, v) <= ${n + 1}`,
  (x) => `SELECT DISTINCT ON (quarter(date)) date, v FROM (${x}) ORDER BY quarter(date), date, v`,
  (x) => `SELECT DISTINCT date, round(v) AS v FROM (${x})`,
  (x, n) => `SELECT date, v FROM (${x}) WHERE v > ${n * 15}`,
  (x, n) => `SELECT date, coalesce(v, ${n}) AS v FROM (${x}) WHERE date < as_of() - INTERVAL ${n * 20} DAYS`,
  (x) => `SELECT date, (as_of() - date)::DOUBLE AS v FROM (${x})`,
  (x) => `SELECT date, unnest([v, -v]) AS v FROM (${x})`,
  (x, n) => `SELECT (date + to_months(i::INTEGER))::DATE AS date, v FROM (${x}), range(${n}) r(i)`,
  (x) =>
    `FROM (PIVOT (SELECT date, v, v > 40 AS high FROM (${x})) ON high IN (true, false) USING max(v) GROUP BY date)
      SELECT date, coalesce("true", "false") AS v`,
];

const BINARY: readonly Binary[] = [
  (x, y) => `SELECT x.date, x.v - y.v AS v FROM (${x}) x JOIN (${y}) y ON x.date = y.date`,
  (x, y) => `SELECT date, coalesce(x.v, 0) + coalesce(y.v, 0) AS v FROM (${x}) x LEFT JOIN (${y}) y USING (date)`,
  (x, y) => `SELECT y.date, x.v FROM (${x}) x RIGHT JOIN (${y}) y ON x.date < y.date`,
  (x, y) =>
    `SELECT x.date, y.v FROM (FROM (${x}) WHERE date IS NOT NULL) x ASOF LEFT JOIN (SELECT date, max(v) AS v
      FROM (${y}) WHERE date IS NOT NULL GROUP BY date) y ON x.date >= y.date`,
  (x, y) => `SELECT x.date, x.v - m.v AS v FROM (${x}) x, (SELECT max(v) AS v FROM (${y})) m`,
  (x, y) => `(${x}) UNION ALL (${y})`,
  (x, y) => `(${x}) UNION (${y})`,
  (x, y) => `(${x}) EXCEPT (${y})`,
  (x, y) => `(${x}) INTERSECT ALL (${y})`,
  (x, y) => `SELECT date, v FROM (${x}) WHERE date IN (SELECT date FROM (${y}))`,
  (x, y) => `SELECT date, v FROM (${x}) WHERE v NOT IN (SELECT v FROM (${y}) WHERE v IS NOT NULL)`,
  (x, y) => `SELECT date, v FROM (${x}) x WHERE EXISTS (SELECT 1 FROM (${y}) y WHERE y.date = x.date AND y.v > x.v)`,
  (x, y) => `SELECT date, v FROM (${x}) x WHERE NOT EXISTS (SELECT 1 FROM (${y}) y WHERE y.date > x.date)`,
  (x, y) => `SELECT date, v - (SELECT max(v) FROM (${y})) AS v FROM (${x})`,
  (x, y) => `SELECT date, (SELECT count(*) FROM (${y}) y WHERE y.date <= x.date)::DOUBLE AS v FROM (${x}) x`,
  (x, y) => `SELECT date, (SELECT coalesce(max(y.v), x.v) FROM (${y}) y WHERE y.date < x.date) AS v FROM (${x}) x`,
  (x, y) =>
    `SELECT date, (SELECT y.v FROM (${y}) y WHERE y.date <= x.date ORDER BY y.date DESC, y.v LIMIT 1) AS v
      FROM (${x}) x`,
  (x, y) => `SELECT x.date, l.v FROM (${x}) x, LATERAL (SELECT max(y.v) AS v FROM (${y}) y WHERE y.date <= x.date) l`,
  (x, y, n) =>
    `SELECT x.date, l.v FROM (${x}) x LEFT JOIN LATERAL (SELECT y.v FROM (${y}) y WHERE y.date > x.date
      ORDER BY y.date, y.v LIMIT ${n + 1}) l ON true`,
];

/** A CTE read more than once, from nested places. */
const TWICE: readonly Unary[] = [
  (x) => `WITH w AS (${x}) SELECT date, v - (SELECT max(v) FROM w) AS v FROM w`,
  (x) => `WITH w AS (${x}) SELECT date, (SELECT max(i.v) FROM w i WHERE i.date < w.date) AS v FROM w`,
  (x) =>
    `WITH w AS (${x}) SELECT date, v FROM w WHERE date IN (SELECT date FROM w WHERE v > (SELECT avg(v)
      FROM (SELECT v FROM w ORDER BY date, v)))`,
  (x) =>
    `WITH w AS (${x}), u AS (SELECT date, max(v) AS v FROM w GROUP BY date) SELECT w.date, w.v - u.v AS v FROM w
      LEFT JOIN u ON u.date = (SELECT max(date) FROM w i WHERE i.date <= w.date)`,
  (x, n) =>
    `WITH w AS MATERIALIZED (${x}) SELECT l.date, r.v FROM w l JOIN w r ON r.date = l.date + INTERVAL ${n} MONTHS`,
  (x) =>
    `WITH w(date, v) AS (SELECT date, v FROM (${x})) SELECT date, v FROM w UNION ALL SELECT date, (SELECT min(v)
      FROM w) FROM w`,
];
