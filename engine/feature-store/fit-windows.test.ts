import { expect, it } from 'vitest';
import { planOf } from '../../tests/asof/definition.ts';
import { day, openWith, type TestSource } from '../../tests/asof/vintages.ts';
import { checkLift, compareEvaluated, evaluateLifted, evaluateLoop, fitWindows } from './index.ts';

/** A daily series, each day known on the next. */
function daily(length: number): TestSource {
  return {
    name: 'fred.vix',
    columns: [
      { name: 'date', type: 'DATE' },
      { name: 'value', type: 'DOUBLE' },
    ],
    rows: Array.from({ length }, (_, index) => [day(index), Math.sqrt(index + 1), day(index + 1), '9999-12-31']),
  };
}

const MEAN = { name: 'mean', sql: 'SELECT date, avg(value) OVER (ORDER BY date ROWS 99 PRECEDING) AS m FROM fred.vix' };

it('keeps sums over frames the same to the bit while vintages are short', async () => {
  const dates = [day(-1), day(150), day(313), day(399)];
  const source = daily(400);
  const warehouse = await openWith([source], dates);
  await fitWindows(warehouse, ['fred.vix']);
  const plan = await planOf(warehouse, MEAN, [source]);
  const loop = await evaluateLoop(warehouse, plan, dates);
  expect(await compareEvaluated(warehouse, await evaluateLifted(warehouse, plan, dates), loop)).toEqual({
    equal: true,
  });
  warehouse.close();
});

it('gives way to speed when they are long, and the check sees what it costs', async () => {
  const dates = [day(100), day(713), day(1555), day(2100), day(2400)];
  const source = daily(2500);
  const warehouse = await openWith([source], dates);
  await fitWindows(warehouse, ['fred.vix']);
  const plan = await planOf(warehouse, MEAN, [source]);
  expect(await checkLift(warehouse, plan, dates)).toMatchObject({ equal: false, example: { m: expect.any(Number) } });
  const level = await planOf(warehouse, { name: 'level', sql: 'SELECT date, value FROM fred.vix' }, [source]);
  expect(await checkLift(warehouse, level, dates)).toEqual({ equal: true });
  warehouse.close();
});
