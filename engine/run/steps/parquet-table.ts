import path from 'node:path';
import type { StepContext } from '../../steps/index.ts';
import { quoteName, quoteText, withWarehouse } from '../../warehouse/index.ts';

/** Rows to be stored: DuckDB's type of each column, in order, and one object a row. */
export interface ParquetTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly unknown[];
  /** Columns that tell each row from every other: rows are stored by them. */
  readonly order: readonly string[];
}

/** Writes `NAME.parquet` among the step's scratch files, the same bytes for the same rows, and returns its path. */
export async function writeParquet(context: StepContext, name: string, table: ParquetTable): Promise<string> {
  const { columns, rows, order } = table;
  return withWarehouse(
    context.warehouses,
    { tempDirectory: context.scratch, signal: context.signal },
    async (warehouse) => {
      const file = path.join(context.scratch, `${name}.parquet`);
      await warehouse.run('CREATE TABLE stored AS SELECT unnest(from_json($1::JSON, $2), max_depth := 2)', [
        JSON.stringify(rows, finiteNumbers),
        JSON.stringify([columns]),
      ]);
      const sorted = `SELECT * FROM stored ORDER BY ${order.map(quoteName).join(', ')}`;
      await warehouse.run(`COPY (${sorted}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd)`);
      return file;
    },
  );
}

/** What JSON would make null without a word is a fault of whoever computed it. */
function finiteNumbers(name: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${name} is ${value}: no number to store`);
  return value;
}
