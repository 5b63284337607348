import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NO_CACHE } from '../../engine/compile/compile-cache.ts';
import { caseProblems } from '../../engine/compile/functions/run-case.ts';
import { Functions } from '../../engine/compile/inline/index.ts';
import { openShadowCatalogue } from '../../engine/compile/shadow-catalogue.ts';
import { present } from '../../engine/presence/index.ts';
import { libraryFunctions } from '../../engine/project/index.ts';
import { IN_PROCESS, quoteText, type Row } from '../../engine/warehouse/index.ts';
import { FRED_UNITS, fredUnit, hodrickPrescottGap } from './fred-units.ts';
import { rowsOf, writtenOut } from './project-with-functions.ts';

const SNAPSHOT = fileURLToPath(new URL('../../sources/snapshot/fred.parquet', import.meta.url));

/** `fred.unrate` as one of the series of the bundled snapshot. */
const series = (id: string, where = 'true'): string => `CREATE OR REPLACE TABLE fred.unrate AS
  SELECT date, value FROM read_parquet(${quoteText(SNAPSHOT)}) WHERE series_id = '${id}' AND ${where} ORDER BY date`;

async function evaluated(expression: string, ...before: readonly string[]): Promise<readonly Row[]> {
  const planted = `SELECT date, ${expression} AS x FROM fred.unrate ORDER BY date`;
  return rowsOf(await writtenOut({ planted }), ...before);
}

const numbers = (rows: readonly Row[], name: string): readonly (number | null)[] =>
  rows.map((row) => row[name] as number | null);

function expectNear(got: readonly (number | null)[], expected: readonly (number | null)[], relative = 1e-11): void {
  expect(got).toHaveLength(expected.length);
  const wrong = expected.flatMap((value, index) => {
    const found = present(got[index] === undefined ? undefined : [got[index]])[0];
    const isNear =
      value === null || found === null || found === undefined
        ? value === found
        : Math.abs(found - value) <= relative * Math.max(1, Math.abs(value));
    return isNear ? [] : [{ index, found, value }];
  });
  expect(wrong.slice(0, 3)).toEqual([]);
}

describe('the units of FRED, by its own formulas', () => {
  it.each([
    ['INDPRO', 12, ''],
    ['GDP', 4, 'every := INTERVAL 3 MONTH'],
  ])('%s, %i a year', async (id, perYear, every) => {
    const plain = await rowsOf('SELECT date, value FROM fred.unrate ORDER BY date', series(id));
    const x = numbers(plain, 'value').map((value) => present(value ?? undefined));
    expect(x.length).toBeGreaterThan(200);
    for (const unit of FRED_UNITS) {
      const more = {
        log: '',
        ch1: ', date',
        pc1: ', date',
        chg: `, date${every === '' ? '' : `, ${every}`}`,
        pch: `, date${every === '' ? '' : `, ${every}`}`,
        cch: `, date${every === '' ? '' : `, ${every}`}`,
        pca: `, date${every === '' ? '' : `, ${every}`}, per_year := ${perYear}`,
        cca: `, date${every === '' ? '' : `, ${every}`}, per_year := ${perYear}`,
      }[unit];
      const got = numbers(await evaluated(`ews.${unit}(value${more})`, series(id)), 'x');
      expectNear(got, fredUnit(unit, x, perYear));
      expect(got.filter((value) => value !== null).length, unit).toBeGreaterThan(190);
    }
  });

  it('a missing month is NULL a month and a year later, and shifts nothing else', async () => {
    const hole = "date <> DATE '2005-03-01'";
    for (const call of ['ews.pch(value, date)', 'ews.pc1(value, date)']) {
      const whole = new Map((await evaluated(call, series('INDPRO'))).map(({ date, x }) => [date, x]));
      const holed = await evaluated(call, series('INDPRO', hole));
      const other = holed.filter(({ date, x }) => x !== whole.get(String(date)));
      const later = call.includes('pch') ? '2005-04-01' : '2006-03-01';
      expect(other).toEqual([{ date: later, x: null }]);
    }
  });

  it('a panel is compared within its keys, and NULL where it is forgotten', async () => {
    const panel = `CREATE OR REPLACE TABLE fred.unrate AS SELECT date, value, country
      FROM (VALUES ('AT', 1), ('DE', 100)) AS c(country, f),
           (SELECT DATE '2020-01-01' + to_months(i::INTEGER) AS date, i + 1 AS i FROM range(3) AS t(i)) AS d,
           LATERAL (SELECT (f * i)::DOUBLE AS value)`;
    const planted = (call: string) => `SELECT date, country, ${call} AS x FROM (
      SELECT date, value, CASE WHEN value < 50 THEN 'AT' ELSE 'DE' END AS country FROM fred.unrate) ORDER BY 2, 1`;
    const yaml = 'feature: planted\ndescription: d\nkeys: [country]\ncolumns: { x: { description: x } }\n';
    const run = async (call: string) => {
      const sql = await writtenOut({ planted: planted(call), more: { 'features/planted.yaml': yaml } });
      return numbers(await rowsOf(sql, panel), 'x');
    };
    expect(await run('ews.chg(value, date, per := country)')).toEqual([null, 1, 1, null, 100, 100]);
    expect(await run('ews.chg(value, date)')).toEqual([null, null, null, null, null, null]);
  });
});

