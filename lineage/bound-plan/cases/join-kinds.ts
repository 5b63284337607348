import type { LineageCase } from './lineage-case.ts';

/** Every kind of join that the binder makes. */
export const JOIN_KINDS: readonly LineageCase[] = [
  {
    sql: 'SELECT u.value FROM fred.unrate u ANTI JOIN fred.payems p ON u.rev < p.rev',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.rev, JOIN unrate.rev',
  },
  {
    sql: 'SELECT u.value FROM fred.unrate u SEMI JOIN fred.payems p ON u.rev < p.rev OR u.area = p.area',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.area, JOIN payems.rev, JOIN unrate.area, JOIN unrate.rev',
  },
  {
    sql: 'SELECT u.value FROM fred.unrate u ANTI JOIN fred.payems p ON u.rev < p.rev OR u.area = p.area',
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.area, JOIN payems.rev, JOIN unrate.area, JOIN unrate.rev',
  },
  {
    sql: `SELECT u.value, p.value AS w FROM fred.unrate u JOIN fred.payems p ON u.rev = p.rev OR u.date =
      p.date`,
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN payems.rev, JOIN unrate.date, JOIN unrate.rev',
  },
  {
    sql: `SELECT u.value, p.value AS w FROM fred.unrate u LEFT JOIN fred.payems p ON u.rev = p.rev OR u.date
      = p.date`,
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN payems.rev, JOIN unrate.date, JOIN unrate.rev',
  },
  {
    sql: `SELECT u.value, p.value AS w FROM fred.unrate u RIGHT JOIN fred.payems p ON u.rev + p.rev > 3 OR
      u.area = p.area`,
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value' },
    rows: 'JOIN payems.area, JOIN payems.rev, JOIN unrate.area, JOIN unrate.rev',
  },
  {
    sql: 'SELECT u.value, p.value AS w FROM fred.unrate u ASOF RIGHT JOIN fred.payems p ON u.date >= p.date',
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN unrate.date',
  },
  {
    sql: 'SELECT u.value, p.value AS w FROM fred.unrate u ASOF FULL JOIN fred.payems p ON u.date >= p.date',
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN unrate.date',
  },
  {
    sql: 'SELECT u.value, p.value AS w FROM fred.unrate u ASOF JOIN fred.payems p USING (area, date)',
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value' },
    rows: 'JOIN payems.area, JOIN payems.date, JOIN unrate.area, JOIN unrate.date',
  },
  {
    sql: `SELECT u.value, p.value AS w FROM fred.unrate u ASOF JOIN fred.payems p ON u.area = p.area AND
      u.rev < p.rev`,
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value' },
    rows: 'JOIN payems.area, JOIN payems.rev, JOIN unrate.area, JOIN unrate.rev',
  },
  {
    sql: `SELECT * FROM (SELECT value FROM fred.unrate) u POSITIONAL JOIN (SELECT lo FROM lab.wide WHERE hi >
      1) w`,
    columns: { value: 'IDENTITY unrate.value', lo: 'IDENTITY wide.lo' },
    rows: 'FILTER wide.hi',
  },
  {
    sql: 'SELECT area, u.value FROM fred.unrate u RIGHT JOIN fred.payems p USING (area)',
    columns: { area: 'IDENTITY payems.area', value: 'IDENTITY unrate.value' },
    rows: 'JOIN payems.area, JOIN unrate.area',
  },
  {
    sql: `SELECT u.value, p.value AS w FROM fred.unrate u JOIN fred.payems p ON u.date IS NOT DISTINCT FROM
      p.date AND u.rev <> p.rev`,
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value' },
    rows: 'JOIN payems.date, JOIN payems.rev, JOIN unrate.date, JOIN unrate.rev',
  },
  {
    sql: `SELECT u.value, p.value AS w, w.lo FROM fred.unrate u JOIN fred.payems p USING (date) LEFT JOIN
      lab.wide w ON w.id = u.rev AND w.hi = p.rev`,
    columns: { value: 'IDENTITY unrate.value', w: 'IDENTITY payems.value', lo: 'IDENTITY wide.lo' },
    rows: 'JOIN payems.date, JOIN payems.rev, JOIN unrate.date, JOIN unrate.rev, JOIN wide.hi, JOIN wide.id',
  },
  {
    sql: `SELECT u.value FROM fred.unrate u JOIN fred.payems p ON u.date = p.date AND u.rev IN (SELECT lo
      FROM lab.wide)`,
    columns: { value: 'IDENTITY unrate.value' },
    rows: 'FILTER payems.date, FILTER unrate.date, FILTER unrate.rev, FILTER wide.lo',
  },
  {
    sql: `SELECT u.date, q.value FROM fred.unrate u JOIN LATERAL (SELECT value FROM fred.payems p WHERE p.rev
      = u.rev ORDER BY p.date DESC, p.value LIMIT 1) q ON true`,
    columns: { date: 'IDENTITY unrate.date', value: 'IDENTITY payems.value' },
    rows: 'FILTER payems.rev, FILTER unrate.rev, SORT payems.date, SORT payems.value',
  },
  {
    sql: `SELECT u.date, q.m FROM fred.unrate u CROSS JOIN LATERAL (SELECT max(p.value) AS m FROM fred.payems
      p WHERE p.date <= u.date) q WHERE q.m > u.value`,
    columns: { date: 'IDENTITY unrate.date', m: 'AGGREGATION payems.value, FILTER payems.date, FILTER unrate.date' },
    rows: 'FILTER payems.date, FILTER payems.value, FILTER unrate.date, FILTER unrate.value',
  },
  {
    sql: `SELECT u.value, u.rev IS DISTINCT FROM p.rev AS differs FROM fred.unrate u, fred.payems p WHERE
      u.date = p.date`,
    columns: { value: 'IDENTITY unrate.value', differs: 'TRANSFORMATION payems.rev, TRANSFORMATION unrate.rev' },
    rows: 'FILTER payems.date, FILTER unrate.date',
  },
  {
    sql: `SELECT a.value + b.value + c.value AS s FROM fred.unrate a JOIN fred.unrate b ON a.rev = b.rev JOIN
      fred.payems c ON c.rev = b.rev`,
    columns: { s: 'TRANSFORMATION payems.value, TRANSFORMATION unrate.value' },
    rows: 'JOIN payems.rev, JOIN unrate.rev',
  },
];
