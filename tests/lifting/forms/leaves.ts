import type { Form, Hand } from './form.ts';

function leaf(name: string, sql: string | ((hand: Hand) => string)): Form {
  return { name, inputs: 0, most: 60, write: (_, hand) => (typeof sql === 'string' ? sql : sql(hand)) };
}

/** Queries that read one relation, or none. */
export const LEAVES: readonly Form[] = [
  leaf('monthly', 'SELECT date, NULL::VARCHAR AS k, value AS v FROM fred.a'),
  leaf('monthly, FROM first', `FROM fred.b SELECT date, 'b' AS k, value AS v`),
  leaf(
    'monthly, full names',
    `SELECT fred.a.date, 'a' AS k, fred.a.value AS v FROM fred.a WHERE fred.a.value IS NOT NULL`,
  ),
  leaf('quarterly', `SELECT c.date, 'c' AS k, c.value AS v FROM fred.c AS c`),
  leaf('daily', `SELECT "date", 'de' AS "k", "value" AS "v" FROM fred.d`),
  leaf('panel', 'SELECT date, k, value AS v FROM panel.p'),
  leaf('panel, renamed', 'SELECT p.date, p.k, p.v FROM panel.p AS p(date, k, v)'),
  leaf('one key of a panel', `SELECT date, k, value AS v FROM panel.p WHERE k = 'de'`),
  leaf('panel of two keys', `SELECT date, k || coalesce(j, '-') AS k, value AS v FROM panel.q`),
  leaf('panel of two keys, one dropped', 'SELECT date, j AS k, value AS v FROM panel.q'),
  leaf('events', `SELECT date, kind AS k, (CASE kind WHEN 'peak' THEN 1 ELSE 0 END)::DOUBLE AS v FROM nber.turns`),
  leaf(
    'decision dates',
    `SELECT date, 'd' AS k, (date - DATE '2000-01-01')::DOUBLE AS v FROM calendar.dates WHERE date > as_of() - 150`,
  ),
  leaf('the date alone', `SELECT as_of() AS date, 'now' AS k, month(as_of())::DOUBLE AS v`),
  leaf(
    'values',
    `SELECT * FROM (VALUES (DATE '2000-03-01', 'de', 1.5::DOUBLE), (DATE '2000-08-01', NULL, NULL), (NULL, 'fr', 7))
      t(date, k, v)`,
  ),
  leaf(
    'values of the date',
    `SELECT w.date, w.k, w.v::DOUBLE AS v FROM (VALUES (as_of(), 'de', 3), (as_of() - 31, 'fr', NULL)) w(date, k, v)`,
  ),
  leaf(
    'a spine to the date',
    `SELECT m::DATE AS date, 'fr' AS k, 0.5::DOUBLE AS v
      FROM generate_series(TIMESTAMP '2000-01-01', as_of()::TIMESTAMP, INTERVAL 1 MONTH) s(m)`,
  ),
  leaf(
    'a range',
    `SELECT DATE '2000-01-01' + i::INTEGER * 45 AS date, 'r' || i AS k, i::DOUBLE AS v FROM range(8) r(i)`,
  ),
  leaf('a list', `SELECT unnest([DATE '2000-05-01', as_of(), NULL]) AS date, 'u' AS k, 2::DOUBLE AS v`),
  leaf(
    'series side by side',
    `SELECT date, 'ab' AS k, a.value - b.value AS v FROM fred.a LEFT JOIN fred.b USING (date)`,
  ),
];
