import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { first } from '../presence/index.ts';
import { openWarehouse, type Warehouse } from '../warehouse/index.ts';
import {
  isPeriodDaySql,
  nextPeriodEnd,
  type Periods,
  periodEndSql,
  periodStart,
  periodStartSql,
} from './calendar-period.ts';

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await openWarehouse();
});
afterAll(() => warehouse.close());

async function told(periods: Periods, day: Day): Promise<readonly unknown[]> {
  const date = `DATE '${day}'`;
  const [row] = await warehouse.rows(
    `SELECT ${periodEndSql(periods, date)} AS ends, ${isPeriodDaySql(periods, date)} AS fits`,
  );
  return [String(row?.['ends']), row?.['fits']];
}

describe('the last day of the period that a date names', () => {
  it.each([
    ['daily', '2024-02-28', '2024-02-28'],
    ['weekly', '2024-02-26', '2024-03-03'],
    ['biweekly', '2023-12-25', '2024-01-07'],
    ['monthly', '2024-02-01', '2024-02-29'],
    ['quarterly', '2008-01-01', '2008-03-31'],
    ['semiannual', '2023-07-01', '2023-12-31'],
    ['annual', '2024-01-01', '2024-12-31'],
    ['5-year', '2015-01-01', '2019-12-31'],
  ] as const)('is computed of %s data', async (frequency, date, ends) => {
    expect(await told({ frequency }, date)).toEqual([ends, true]);
  });

  it('of a fiscal year is a year after its first day, with a warning', async () => {
    expect(await told({ frequency: 'annual' }, '2020-10-01')).toEqual(['2021-09-30', false]);
  });

  it.each([
    ['daily', '2024-02-28', true],
    ['weekly', '2024-02-24', true],
    ['biweekly', '2024-02-21', true],
    ['monthly', '2024-02-29', true],
    ['monthly', '2024-02-01', false],
    ['quarterly', '2024-03-31', true],
    ['quarterly', '2024-04-30', false],
    ['semiannual', '2024-06-30', true],
    ['annual', '2024-09-30', true],
    ['5-year', '2019-12-31', true],
  ] as const)('is the date itself of %s data dated by the end, %s', async (frequency, date, fits) => {
    expect(await told({ frequency, dated: 'end' }, date)).toEqual([date, fits]);
  });
});

it.each([
  ['daily', '2024-02-28', '2024-02-28'],
  ['weekly', '2024-03-02', '2024-02-25'],
  ['biweekly', '2024-01-03', '2023-12-21'],
  ['monthly', '2024-03-31', '2024-03-01'],
  ['quarterly', '2024-03-31', '2024-01-01'],
  ['semiannual', '2024-06-30', '2024-01-01'],
  ['annual', '2024-09-30', '2023-10-01'],
  ['5-year', '2019-12-31', '2015-01-01'],
] as const)('the first day of a %s period that ends on %s is %s', async (frequency, date, starts) => {
  const periods: Periods = { frequency, dated: 'end' };
  const rows = await warehouse.rows(`SELECT ${periodStartSql(periods, `DATE '${date}'`)} AS starts`);
  expect([String(first(rows)['starts']), periodStart(periods, date)]).toEqual([starts, starts]);
  expect([periodStartSql({ frequency }, 'd'), periodStart({ frequency }, date)]).toEqual(['d', date]);
});

describe('the period after', () => {
  it.each([
    ['weekly', 'start', '2024-02-26', '2024-03-10'],
    ['weekly', 'end', '2024-02-24', '2024-03-02'],
    ['monthly', 'start', '2023-12-01', '2024-01-31'],
    ['monthly', 'end', '2024-01-31', '2024-02-29'],
    ['quarterly', 'start', '2024-07-01', '2024-12-31'],
    ['5-year', 'end', '2019-12-31', '2024-12-31'],
  ] as const)('a %s one dated by its %s ends', (frequency, dated, date, ends) => {
    expect(nextPeriodEnd({ frequency, dated }, date)).toBe(ends);
  });
});
