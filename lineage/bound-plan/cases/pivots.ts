import type { LineageCase } from './lineage-case.ts';

/** PIVOT, UNPIVOT, grouping sets and columns by pattern. */
export const PIVOTS: readonly LineageCase[] = [
  {
    sql: `PIVOT fred.unrate ON area IN ('a', 'b'), rev IN (1, 2) USING sum(value) AS s, count(*) AS n GROUP
      BY date`,
    columns: {
      date: 'IDENTITY unrate.date',
      a_1_s: 'AGGREGATION unrate.value, FILTER unrate.area, FILTER unrate.rev',
      a_1_n: 'FILTER unrate.area, FILTER unrate.rev',
      a_2_s: 'AGGREGATION unrate.value, FILTER unrate.area, FILTER unrate.rev',
      a_2_n: 'FILTER unrate.area, FILTER unrate.rev',
      b_1_s: 'AGGREGATION unrate.value, FILTER unrate.area, FILTER unrate.rev',
      b_1_n: 'FILTER unrate.area, FILTER unrate.rev',
      b_2_s: 'AGGREGATION unrate.value, FILTER unrate.area, FILTER unrate.rev',
      b_2_n: 'FILTER unrate.area, FILTER unrate.rev',
    },
    rows: 'GROUP_BY unrate.date',
  },
  {
    sql: `FROM fred.unrate PIVOT (max(value) FOR area IN ('a', 'b') GROUP BY rev)`,
    columns: {
      rev: 'IDENTITY unrate.rev',
      a: 'AGGREGATION unrate.value, FILTER unrate.area',
      b: 'AGGREGATION unrate.value, FILTER unrate.area',
    },
    rows: 'GROUP_BY unrate.rev',
  },
  {
    sql: `SELECT a + b AS both FROM (PIVOT (SELECT date, area, value FROM fred.unrate WHERE rev > 1) ON area
      IN ('a', 'b') USING sum(value))`,
    columns: { both: 'AGGREGATION unrate.value, FILTER unrate.area' },
    rows: 'GROUP_BY unrate.date, FILTER unrate.rev',
  },
  {
    sql: `PIVOT (SELECT u.date, u.area, p.value FROM fred.unrate u JOIN fred.payems p USING (rev)) ON area IN
      ('a') USING min(value) AS low, max(value) AS top`,
    columns: {
      date: 'IDENTITY unrate.date',
      a_low: 'AGGREGATION payems.value, FILTER unrate.area',
      a_top: 'AGGREGATION payems.value, FILTER unrate.area',
    },
    rows: 'JOIN payems.rev, JOIN unrate.rev, GROUP_BY unrate.date',
  },
  {
    sql: 'FROM lab.wide UNPIVOT INCLUDE NULLS (v FOR b IN (lo, hi))',
    columns: {
      id: 'IDENTITY wide.id',
      tags: 'IDENTITY wide.tags',
      info: 'IDENTITY wide.info',
      note: 'IDENTITY wide.note',
      b: 'CONSTANT',
      v: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
    },
    rows: 'JOIN wide.hi, JOIN wide.lo',
  },
  {
    sql: 'UNPIVOT lab.wide ON (lo, hi) AS x, (hi, id) AS y INTO NAME n VALUE v, w',
    columns: {
      tags: 'IDENTITY wide.tags',
      info: 'IDENTITY wide.info',
      note: 'IDENTITY wide.note',
      n: 'CONSTANT',
      v: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      w: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.id',
    },
    rows:
      'JOIN wide.hi, JOIN wide.id, JOIN wide.lo, FILTER wide.hi masking, FILTER wide.id masking, ' +
      'FILTER wide.lo masking',
  },
  {
    sql: `UNPIVOT (SELECT id, lo, hi FROM lab.wide WHERE note = 'x') ON COLUMNS('lo|hi') INTO NAME n VALUE v`,
    columns: { id: 'IDENTITY wide.id', n: 'CONSTANT', v: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo' },
    rows: 'JOIN wide.hi, JOIN wide.lo, FILTER wide.hi masking, FILTER wide.lo masking, FILTER wide.note',
  },
  {
    sql: `SELECT n, sum(v) AS s FROM (UNPIVOT lab.wide ON lo + 1 AS a, hi AS b INTO NAME n VALUE v) GROUP BY
      n`,
    columns: { n: 'CONSTANT', s: 'AGGREGATION wide.hi, AGGREGATION wide.lo' },
    rows: 'JOIN wide.hi, JOIN wide.lo, FILTER wide.hi masking, FILTER wide.lo masking',
  },
  {
    sql: `SELECT grouping(area, rev) AS g, grouping_id(area) AS gi, count(*) AS n FROM fred.unrate GROUP BY
      CUBE (area, rev)`,
    columns: { g: 'CONSTANT', gi: 'CONSTANT', n: 'CONSTANT' },
    rows: 'GROUP_BY unrate.area, GROUP_BY unrate.rev',
  },
  {
    sql: `SELECT area, sum(value) AS s FROM fred.unrate GROUP BY GROUPING SETS (ROLLUP (area), (rev), (area,
      rev)) HAVING grouping(area) = 0`,
    columns: { area: 'IDENTITY unrate.area', s: 'AGGREGATION unrate.value' },
    rows: 'GROUP_BY unrate.area, GROUP_BY unrate.rev',
  },
  {
    sql: `SELECT CASE WHEN grouping(area) = 1 THEN 'all' ELSE area END AS a, sum(value) AS s FROM fred.unrate
      GROUP BY ROLLUP (area)`,
    columns: { a: 'TRANSFORMATION unrate.area', s: 'AGGREGATION unrate.value' },
    rows: 'GROUP_BY unrate.area',
  },
  {
    sql: 'SELECT max(COLUMNS(*)) FROM fred.unrate',
    columns: {
      date: 'AGGREGATION unrate.date',
      value: 'AGGREGATION unrate.value',
      area: 'AGGREGATION unrate.area',
      rev: 'AGGREGATION unrate.rev',
    },
  },
  {
    sql: `SELECT COLUMNS(lambda c: c LIKE 'v%') + 1 FROM fred.unrate`,
    columns: { value: 'TRANSFORMATION unrate.value' },
  },
  {
    sql: `SELECT min(COLUMNS('lo|hi')) AS "least_\\0" FROM lab.wide WHERE COLUMNS('lo|hi') > 0`,
    columns: { least_lo: 'AGGREGATION wide.lo', least_hi: 'AGGREGATION wide.hi' },
    rows: 'FILTER wide.hi, FILTER wide.lo',
  },
  { sql: `SELECT * LIKE 'r%' FROM fred.unrate`, columns: { rev: 'IDENTITY unrate.rev' } },
  {
    sql: 'SELECT area, rev, count(*) AS n FROM fred.unrate GROUP BY ALL ORDER BY ALL',
    columns: { area: 'IDENTITY unrate.area', rev: 'IDENTITY unrate.rev', n: 'CONSTANT' },
    rows: 'GROUP_BY unrate.area, GROUP_BY unrate.rev, SORT unrate.area, SORT unrate.rev',
  },
  {
    sql: 'SELECT rev + 1 AS k, sum(value) AS s FROM fred.unrate GROUP BY 1 ORDER BY 2',
    columns: { k: 'TRANSFORMATION unrate.rev', s: 'AGGREGATION unrate.value' },
    rows: 'GROUP_BY unrate.rev, SORT unrate.value',
  },
];
