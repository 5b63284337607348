import { expect, it } from 'vitest';
import { openWarehouse } from './index.ts';

const ENDLESS = 'SELECT count(*) FROM range(1000000000) a, range(1000000) b';

it.each([0, 0.2, 1, 5])('a query is stopped when the signal comes %d ms after it was asked', async (delayMs) => {
  const stop = new AbortController();
  const warehouse = await openWarehouse({ signal: stop.signal });
  const asked = performance.now();
  const stopped = expect(warehouse.rows(ENDLESS)).rejects.toThrow('enough');
  while (performance.now() - asked < delayMs) await new Promise((resolve) => setImmediate(resolve));
  stop.abort(new Error('enough'));
  await stopped;
  warehouse.close();
});
