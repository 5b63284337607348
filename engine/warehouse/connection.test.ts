import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { at } from '../presence/index.ts';
import { ENGINE_SESSION, ENGINE_SETTINGS, IN_PROCESS, openWarehouse, withWarehouse } from './index.ts';

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

it('switches off in every instance what the fingerprint says is off, and keeps it off', async () => {
  const warehouse = await openWarehouse();
  await warehouse.sandbox([]);
  const [settings] = await warehouse.rows(
    `SELECT current_setting('disabled_optimizers') AS disabled, current_setting('threads') AS threads`,
  );
  expect(settings).toEqual({
    disabled: 'join_filter_pushdown,top_n_window_elimination',
    threads: ENGINE_SETTINGS.threads,
  });
  expect(ENGINE_SESSION).toContain('without join_filter_pushdown, top_n_window_elimination');
  await expect(warehouse.run(`SET disabled_optimizers = ''`)).rejects.toThrow(/locked/);
  warehouse.close();
});

it.each(['C', 'th_TH.UTF-8', 'fa_IR.UTF-8'])('counts years the same in the locale %s', async (locale) => {
  // A process of its own: DuckDB looks at the locale once in a process.
  const program = `
    import { openWarehouse } from '${new URL('./index.ts', import.meta.url)}';
    const warehouse = await openWarehouse();
    const [row] = await warehouse.rows("SELECT year(TIMESTAMPTZ '2020-06-30 12:00:00+00') AS year");
    process.stdout.write(String(row.year));`;
  const node = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, node, { env: { ...process.env, LC_ALL: locale } });
  expect(stdout).toBe('2020');
});

it('takes the newest row before each day, also where its value is missing', async () => {
  const warehouse = await openWarehouse();
  const days = Array.from({ length: 120 }, (_, i) => i);
  const level = (day: number): number | null => (day % 7 === 3 ? null : 30 + ((day * 37) % 41));
  await warehouse.run(
    `CREATE TABLE q AS SELECT i::INTEGER AS day, CASE WHEN i % 7 <> 3 THEN (30 + (i * 37) % 41)::DOUBLE END AS m
     FROM range(${days.length}) r(i)`,
  );
  const rows = await warehouse.rows(
    `SELECT a.day, b.m
     FROM q AS a LEFT JOIN LATERAL (SELECT m FROM q WHERE q.day < a.day ORDER BY q.day DESC LIMIT 1) b ON true
     WHERE b.m > 54 ORDER BY a.day`,
  );
  const newest = days.slice(1).map((day) => ({ day, m: level(day - 1) }));
  expect(rows).toEqual(newest.filter(({ m }) => m !== null && m > 54));
  warehouse.close();
});

it('stores appended rows as they are: numbers to the bit, days, text, and NULL', async () => {
  const numbers = [0, -0, 5e-324, -1.7976931348623157e308, 0.1 + 0.2, null, 1e21];
  const days = ['1776-07-04', '1969-12-31', '1970-01-01', '2024-02-29', '9999-12-31', null];
  const rows = Array.from({ length: 5000 }, (_, n) => ({
    n: n === 1 ? null : n,
    x: at(numbers, n % 7),
    day: at(days, n % 6),
    text: n % 5 === 0 ? null : `'${n}'`,
  }));
  await withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await warehouse.run('CREATE TABLE t (n BIGINT, x DOUBLE, day DATE, text VARCHAR)');
    await warehouse.append('t', [
      { type: 'BIGINT', values: rows.map(({ n }) => n) },
      { type: 'DOUBLE', values: rows.map(({ x }) => x) },
      { type: 'DATE', values: rows.map(({ day }) => day) },
      { type: 'VARCHAR', values: rows.map(({ text }) => text) },
    ]);
    expect(await warehouse.rows('FROM t')).toEqual(rows);
  });
});
