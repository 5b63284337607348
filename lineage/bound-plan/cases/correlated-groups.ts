import type { LineageCase } from './lineage-case.ts';

const FILTERED = 'FILTER payems.date, FILTER unrate.date';
const GROUPED = `GROUP_BY payems.value, ${FILTERED}`;
const OUTER = 'JOIN payems.rev, JOIN wide.id';
const date = 'IDENTITY unrate.date';

/** What a correlated subquery has as a row for each row of `fred.unrate`, of groups and totals of `fred.payems`. */
function beside(select: string, groupBy: string): string {
  return `SELECT u.date FROM fred.unrate u, LATERAL (SELECT ${select} FROM fred.payems p WHERE p.date <= u.date
    GROUP BY ${groupBy}) l`;
}

/** `u.value`, or NULL where no row of `lab.wide` matches. */
const PADDED = 'fred.payems p LEFT JOIN (SELECT w.id, u.value AS k FROM lab.wide w) y ON p.rev = y.id';

/** Groups, their totals and outer joins inside correlated subqueries. */
export const CORRELATED_GROUPS: readonly LineageCase[] = [
  { sql: beside('p.value, count(*) AS n', 'p.value'), columns: { date }, rows: GROUPED },
  { sql: beside('p.value, count(*) AS n', 'ROLLUP (p.value)'), columns: { date }, rows: GROUPED },
  { sql: beside('p.value, count(*) AS n', 'CUBE (p.value)'), columns: { date }, rows: GROUPED },
  { sql: beside('p.value, count(*) AS n', 'GROUPING SETS ((p.value), ())'), columns: { date }, rows: GROUPED },
  // A set more: two rows where there are any, and DuckDB's one where there are none.
  { sql: beside('count(*) AS n', 'GROUPING SETS ((), ())'), columns: { date }, rows: FILTERED },
  { sql: beside('count(*) AS n', 'ROLLUP (u.value)'), columns: { date }, rows: FILTERED },
  {
    sql: `SELECT u.date, (SELECT max(n) FROM (SELECT p.value, count(*) AS n FROM fred.payems p WHERE p.date <= u.date
      GROUP BY ROLLUP (p.value))) AS m FROM fred.unrate u`,
    columns: { date, m: GROUPED },
  },
  {
    sql: `SELECT u.date, (SELECT count(*) FROM (SELECT p.value FROM fred.payems p WHERE p.date <= u.date
      GROUP BY ROLLUP (p.value))) AS m FROM fred.unrate u`,
    columns: { date, m: GROUPED },
  },
  {
    sql: `SELECT u.date, EXISTS (SELECT 1 FROM fred.payems p WHERE p.date <= u.date GROUP BY ROLLUP (p.value)
      HAVING count(*) = 2) AS m FROM fred.unrate u`,
    columns: { date, m: GROUPED },
  },
  {
    sql: `SELECT l.n FROM fred.unrate u, LATERAL (SELECT count(*) AS n FROM ${PADDED} GROUP BY y.k) l`,
    columns: { n: 'CONSTANT' },
    rows: `${OUTER}, GROUP_BY unrate.value`,
  },
  {
    sql: `SELECT l.n FROM fred.unrate u, LATERAL (SELECT count(*) OVER (PARTITION BY y.k) AS n FROM ${PADDED}) l`,
    columns: { n: 'WINDOW unrate.value' },
    rows: OUTER,
  },
  {
    sql: `SELECT 1 AS one FROM fred.unrate u, LATERAL (SELECT DISTINCT y.k FROM ${PADDED}) l`,
    columns: { one: 'CONSTANT' },
    rows: `${OUTER}, GROUP_BY unrate.value`,
  },
  {
    sql: `SELECT l.n FROM fred.unrate u, LATERAL (SELECT count(*) AS n FROM ${PADDED}
      JOIN (SELECT u.value AS k) x ON x.k IS NOT DISTINCT FROM y.k) l`,
    columns: { n: 'JOIN payems.rev, JOIN unrate.value, JOIN wide.id' },
  },
  // An outer join to one row an invocation loses and repeats none.
  {
    sql: `SELECT u.date, l.s FROM fred.unrate u LEFT JOIN LATERAL (SELECT sum(p.value) AS s FROM fred.payems p
      WHERE p.date <= u.date) l ON true`,
    columns: { date, s: `AGGREGATION payems.value, ${FILTERED}` },
  },
];
