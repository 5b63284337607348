import { badGroup, type HostileCase, times } from './hostile-project.ts';

const FROM = 'FROM rates.long';

/** A query that is refused while it is read or bound. */
function bound(name: string, told: readonly string[], sql: string, columns?: readonly string[]): HostileCase {
  return { name, told, args: ['ls'], refusedBy: 'binding', plant: badGroup(sql, columns) };
}

/** A query that nothing is wrong with before it has data. */
function computed(name: string, sql: string): HostileCase {
  return { name, told: ['EWS3003'], plant: badGroup(sql) };
}

/** Named steps, each of which is made of the one before. */
function steps(count: number, step: (before: string) => string): string {
  const all = times(count, (i) => `, a${i + 1} AS (${step(`a${i}`)})`, '\n');
  return `WITH a0 AS (SELECT date, value AS v ${FROM})${all}\nSELECT date, max(v) AS v FROM a${count} GROUP BY date`;
}

const TOO_DEEP = ['EWS2101', 'EWS2135'];
const ENDED = ['EWS2121', 'EWS2106'];

/** Queries that explode while they are read or bound: as text, as a tree, as a plan, as a constant. */
export const HOSTILE_TEXTS_OF_QUERIES: readonly HostileCase[] = [
  bound(
    'an IN list of 40,000 literals',
    ['EWS2135'],
    `SELECT date, value AS v ${FROM} WHERE value IN (${times(4e4, (i) => `${i % 9}`, ',')})`,
  ),
  bound(
    'two thousand named steps',
    ['EWS2135'],
    steps(2000, (before) => `SELECT date, v + 1 AS v FROM ${before}`),
  ),
  bound(
    'a thousand joins',
    TOO_DEEP,
    `SELECT a0.date, a1.value AS v FROM
      rates.long a0 ${times(999, (i) => `JOIN rates.long a${i + 1} USING (date)`, ' ')}`,
  ),
  bound(
    'three thousand unions',
    [...TOO_DEEP, ...ENDED],
    times(3000, () => `SELECT date, value AS v ${FROM}`, ' UNION '),
  ),
  bound(
    'subqueries, nine hundred deep',
    TOO_DEEP,
    `SELECT date, v FROM ${'(SELECT date, v FROM '.repeat(900)}rates.long${')'.repeat(900)}`,
  ),
  bound('a sum of ten thousand terms', TOO_DEEP, `SELECT date, ${times(1e4, () => 'value', '+')} AS v ${FROM}`),
  bound(
    'five thousand columns',
    ['EWS2136', 'EWS2135'],
    `SELECT date, ${times(5000, (i) => `value v${i}`, ', ')} ${FROM}`,
  ),
  bound(
    'columns that double with every step',
    [...ENDED, 'EWS2136', 'EWS2135'],
    steps(16, (before) => `SELECT * FROM ${before} x JOIN ${before} y USING (date)`),
  ),
  bound(
    'grouping sets of forty columns',
    TOO_DEEP,
    `SELECT date, max(v0) AS v FROM (SELECT date, ${times(40, (i) => `value + ${i} AS v${i}`, ', ')} ${FROM})
      GROUP BY CUBE (date, ${times(40, (i) => `v${i}`, ', ')})`,
  ),
  bound(
    'comments that are never closed',
    ['EWS2101', 'EWS2135'],
    `SELECT date, value AS v ${FROM} ${'/*'.repeat(9e4)}`,
  ),
  bound(
    'dollars that are never closed',
    ['EWS2101', 'EWS2135'],
    `SELECT date, value AS v ${FROM} ${times(2e4, (i) => `$a${i}$`)}`,
  ),
  bound(
    'quotes that are never closed',
    ['EWS2101', 'EWS2135'],
    `SELECT date, value AS v ${FROM} WHERE ${"'".repeat(150_001)}`,
  ),
  bound(
    'brackets of a list, five hundred deep',
    [...ENDED, ...TOO_DEEP],
    `SELECT date, len(${'['.repeat(500)}1${']'.repeat(500)}) AS v ${FROM}`,
  ),
];

