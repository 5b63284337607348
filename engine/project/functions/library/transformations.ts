import type { FunctionCase } from '../function-definition.ts';
import type { LibraryPart } from './library-part.ts';

const FRED = 'FRED, "What formulas are used to calculate the units transformations?"';
const DAYS = 'd is the first day of its period, as FRED dates it.';

const number = (unit?: string) => ({
  kind: 'scalar' as const,
  type: 'DOUBLE',
  ...(unit === undefined ? {} : { unit }),
});

/** Monthly values with a hole in March, and a year later the first of them again. */
const HOLED = [
  { d: '2019-01-01', v: 100 },
  { d: '2019-02-01', v: 110 },
  { d: '2019-04-01', v: 121 },
  { d: '2020-01-01', v: 150 },
];

const over = (call: string, is: FunctionCase['is']): FunctionCase => ({ call, over: HOLED, is });

/** FRED's transformations of units, compared by the calendar: a period that is missing gives NULL. */
export const TRANSFORMATIONS: LibraryPart = {
  path: 'ews/transformations.sql',
  sql: `
CREATE FUNCTION before(v DOUBLE, d DATE, every INTERVAL, per := NULL) AS
  CASE WHEN count(*) OVER (PARTITION BY per ORDER BY d RANGE BETWEEN every PRECEDING AND every PRECEDING) = 1
       THEN max(v) OVER (PARTITION BY per ORDER BY d RANGE BETWEEN every PRECEDING AND every PRECEDING) END;

CREATE FUNCTION chg(v DOUBLE, d DATE, every INTERVAL := INTERVAL 1 MONTH, per := NULL) AS
  v - ews.before(v, d, every, per);

CREATE FUNCTION ch1(v DOUBLE, d DATE, year INTERVAL := INTERVAL 1 YEAR, per := NULL) AS
  v - ews.before(v, d, year, per);

CREATE FUNCTION pch(v DOUBLE, d DATE, every INTERVAL := INTERVAL 1 MONTH, per := NULL) AS
  (v / nullif(ews.before(v, d, every, per), 0) - 1) * 100;

CREATE FUNCTION pc1(v DOUBLE, d DATE, year INTERVAL := INTERVAL 1 YEAR, per := NULL) AS
  (v / nullif(ews.before(v, d, year, per), 0) - 1) * 100;

CREATE FUNCTION pca(v DOUBLE, d DATE, every INTERVAL := INTERVAL 1 MONTH, per_year INTEGER := 12, per := NULL) AS
  (pow(v / nullif(ews.before(v, d, every, per), 0), per_year) - 1) * 100;

CREATE FUNCTION cch(v DOUBLE, d DATE, every INTERVAL := INTERVAL 1 MONTH, per := NULL) AS
  (ews.log(v) - ews.log(ews.before(v, d, every, per))) * 100;

CREATE FUNCTION cca(v DOUBLE, d DATE, every INTERVAL := INTERVAL 1 MONTH, per_year INTEGER := 12, per := NULL) AS
  (ews.log(v) - ews.log(ews.before(v, d, every, per))) * 100 * per_year;

CREATE FUNCTION log(v DOUBLE) AS CASE WHEN v > 0 THEN ln(v) END;

CREATE FUNCTION annualised(growth DOUBLE, per_year INTEGER) AS (pow(1 + growth / 100, per_year) - 1) * 100;
`,
  described: {
    before: {
      description: `The value one step before by the calendar; NULL where there is none, or more than one. ${DAYS}`,
      formula: 'v of the one row of the same per whose d lies exactly every before',
      source: 'the calendar',
      returns: number(),
      cases: [over('before(v, d, INTERVAL 1 MONTH)', [null, 100, null, null])],
    },
    chg: {
      description: `Change from the period before. ${DAYS} FRED takes the row before, whatever its date.`,
      formula: 'x(t) - x(t-1)',
      source: FRED,
      returns: number('as v'),
      cases: [over('chg(v, d)', [null, 10, null, null])],
    },
    ch1: {
      description: `Change from a year before. ${DAYS} FRED counts rows: 12 of a monthly series.`,
      formula: 'x(t) - x(t - observations a year)',
      source: FRED,
      returns: number('as v'),
      cases: [over('ch1(v, d)', [null, null, null, 50])],
    },
    pch: {
      description: `Per cent change from the period before. ${DAYS} FRED takes the row before, whatever its date.`,
      formula: '(x(t) / x(t-1) - 1) * 100',
      source: FRED,
      returns: number('%'),
      cases: [over('pch(v, d)', [null, 10, null, null]), over('pch(0 * v, d)', [null, null, null, null])],
    },
    pc1: {
      description: `Per cent change from a year before. ${DAYS} FRED counts rows: 12 of a monthly series.`,
      formula: '(x(t) / x(t - observations a year) - 1) * 100',
      source: FRED,
      returns: number('%'),
      cases: [over('pc1(v, d)', [null, null, null, 50])],
    },
    pca: {
      description: `Compounded annual rate of change. ${DAYS} per_year says how many periods a year has.`,
      formula: '((x(t) / x(t-1)) ^ (observations a year) - 1) * 100',
      source: FRED,
      returns: number('% a year'),
      cases: [over('pca(v, d)', [null, 213.8428376721, null, null])],
    },
    cch: {
      description: `Continuously compounded rate of change. ${DAYS}`,
      formula: '(ln x(t) - ln x(t-1)) * 100',
      source: FRED,
      returns: number('%'),
      cases: [over('cch(v, d)', [null, 9.531017980432493, null, null])],
    },
    cca: {
      description: `Continuously compounded annual rate of change. ${DAYS} per_year says how many periods a year has.`,
      formula: '(ln x(t) - ln x(t-1)) * 100 * observations a year',
      source: FRED,
      returns: number('% a year'),
      cases: [over('cca(v, d)', [null, 114.3722157651899, null, null])],
    },
    log: {
      description: 'Natural logarithm; NULL of what is not above zero.',
      formula: 'ln x(t)',
      source: FRED,
      returns: number(),
      cases: [
        { call: 'log(1)', is: 0 },
        { call: 'log(0)', is: null },
        { call: 'log(-1)', is: null },
      ],
    },
    annualised: {
      description: 'The rate a year that a growth in per cent a period compounds to.',
      formula: '((1 + growth / 100) ^ per_year - 1) * 100',
      source: FRED,
      returns: number('% a year'),
      cases: [
        { call: 'annualised(10, 2)', is: 21.000000000000018 },
        { call: 'annualised(NULL, 4)', is: null },
      ],
    },
  },
};
