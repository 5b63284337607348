import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ENGINE_SESSION, ENGINE_SETTINGS, openWarehouse } from './index.ts';

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
