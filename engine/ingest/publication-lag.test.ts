import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Dated, Day, Frequency } from '../calendar/index.ts';
import { first } from '../presence/index.ts';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';
import { declaredSql, rowKnownFromSql, rowNoForecastFromSql } from './declared-series.ts';
import { isLag, knownFromSql, type Lagged, nextKnownBy } from './publication-lag.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

async function dayOf(sql: string): Promise<string> {
  return String(first(await warehouse.rows(`SELECT ${sql} AS day`))['day']);
}

/** A period's day, the day of the period before it, the lag, and when the period is known. */
type Case = readonly [Frequency, Dated, Day, Day, number, Day];

const CASES: readonly Case[] = [
  ['daily', 'start', '2024-02-29', '2024-02-28', 1, '2024-03-01'],
  ['weekly', 'start', '2024-02-26', '2024-02-19', 3, '2024-03-06'],
  ['weekly', 'end', '2024-03-01', '2024-02-23', -1, '2024-02-29'],
  ['biweekly', 'end', '2024-01-03', '2023-12-20', 0, '2024-01-03'],
  ['monthly', 'start', '2024-02-01', '2024-01-01', 10, '2024-03-10'],
  ['monthly', 'end', '2024-02-29', '2024-01-31', 10, '2024-03-10'],
  ['quarterly', 'start', '2023-10-01', '2023-07-01', 32, '2024-02-01'],
  ['semiannual', 'end', '2023-06-30', '2022-12-31', 60, '2023-08-29'],
  ['annual', 'start', '2023-01-01', '2022-01-01', 59, '2024-02-28'],
  ['5-year', 'start', '2015-01-01', '2010-01-01', 366, '2020-12-31'],
];

it.each(CASES)('a %s value dated by its %s, %s after %s, is known %s days after: %s', async (...of) => {
  const [frequency, dated, date, before, lagDays, known] = of;
  const lagged: Lagged = { frequency, dated, lagDays };
  expect(await dayOf(knownFromSql(lagged, `DATE '${date}'`))).toBe(known);
  expect(nextKnownBy(lagged, before)).toBe(known);
});

it('is the same in a file of many series, where each row has the lag of its own', async () => {
  const series = CASES.map(([frequency, dated, , , publicationLagDays], index) => {
    return { name: `s${index}`, seriesId: `S${index}`, frequency, dated, publicationLagDays };
  });
  const rows = CASES.map(([, , date], index) => `('S${index}', DATE '${date}')`);
  const told = await warehouse.rows(`
    WITH ${declaredSql(series)}, staged(series_id, date) AS (VALUES ${rows.join(', ')})
    SELECT ${rowKnownFromSql(series, 'date')} AS known, ${rowNoForecastFromSql(series, 'date')} AS possible, lag_days
    FROM staged JOIN declared USING (series_id) ORDER BY series_id`);
  expect(told.map(({ known }) => String(known))).toEqual(CASES.map(([, , , , , known]) => known));
  const early = told.filter(({ known, possible }) => String(known) === String(possible));
  expect(early.map((row) => Number(row['lag_days']))).toEqual([-1, 0]);
});

it.each([
  [0, 'start', true],
  [-1, 'start', false],
  [-1, undefined, false],
  [-1, 'end', true],
  [0.5, 'end', false],
  [Number.NaN, 'end', false],
] as const)('a lag of %s of what is dated by its %s: %s', (lag, dated, allowed) => {
  expect(isLag(lag, dated)).toBe(allowed);
});
