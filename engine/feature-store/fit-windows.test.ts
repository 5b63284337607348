import { expect, it } from 'vitest';
import type { Scalar } from '../warehouse/index.ts';
import { planOf } from './definition.fixture.ts';
import { checkLift, compareEvaluated, evaluateLifted, evaluateLoop, fitWindows } from './index.ts';
import { dayAt, openWith, type TestSource } from './vintages.fixture.ts';

/** A daily series, each day known on the next. */
function daily(length: number): TestSource {
  return {
    name: 'fred.vix',
    columns: [
      { name: 'date', type: 'DATE' },
      { name: 'value', type: 'DOUBLE' },
    ],
    rows: Array.from({ length }, (_, index) => [dayAt(index), Math.sqrt(index + 1), dayAt(index + 1), '9999-12-31']),
  };
}

const VIX = { name: 'fred.vix', keys: [] };
const MEAN = { name: 'mean', sql: 'SELECT date, avg(value) OVER (ORDER BY date ROWS 99 PRECEDING) AS m FROM fred.vix' };

it('keeps sums over frames the same to the bit while vintages are short', async () => {
  const dates = [dayAt(-1), dayAt(150), dayAt(313), dayAt(399)];
  const source = daily(400);
  const warehouse = await openWith([source], dates);
  expect(await fitWindows(warehouse, [VIX])).toBe('separate');
  const plan = await planOf(warehouse, MEAN, [source]);
  const loop = await evaluateLoop(warehouse, plan, dates);
  expect(await compareEvaluated(warehouse, await evaluateLifted(warehouse, plan, dates), loop)).toEqual({
    equal: true,
  });
  warehouse.close();
});

it('shares sums when they are long, and the check lets last bits differ, but no more', async () => {
  const dates = [dayAt(100), dayAt(713), dayAt(1555), dayAt(2100), dayAt(2400)];
  const source = daily(2500);
  const warehouse = await openWith([source], dates);
  expect(await fitWindows(warehouse, [VIX])).toBe('shared');
  const plan = await planOf(warehouse, MEAN, [source]);
  const loop = await evaluateLoop(warehouse, plan, dates);
  const lifted = await evaluateLifted(warehouse, plan, dates);
  expect(await compareEvaluated(warehouse, lifted, loop)).toMatchObject({ equal: false });
  expect(await checkLift(warehouse, plan, dates)).toEqual({ equal: true });
  const off = { ...plan, liftedSql: `SELECT * REPLACE (m * (1 + 1e-8) AS m) FROM (${plan.liftedSql})` };
  expect(await checkLift(warehouse, off, dates)).toMatchObject({ equal: false, example: { m: expect.any(Number) } });
  warehouse.close();
});

it('goes by the longest history of one key in one vintage, not by the rows of the source', async () => {
  const columns = [...daily(0).columns, { name: 'k', type: 'VARCHAR' }];
  const keyed = (length: number, revise: (row: readonly Scalar[]) => readonly (readonly Scalar[])[]): TestSource => ({
    name: 'panel.vix',
    columns,
    rows: ['a', 'b', 'c'].flatMap((key) =>
      daily(length).rows.flatMap(([date = null, value = null, start = null, end = null]) =>
        revise([date, value, key, start, end]),
      ),
    ),
  });
  const mode = async (source: TestSource) => {
    const warehouse = await openWith([source], []);
    const fitted = await fitWindows(warehouse, [{ name: 'panel.vix', keys: ['k'] }]);
    warehouse.close();
    return fitted;
  };
  expect(await mode(keyed(1_900, (row) => [row]))).toBe('separate');
  expect(await mode(keyed(2_001, (row) => [row]))).toBe('shared');
  // Each row is revised twice: three times as many are stored, and none is known beside its predecessor.
  const revised = keyed(1_900, ([date = null, value = null, key = null]) =>
    ['2007-01-01', '2008-01-01', '2009-01-01'].map((start, at) => [
      ...[date, value, key, start],
      ['2008-01-01', '2009-01-01', '9999-12-31'][at] ?? null,
    ]),
  );
  expect(await mode(revised)).toBe('separate');
});
