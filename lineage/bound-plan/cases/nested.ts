import type { LineageCase } from './lineage-case.ts';

/** Lists, structs, maps, lambdas, JSON. */
export const NESTED: readonly LineageCase[] = [
  {
    sql: 'SELECT unnest(info) FROM lab.wide',
    columns: { p: 'TRANSFORMATION wide.info', q: 'TRANSFORMATION wide.info' },
  },
  {
    sql: `SELECT unnest([{'a': lo, 'b': [hi]}], recursive := true) FROM lab.wide`,
    columns: {
      a: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      b: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
    },
    rows: 'JOIN wide.hi, JOIN wide.lo',
  },
  {
    sql: 'SELECT id, unnest(tags) AS a, unnest([lo, hi]) AS b FROM lab.wide',
    columns: {
      id: 'IDENTITY wide.id',
      a: 'TRANSFORMATION wide.tags',
      b: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
    },
    rows: 'JOIN wide.hi, JOIN wide.lo, JOIN wide.tags',
  },
  {
    sql: 'SELECT list_reduce(tags, lambda a, b: a + b * lo) AS r FROM lab.wide WHERE len(tags) > 0',
    columns: { r: 'TRANSFORMATION wide.lo, TRANSFORMATION wide.tags' },
    rows: 'FILTER wide.tags',
  },
  {
    sql: `SELECT list_transform(tags, lambda x: list_transform(tags, lambda y: x + y + hi)) AS r FROM
      lab.wide`,
    columns: { r: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.tags' },
  },
  {
    sql: 'SELECT list_transform(tags, lambda x, i: x * i + id) AS r FROM lab.wide',
    columns: { r: 'TRANSFORMATION wide.id, TRANSFORMATION wide.tags' },
  },
  {
    sql: 'SELECT [t + lo FOR t IN tags IF t > hi] AS c FROM lab.wide',
    columns: { c: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo, TRANSFORMATION wide.tags' },
  },
  {
    sql: `SELECT info.p + info['q'] AS s, struct_extract(info, 'q') AS q FROM lab.wide`,
    columns: { s: 'TRANSFORMATION wide.info', q: 'TRANSFORMATION wide.info' },
  },
  {
    sql: 'SELECT s.p, s.q FROM (SELECT info AS s FROM lab.wide)',
    columns: { p: 'TRANSFORMATION wide.info', q: 'TRANSFORMATION wide.info' },
  },
  { sql: 'SELECT info.* FROM lab.wide', columns: { p: 'TRANSFORMATION wide.info', q: 'TRANSFORMATION wide.info' } },
  {
    sql: 'SELECT tags[1:lo] AS part, tags[hi] AS item, tags[-1] AS last_item FROM lab.wide',
    columns: {
      part: 'TRANSFORMATION wide.lo, TRANSFORMATION wide.tags',
      item: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.tags',
      last_item: 'TRANSFORMATION wide.tags',
    },
  },
  {
    sql: `SELECT {'a': lo, 'b': {'c': hi}} AS st, ({'a': lo, 'b': {'c': hi}}).b.c AS c FROM lab.wide`,
    columns: {
      st: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      c: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
    },
  },
  {
    sql: `SELECT MAP {'k': lo} AS m, MAP([id], [hi]) AS n, map_extract(MAP {'k': lo}, note) AS e FROM
      lab.wide`,
    columns: {
      m: 'TRANSFORMATION wide.lo',
      n: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.id',
      e: 'TRANSFORMATION wide.lo, TRANSFORMATION wide.note',
    },
  },
  {
    sql: `SELECT ARRAY[lo, hi] AS a, array_value(lo, hi) AS v, tags || [lo] AS c, list_contains(tags, lo) AS
      k FROM lab.wide`,
    columns: {
      a: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      v: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      c: 'TRANSFORMATION wide.lo, TRANSFORMATION wide.tags',
      k: 'TRANSFORMATION wide.lo, TRANSFORMATION wide.tags',
    },
  },
  {
    sql: 'SELECT union_value(k := lo) AS u, (union_value(k := hi)).k AS k FROM lab.wide',
    columns: { u: 'TRANSFORMATION wide.lo', k: 'TRANSFORMATION wide.hi' },
  },
  {
    sql: `SELECT to_json(info) AS j, json_extract(to_json(info), '$.p') AS p, to_json(info)->>note AS t FROM
      lab.wide`,
    columns: {
      j: 'TRANSFORMATION wide.info',
      p: 'TRANSFORMATION wide.info',
      t: 'TRANSFORMATION wide.info, TRANSFORMATION wide.note',
    },
  },
  {
    sql: `SELECT list_sort(tags) AS s, list_aggregate(tags, 'sum') AS a, len(tags) AS n FROM lab.wide`,
    columns: { s: 'TRANSFORMATION wide.tags', a: 'TRANSFORMATION wide.tags', n: 'TRANSFORMATION wide.tags' },
  },
  {
    sql: 'SELECT u AS whole FROM fred.unrate u',
    columns: {
      whole:
        'TRANSFORMATION unrate.area, TRANSFORMATION unrate.date, TRANSFORMATION unrate.rev, ' +
        'TRANSFORMATION unrate.value',
    },
  },
  {
    sql: `SELECT struct_pack(*COLUMNS('lo|hi')) AS s, coalesce(*COLUMNS(['lo', 'hi'])) AS c FROM lab.wide`,
    columns: {
      s: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      c: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo, CONDITIONAL wide.lo masking',
    },
  },
  {
    sql: 'SELECT x FROM (SELECT unnest(tags) AS x FROM lab.wide) WHERE x > 1',
    columns: { x: 'TRANSFORMATION wide.tags' },
    rows: 'JOIN wide.tags, FILTER wide.tags',
  },
  {
    sql: 'SELECT k, v FROM lab.wide, unnest(tags) WITH ORDINALITY t(v, k)',
    columns: { k: 'TRANSFORMATION wide.tags', v: 'TRANSFORMATION wide.tags' },
    rows: 'JOIN wide.tags',
  },
  {
    sql: 'SELECT w.id, j.key, j.value FROM lab.wide w, json_each(to_json(w.info)) j',
    columns: { id: 'IDENTITY wide.id', key: 'TRANSFORMATION wide.info', value: 'TRANSFORMATION wide.info' },
    rows: 'JOIN wide.info',
  },
  {
    sql: 'SELECT unnest(generate_series(lo, hi)) AS g FROM lab.wide',
    columns: { g: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo' },
    rows: 'JOIN wide.hi, JOIN wide.lo',
  },
  {
    sql: `SELECT id, (SELECT max(t) FROM unnest(tags) x(t)) AS m, (SELECT count(*) FROM unnest(tags) x(t)
      WHERE t > lo) AS n FROM lab.wide`,
    columns: {
      id: 'IDENTITY wide.id',
      m: 'AGGREGATION wide.tags, JOIN wide.tags',
      n: 'JOIN wide.tags, FILTER wide.lo, FILTER wide.tags',
    },
  },
  {
    sql: 'SELECT id, t.x FROM lab.wide LEFT JOIN LATERAL (SELECT unnest(tags) AS x) t ON true',
    columns: { id: 'IDENTITY wide.id', x: 'TRANSFORMATION wide.tags' },
    rows: 'JOIN wide.tags',
  },
];
