import type { DuckdbOptions } from './connection.ts';
import type { Warehouse, Warehouses } from './warehouse.ts';

/** Warehouses in this process, for what is our own: tests, benchmarks. DuckDB is loaded when the first is opened. */
export const IN_PROCESS: Warehouses = { open: openWarehouse };

/** Opens a warehouse in this process. The caller closes it. */
export async function openWarehouse(options: DuckdbOptions = {}): Promise<Warehouse> {
  const { openDuckdb } = await import('./connection.ts');
  return openDuckdb(options);
}
