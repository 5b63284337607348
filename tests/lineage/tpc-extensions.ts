import { existsSync } from 'node:fs';
import path from 'node:path';
import { version } from '@duckdb/node-api';
import { openWarehouse, quoteText, type Warehouse } from '../../engine/warehouse/index.ts';

export type TpcName = 'tpch' | 'tpcds';

export const EXTENSIONS: readonly TpcName[] = ['tpch', 'tpcds'];
export const DUCKDB_VERSION = version().replace(/^v/, '');

const ROOT = path.resolve(import.meta.dirname, '../..');
const GENERATORS = { tpch: 'dbgen', tpcds: 'dsdgen' } as const;

/** Where scripts/fetch-tpc-extensions.ts puts an extension. */
export function extensionFile(name: TpcName): string {
  return path.join(ROOT, 'node_modules/.cache/duckdb-extensions', DUCKDB_VERSION, `${name}.duckdb_extension`);
}

/** Why the TPC queries cannot be walked here; undefined if they can. In CI they must be. */
export function tpcMissing(): string | undefined {
  const missing = EXTENSIONS.filter((name) => !existsSync(extensionFile(name)));
  if (missing.length === 0) return undefined;
  const reason = `no DuckDB extension ${missing.join(', ')}: run npx tsx scripts/fetch-tpc-extensions.ts`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  return reason;
}

/** A database with the benchmark's tables; empty with a scale of 0. */
export async function openTpc(name: TpcName, scale: number): Promise<Warehouse> {
  const warehouse = await openWarehouse();
  await warehouse.run(`LOAD ${quoteText(extensionFile(name))}`);
  await warehouse.run(`CALL ${GENERATORS[name]}(sf = ${scale})`);
  return warehouse;
}

export interface TpcQuery {
  readonly number: number;
  readonly sql: string;
}

export async function tpcQueries(warehouse: Warehouse, name: TpcName): Promise<readonly TpcQuery[]> {
  const rows = await warehouse.rows(`SELECT query_nr, query FROM ${name}_queries() ORDER BY query_nr`);
  // Bound as a part of other statements, too, where a semicolon may not be.
  return rows.map((row) => ({ number: Number(row['query_nr']), sql: String(row['query']).replace(/;\s*$/, '') }));
}
