import { expect, it, onTestFinished } from 'vitest';
import { openWarehouse } from '../../warehouse/index.ts';
import { roundedWholeNumbers } from './whole-numbers.ts';

async function problemsOf(select: string): Promise<readonly string[]> {
  const warehouse = await openWarehouse();
  onTestFinished(() => warehouse.close());
  await warehouse.run(`CREATE TABLE selected AS ${select}`);
  return (await roundedWholeNumbers(warehouse, 'selected')).map(({ code, message }) => `${code} ${message}`);
}

it('refuses whole numbers that are stored as another one', async () => {
  expect(
    await problemsOf('SELECT sum(id) AS n, 1 AS m FROM (VALUES (9007199254740992), (9007199254740993)) t(id)'),
  ).toEqual([
    'EWS3031 column "n" holds 18014398509481985, a HUGEINT that is stored as a DOUBLE and would be rounded (1 row)',
  ]);
  expect(await problemsOf(`SELECT '340282366920938463463374607431768211455'::UHUGEINT AS n FROM range(2)`)).toEqual([
    expect.stringMatching(
      /^EWS3031 column "n" holds 340282366920938463463374607431768211455, a UHUGEINT .* \(2 rows\)$/,
    ),
  ]);
});

it('takes those that a DOUBLE holds, and all of other types', async () => {
  expect(
    await problemsOf('SELECT sum(i) AS n, NULL::HUGEINT AS m, 9007199254740993 AS id FROM range(1000) t(i)'),
  ).toEqual([]);
  expect(await problemsOf(`SELECT 18446744073709551616::HUGEINT AS n`)).toEqual([]);
});
