import path from 'node:path';
import { parquetRows, quoteText, type Warehouses, withWarehouse } from '../../warehouse/index.ts';

/** Columns of the file with every cell that differs, with DuckDB's types. */
const COLUMNS = {
  node: 'VARCHAR',
  date: 'DATE',
  row: 'VARCHAR',
  column: 'VARCHAR',
  change: 'VARCHAR',
  from_value: 'VARCHAR',
  to_value: 'VARCHAR',
  from_number: 'DOUBLE',
  to_number: 'DOUBLE',
  beyond: 'BOOLEAN',
} as const;

/** One parquet file of those of several nodes, in a folder for scratch; empty where there are none. */
export async function joinCells(warehouses: Warehouses, cells: readonly string[], scratch: string): Promise<string> {
  const file = path.join(scratch, 'cells.parquet');
  await withWarehouse(warehouses, { tempDirectory: scratch }, async (warehouse) => {
    await warehouse.sandbox([scratch]);
    const columns = Object.entries(COLUMNS).map(([name, type]) => `"${name}" ${type}`);
    await warehouse.run(`CREATE TABLE joined (${columns.join(', ')})`);
    for (const each of cells) await warehouse.run(`INSERT INTO joined SELECT * FROM ${parquetRows(each)}`);
    await warehouse.run(`COPY joined TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`);
  });
  return file;
}
