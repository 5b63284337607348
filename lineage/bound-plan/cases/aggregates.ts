import type { LineageCase } from './lineage-case.ts';

/** Groups, and what is computed for each. */
export const AGGREGATES: readonly LineageCase[] = [
  {
    sql: 'SELECT sum(value) AS s FROM fred.unrate',
    columns: { s: 'AGGREGATION unrate.value' },
  },
  {
    sql: 'SELECT sum(value) AS s FROM fred.unrate WHERE rev > 1',
    columns: { s: 'AGGREGATION unrate.value' },
    rows: 'FILTER unrate.rev',
  },
  {
    sql: 'SELECT count(*) AS n, count(rev) AS r, count(DISTINCT rev) AS d FROM fred.unrate',
    columns: { n: 'CONSTANT', r: 'AGGREGATION unrate.rev masking', d: 'AGGREGATION unrate.rev masking' },
  },
  {
    sql: 'SELECT area, sum(value) AS s, count(*) AS n FROM fred.unrate GROUP BY area',
    columns: { area: 'IDENTITY unrate.area', s: 'AGGREGATION unrate.value', n: 'CONSTANT' },
    rows: 'GROUP_BY unrate.area',
  },
  {
    sql: 'SELECT rev % 2 AS odd, max(value) - min(value) AS spread FROM fred.unrate GROUP BY odd',
    columns: { odd: 'TRANSFORMATION unrate.rev', spread: 'AGGREGATION unrate.value' },
    rows: 'GROUP_BY unrate.rev',
  },
  {
    sql: `SELECT area, sum(value) FILTER (WHERE rev > 1) AS s, list(value ORDER BY date) AS l FROM fred.unrate
      GROUP BY ALL`,
    columns: {
      area: 'IDENTITY unrate.area',
      s: 'AGGREGATION unrate.value, FILTER unrate.rev',
      l: 'AGGREGATION unrate.value, SORT unrate.date',
    },
    rows: 'GROUP_BY unrate.area',
  },
  {
    sql: `SELECT arg_max(value, date) AS last, string_agg(area, ',' ORDER BY date, rev) AS s FROM fred.unrate`,
    columns: {
      last: 'AGGREGATION unrate.date, AGGREGATION unrate.value',
      s: 'AGGREGATION unrate.area, SORT unrate.date, SORT unrate.rev',
    },
  },
  {
    sql: 'SELECT median(value) AS m, quantile_cont(value, 0.9) AS q FROM fred.unrate',
    columns: { m: 'AGGREGATION unrate.value', q: 'AGGREGATION unrate.value' },
  },
  {
    sql: 'SELECT area, rev, sum(value) AS s, grouping(area) AS g FROM fred.unrate GROUP BY ROLLUP (area, rev)',
    columns: { area: 'IDENTITY unrate.area', rev: 'IDENTITY unrate.rev', s: 'AGGREGATION unrate.value', g: 'CONSTANT' },
    rows: 'GROUP_BY unrate.area, GROUP_BY unrate.rev',
  },
  {
    sql: 'SELECT area, rev, min(date) AS d FROM fred.unrate GROUP BY GROUPING SETS ((area), (rev), ())',
    columns: { area: 'IDENTITY unrate.area', rev: 'IDENTITY unrate.rev', d: 'AGGREGATION unrate.date' },
    rows: 'GROUP_BY unrate.area, GROUP_BY unrate.rev',
  },
  {
    sql: 'SELECT area FROM fred.unrate GROUP BY area HAVING max(value) > 3',
    columns: { area: 'IDENTITY unrate.area' },
    rows: 'GROUP_BY unrate.area, FILTER unrate.value',
  },
  {
    sql: 'SELECT CASE WHEN max(rev) > 2 THEN sum(value) END AS s FROM fred.unrate',
    columns: { s: 'AGGREGATION unrate.value, CONDITIONAL unrate.rev' },
  },
  {
    sql: 'SELECT sum(m) AS total FROM (SELECT area, max(value) AS m FROM fred.unrate WHERE rev > 1 GROUP BY area)',
    columns: { total: 'AGGREGATION unrate.value' },
    rows: 'GROUP_BY unrate.area, FILTER unrate.rev',
  },
  {
    sql: `PIVOT fred.unrate ON area IN ('a', 'b') USING sum(value) GROUP BY rev`,
    columns: {
      rev: 'IDENTITY unrate.rev',
      a: 'AGGREGATION unrate.value, FILTER unrate.area',
      b: 'AGGREGATION unrate.value, FILTER unrate.area',
    },
    rows: 'GROUP_BY unrate.rev',
  },
];