describe('where a value stands among those up to its own date', () => {
  it('is counted and measured with nothing later', async () => {
    const plain = numbers(await rowsOf('SELECT value FROM fred.unrate ORDER BY date', series('UNRATE')), 'value');
    const x = plain.map((value) => present(value ?? undefined));
    const known = x.map((_, t) => x.slice(0, t + 1));
    const shares = known.map((seen, t) => (100 * seen.filter((v) => v <= (x[t] as number)).length) / seen.length);
    expectNear(numbers(await evaluated('ews.percentile(value, date)', series('UNRATE')), 'x'), shares);
    const scores = known.map((seen, t) => {
      const mean = seen.reduce((sum, v) => sum + v, 0) / seen.length;
      const spread = Math.sqrt(seen.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (seen.length - 1));
      return spread > 0 ? ((x[t] as number) - mean) / spread : null;
    });
    expectNear(numbers(await evaluated('ews.zscore(value, date)', series('UNRATE')), 'x'), scores, 1e-9);
  });
});

describe('the one-sided Hodrick-Prescott trend', () => {
  const ratios = `CREATE OR REPLACE TABLE fred.unrate AS
    SELECT gdp.date, 100 * loans.value / gdp.value AS value
    FROM (FROM read_parquet(${quoteText(SNAPSHOT)}) WHERE series_id = 'GDP') AS gdp
    JOIN (FROM read_parquet(${quoteText(SNAPSHOT)}) WHERE series_id = 'LOANS') AS loans
      ON loans.date = gdp.date + INTERVAL 2 MONTH
    WHERE gdp.date BETWEEN DATE '1947-01-01' AND DATE '2007-10-01'`;

  it('gives the credit gap of the last quarter of 2007: 5.185 points', async () => {
    const trend = 'ews.hp_trend(list(value) OVER (ORDER BY date), 400000)';
    const rows = await evaluated(`value - ${trend}`, ratios);
    expect(rows).toHaveLength(244);
    expect(rows.at(-1)?.['date']).toBe('2007-10-01');
    expect(Math.abs((rows.at(-1)?.['x'] as number) - 5.185)).toBeLessThan(0.01);
    const plain = await rowsOf('SELECT value FROM fred.unrate ORDER BY date', ratios);
    const x = numbers(plain, 'value').map((value) => present(value ?? undefined));
    const solved = x.map((_, t) => hodrickPrescottGap(x.slice(0, t + 1), 400_000));
    expectNear(numbers(rows, 'x'), solved, 1e-9);
  });
});

it('every function that comes along holds its own cases', async () => {
  const shadow = await openShadowCatalogue({ cache: NO_CACHE, warehouses: IN_PROCESS });
  try {
    const functions = new Functions({ functions: [], unsoundFunctions: new Set(), hasOpenLibrary: false }, []);
    for (const fn of libraryFunctions()) {
      for (const index of fn.cases.keys()) expect(await caseProblems(shadow, functions, fn, index)).toEqual([]);
    }
  } finally {
    shadow.close();
  }
});
