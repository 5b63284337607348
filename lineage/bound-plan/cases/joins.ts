import type { LineageCase } from './lineage-case.ts';

/** Two relations side by side. */
export const JOINS: readonly LineageCase[] = [
  {
    sql: 'SELECT u.value, p.value AS jobs FROM fred.unrate u JOIN fred.payems p USING (date)',
    columns: { value: 'IDENTITY unrate.value', jobs: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN unrate.date',
  },
  {
    sql: `SELECT u.value, p.value AS jobs FROM fred.unrate u LEFT JOIN fred.payems p ON u.date = p.date AND
      p.rev > 1`,
    columns: { value: 'IDENTITY unrate.value', jobs: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN unrate.date, FILTER payems.rev',
  },
  {
    sql: `SELECT coalesce(u.rev, p.rev) AS rev FROM fred.unrate u FULL JOIN fred.payems p ON u.date = p.date
      OR u.area < p.area`,
    columns: { rev: 'TRANSFORMATION payems.rev, TRANSFORMATION unrate.rev, CONDITIONAL unrate.rev masking' },
    rows: 'JOIN payems.area, JOIN payems.date, JOIN unrate.area, JOIN unrate.date',
  },
  {
    sql: 'SELECT date FROM fred.unrate u FULL JOIN fred.payems USING (date)',
    columns: { date: 'TRANSFORMATION payems.date, TRANSFORMATION unrate.date, CONDITIONAL unrate.date masking' },
    rows: 'JOIN payems.date, JOIN unrate.date',
  },
  {
    sql: 'SELECT u.value FROM fred.unrate u RIGHT JOIN fred.payems p ON u.date = p.date + p.rev',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.date, JOIN payems.rev, JOIN unrate.date',
  },
  {
    sql: `SELECT u.value FROM fred.unrate u JOIN fred.payems p ON u.date < p.date AND u.rev = p.rev AND
      u.value + p.value = 3`,
    columns: { value: 'IDENTITY unrate.value' },
    rows:
      'JOIN payems.date, JOIN payems.rev, JOIN unrate.date, JOIN unrate.rev, FILTER payems.value, ' +
      'FILTER unrate.value',
  },
  {
    sql: 'SELECT u.value, p.value AS other FROM fred.unrate u, fred.payems p',
    columns: { value: 'IDENTITY unrate.value', other: 'IDENTITY payems.value' },
  },
  {
    sql: 'SELECT u.value FROM fred.unrate u, fred.payems p WHERE u.area = p.area AND p.rev = 1',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER payems.area, FILTER payems.rev, FILTER unrate.area',
  },
  {
    sql: 'SELECT u.value, p.value AS other FROM fred.unrate u POSITIONAL JOIN fred.payems p',
    columns: { value: 'IDENTITY unrate.value', other: 'IDENTITY payems.value' },
  },
  {
    sql: 'SELECT value FROM fred.unrate u SEMI JOIN fred.payems p USING (area)',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.area, JOIN unrate.area',
  },
  {
    sql: 'SELECT value FROM fred.unrate u ANTI JOIN fred.payems p ON u.area = p.area AND p.value > 2',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.area, JOIN unrate.area, FILTER payems.value',
  },
  {
    sql: 'SELECT u.date, p.value FROM fred.unrate u ASOF JOIN fred.payems p ON u.area = p.area AND u.date >= p.date',
    columns: { date: 'IDENTITY unrate.date', value: 'IDENTITY payems.value' },
    rows: 'JOIN payems.area, JOIN payems.date, JOIN unrate.area, JOIN unrate.date',
  },
  {
    sql: 'SELECT u.date, p.value FROM fred.unrate u ASOF LEFT JOIN fred.payems p ON u.date > p.date',
    columns: { date: 'IDENTITY unrate.date', value: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN unrate.date',
  },
  {
    sql: `SELECT a.value AS now, b.value AS before FROM fred.unrate a LEFT JOIN fred.unrate b ON a.date =
      b.date + 1`,
    columns: { now: 'IDENTITY unrate.value', before: 'IDENTITY unrate.value' },
    rows: 'JOIN unrate.date',
  },
  {
    sql: 'SELECT x.m FROM (SELECT max(value) AS m FROM fred.unrate WHERE rev > 1) x, fred.payems p',
    columns: { m: 'AGGREGATION unrate.value, FILTER unrate.rev' },
  },
  {
    sql: `SELECT p.value FROM fred.payems p JOIN (SELECT max(date) AS m FROM fred.unrate WHERE rev > 1) x ON
      p.date = x.m`,
    columns: { value: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN unrate.date, JOIN unrate.rev',
  },
  {
    sql: 'SELECT * FROM fred.unrate NATURAL JOIN (SELECT area, max(rev) AS rev FROM fred.payems GROUP BY area)',
    columns: {
      date: 'IDENTITY unrate.date',
      value: 'IDENTITY unrate.value',
      area: 'IDENTITY unrate.area',
      rev: 'IDENTITY unrate.rev',
    },
    rows: 'JOIN payems.area, JOIN payems.rev, JOIN unrate.area, JOIN unrate.rev, GROUP_BY payems.area',
  },
];
