import type { LineageCase } from './lineage-case.ts';

/** What an expression makes of its operands. */
export const EXPRESSIONS: readonly LineageCase[] = [
  {
    sql: 'SELECT value AS v, value + rev AS w, 1 AS one, area FROM fred.unrate',
    columns: {
      v: 'IDENTITY unrate.value',
      w: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
      one: 'CONSTANT',
      area: 'IDENTITY unrate.area',
    },
  },
  {
    sql: 'SELECT value::DOUBLE AS d, value::INTEGER AS same, md5(area) AS h, -value AS n FROM fred.unrate',
    columns: {
      d: 'TRANSFORMATION unrate.value',
      same: 'IDENTITY unrate.value',
      h: 'TRANSFORMATION unrate.area masking',
      n: 'TRANSFORMATION unrate.value',
    },
  },
  {
    sql: `SELECT CASE WHEN rev > 1 THEN value ELSE 0 END AS v, if(rev IS NULL, area, 'x') AS i FROM fred.unrate`,
    columns: {
      v: 'TRANSFORMATION unrate.value, CONDITIONAL unrate.rev',
      i: 'TRANSFORMATION unrate.area, CONDITIONAL unrate.rev masking',
    },
  },
  {
    sql: 'SELECT coalesce(value, rev, 3) AS c, nullif(value, rev) AS n FROM fred.unrate',
    columns: {
      c:
        'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value, CONDITIONAL unrate.rev masking, ' +
        'CONDITIONAL unrate.value masking',
      n: 'TRANSFORMATION unrate.value, CONDITIONAL unrate.rev, CONDITIONAL unrate.value',
    },
  },
  {
    sql: `SELECT value IN (1, rev) AS i, value BETWEEN 1 AND rev AS b, NOT (value = 1 OR rev = 2) AS k FROM
      fred.unrate`,
    columns: {
      i: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
      b: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
      k: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value',
    },
  },
  {
    sql: 'SELECT value IS NULL AS n, rev IS NOT NULL AS k FROM fred.unrate',
    columns: { n: 'TRANSFORMATION unrate.value masking', k: 'TRANSFORMATION unrate.rev masking' },
  },
  {
    sql: `SELECT lo, info.p AS p, tags[1] AS first_tag, [lo, hi] AS pair, {'k': lo} AS st FROM lab.wide`,
    columns: {
      lo: 'IDENTITY wide.lo',
      p: 'TRANSFORMATION wide.info',
      first_tag: 'TRANSFORMATION wide.tags',
      pair: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      st: 'TRANSFORMATION wide.lo',
    },
  },
  {
    sql: `SELECT list_transform(tags, lambda t: t + lo) AS l, list_filter(tags, lambda t: t > hi) AS f FROM
      lab.wide`,
    columns: {
      l: 'TRANSFORMATION wide.lo, TRANSFORMATION wide.tags',
      f: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.tags',
    },
  },
  {
    sql: 'SELECT TRY(note::INTEGER) AS t, greatest(lo, hi) AS g, hash(note) AS h, row(lo, hi) AS r FROM lab.wide',
    columns: {
      t: 'TRANSFORMATION wide.note',
      g: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
      h: 'TRANSFORMATION wide.note masking',
      r: 'TRANSFORMATION wide.hi, TRANSFORMATION wide.lo',
    },
  },
  {
    sql: 'SELECT * EXCLUDE (rev) REPLACE (value * 2 AS value) RENAME (area AS region) FROM fred.unrate',
    columns: { date: 'IDENTITY unrate.date', value: 'TRANSFORMATION unrate.value', region: 'IDENTITY unrate.area' },
  },
  {
    sql: `SELECT COLUMNS('val|rev') + 1 FROM fred.unrate`,
    columns: { value: 'TRANSFORMATION unrate.value', rev: 'TRANSFORMATION unrate.rev' },
  },
  {
    sql: 'SELECT value * 2 AS twice, twice + rev AS more FROM fred.unrate WHERE twice > 3',
    columns: { twice: 'TRANSFORMATION unrate.value', more: 'TRANSFORMATION unrate.rev, TRANSFORMATION unrate.value' },
    rows: 'FILTER unrate.value',
  },
  {
    sql: 'SELECT date > as_of() AS future, as_of() AS today FROM fred.unrate',
    columns: { future: 'TRANSFORMATION unrate.date', today: 'CONSTANT' },
  },
];