/** Queries that take too much of the data, however few these are. */
export const HOSTILE_QUERIES: readonly HostileCase[] = [
  ...Object.entries({
    'a constant list of 2 * 10^9 numbers': 'len(range(2000000000))',
    'the sum of a constant list': 'list_sum(range(900000000))',
    'a constant list, sorted': 'len(list_sort(range(200000000)))',
    'a constant text of 2 GB': "length(repeat('x', 1900000000))",
    'the distance of two constants': "levenshtein(repeat('a', 300000), repeat('b', 300000))",
    'the likeness of two constants': "jaro_similarity(repeat('ab', 1200000), repeat('ba', 1200000))",
    'a constant list of lists': 'len(flatten(list_transform(range(30000), x -> range(x))))',
  }).map(([name, value]) => computed(name, `SELECT date, ${value} AS v ${FROM}`)),
  computed(
    'a recursion without an end',
    `WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT date, (SELECT max(n) FROM t) AS v ${FROM}`,
  ),
  computed(
    'a recursion whose text doubles',
    `WITH RECURSIVE t(n, s) AS (SELECT 1, 'x' UNION ALL SELECT n + 1, s || s FROM t) SELECT date, (SELECT max(n)
      FROM t) AS v ${FROM}`,
  ),
  computed(
    'a recursion whose rows grow',
    `WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + i FROM t, range(100) r(i)) SELECT date, (SELECT count(*)
      FROM t) AS v ${FROM}`,
  ),
  computed(
    'a series of 10^11 numbers',
    `SELECT date, (SELECT sum(i) FROM generate_series(1, 100000000000) t(i)) AS v ${FROM}`,
  ),
  computed(
    'all days, a thousand times',
    `SELECT date, (SELECT count(DISTINCT d) FROM generate_series(DATE '0001-01-01', DATE '9999-12-31',
      INTERVAL 1 DAY) a(d), range(1000)) AS v ${FROM}`,
  ),
  computed(
    'a list of a billion numbers, unnested',
    `SELECT date, max(x) AS v FROM (SELECT date, unnest(range(1000000000 + value::BIGINT)) AS x ${FROM}) GROUP BY date`,
  ),
  computed('a list that the data make long', `SELECT date, len(range(2000000000 + value::BIGINT)) AS v ${FROM}`),
  computed(
    'a sort that spills',
    `SELECT date, v FROM (SELECT date, i * 7919 % 104729 AS v, row_number() OVER (PARTITION BY date
      ORDER BY hash(i)) AS n ${FROM}, range(300000) r(i)) WHERE n = 1`,
  ),
  computed('rows that spill', `SELECT date, repeat(value::VARCHAR, 5000) AS v ${FROM}, range(100000) r(i)`),
  computed(
    'a window over everything',
    `SELECT date, max(v) AS v FROM (SELECT date, sum(i) OVER (ORDER BY hash(i), date
      ROWS BETWEEN 100000 PRECEDING AND 100000 FOLLOWING) AS v ${FROM}, range(20000) r(i)) GROUP BY date`,
  ),
  computed(
    'medians of windows',
    `SELECT date, max(v) AS v FROM (SELECT date, median(i) OVER (ORDER BY i
      ROWS BETWEEN 50000 PRECEDING AND 50000 FOLLOWING) AS v ${FROM}, range(5000) r(i)) GROUP BY date`,
  ),
  computed(
    'texts that grow along a window',
    `SELECT date, length(string_agg(repeat(value::VARCHAR, 1000000), ',') OVER (ORDER BY date)) AS v ${FROM}`,
  ),
  computed(
    'texts of everything with everything',
    `SELECT a.date, length(string_agg(repeat(b.value::VARCHAR, 100000), ',')) AS v FROM rates.long a, rates.long b,
      rates.long c GROUP BY a.date`,
  ),
  computed('a text of 500 MB', `SELECT date, length(repeat(value::VARCHAR, 500000000)) AS v ${FROM}`),
  computed('brackets of JSON, 10^8 deep', `SELECT date, length(repeat('[', 100000000 + value::INT)) AS v ${FROM}`),
  computed(
    'the distance of long texts',
    `SELECT date, levenshtein(repeat(value::VARCHAR, 100000), repeat('ab', 200000)) AS v ${FROM}`,
  ),
  computed(
    'the likeness of long texts',
    `SELECT date, jaro_similarity(repeat(value::VARCHAR, 300000), repeat('ba', 600000)) AS v ${FROM}`,
  ),
  computed(
    'an expression that tries all ways',
    `SELECT date, length(regexp_replace(repeat('a' || value::VARCHAR, 20000000), '(a*)*b', 'c', 'g')) AS v ${FROM}`,
  ),
  computed(
    'an expression that finds every letter',
    `SELECT date, len(regexp_extract_all(repeat('a' || value::VARCHAR, 3000000), '.')) AS v ${FROM}`,
  ),
  computed(
    'everything with everything, six times',
    `SELECT a.date, max(a.value + b.value + c.value + d.value + e.value) AS v FROM rates.long a, rates.long b,
      rates.long c, rates.long d, rates.long e, rates.long f GROUP BY a.date`,
  ),
  computed(
    'distinct ones of everything',
    `SELECT a.date, count(DISTINCT (b.value, c.value, d.value, e.date)) AS v FROM rates.long a, rates.long b,
      rates.long c, rates.long d, rates.long e GROUP BY a.date`,
  ),
  computed(
    'medians of everything',
    `SELECT a.date, quantile_cont(b.value * c.value, 0.5) AS v FROM rates.long a, rates.long b, rates.long c,
      rates.short d GROUP BY a.date`,
  ),
  computed(
    'lists of everything',
    `SELECT a.date, len(list(b.value + c.value)) AS v FROM rates.long a, rates.long b, rates.long c, rates.long d
      GROUP BY a.date`,
  ),
  computed(
    'a pivot of everything',
    `SELECT date, max("1") AS v FROM (PIVOT (SELECT a.date, b.value, i AS k FROM rates.long a,
      rates.long b, range(20000) r(i)) ON k IN (${times(500, (i) => `${i}`, ', ')})
      USING string_agg(value::VARCHAR, ',') GROUP BY date) GROUP BY date`,
  ),
  computed('ten million rows', `SELECT date + (i % 2)::INT AS date, i AS v ${FROM}, range(10000000) r(i)`),
  computed('an answer of texts of 60 MB', `SELECT date, repeat(value::VARCHAR, 20000000) AS v ${FROM}`),
  computed(
    'the latest of each, 10^8 times',
    `SELECT a.date, max(b.value) AS v FROM rates.long a ASOF JOIN rates.short b
      ON a.date >= b.date, range(100000000) r(i) GROUP BY a.date`,
  ),
];
