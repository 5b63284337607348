import type { LineageCase } from './lineage-case.ts';

/** Which rows there are, and in which order. */
export const ROWS: readonly LineageCase[] = [
  {
    sql: `SELECT value FROM fred.unrate WHERE rev > 1 AND area = 'a'`,
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER unrate.area, FILTER unrate.rev',
  },
  {
    sql: `SELECT value FROM fred.unrate WHERE CASE WHEN area = 'a' THEN value > 1 ELSE rev > 1 END`,
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER unrate.area, FILTER unrate.rev, FILTER unrate.value',
  },
  {
    sql: 'SELECT value FROM fred.unrate ORDER BY rev, date DESC',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'SORT unrate.date, SORT unrate.rev',
  },
  {
    sql: 'SELECT value FROM fred.unrate ORDER BY date, rev LIMIT 3',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'SORT unrate.date, SORT unrate.rev',
  },
  {
    sql: 'SELECT value FROM fred.unrate ORDER BY date LIMIT 2 OFFSET 1',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'SORT unrate.date',
  },
  {
    sql: 'SELECT value FROM fred.unrate ORDER BY date LIMIT 50%',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'SORT unrate.date',
  },
  {
    sql: 'SELECT value FROM fred.unrate LIMIT (SELECT max(lo) FROM lab.wide)',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER wide.lo',
  },
  {
    sql: 'SELECT DISTINCT area, rev FROM fred.unrate',
    columns: { area: 'IDENTITY unrate.area', rev: 'IDENTITY unrate.rev' },
    rows: 'GROUP_BY unrate.area, GROUP_BY unrate.rev',
  },
  {
    sql: 'SELECT DISTINCT ON (area) value FROM fred.unrate ORDER BY area, date DESC, rev',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'GROUP_BY unrate.area, SORT unrate.area, SORT unrate.date, SORT unrate.rev',
  },
  {
    sql: `SELECT area FROM (SELECT area, value FROM fred.unrate WHERE rev > 1 ORDER BY date LIMIT 5) WHERE
      value > 1`,
    columns: { area: 'IDENTITY unrate.area' },
    rows: 'FILTER unrate.rev, FILTER unrate.value, SORT unrate.date',
  },
  {
    sql: 'SELECT value FROM lab.high',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER unrate.rev',
  },
];
