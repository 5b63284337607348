import { at } from '../../presence/index.ts';
import { parquetRows, quoteName, quoteText, type Warehouse } from '../../warehouse/index.ts';
import { headerFaults } from '../file-header.ts';
import type { FileReader } from '../formats/format.ts';
import { fail, fileProblem, type StagedFile } from '../staged-file.ts';

/**
 * Loads a parquet file into the table `staged`: the wanted columns as they are, `__row`, and `__line`, which is NULL.
 * Returns DuckDB's names of their types. ProblemError EWS3004 for a file that cannot be read or lacks a column.
 */
async function loadParquet(
  warehouse: Warehouse,
  file: StagedFile,
  wanted: readonly string[],
): Promise<readonly string[]> {
  const faults = headerFaults(file, await parquetColumns(warehouse, file), wanted);
  if (faults.length > 0) fail(...faults);
  const list = wanted.map(quoteName).join(', ');
  const load = `
    CREATE OR REPLACE TABLE staged AS
    SELECT row_number() OVER () AS __row, NULL::BIGINT AS __line, ${list} FROM ${parquetRows(file.path)}`;
  await warehouse.run(load).catch((error: unknown) => failToRead(file, error));
  const described = await warehouse.rows('DESCRIBE staged');
  return described.slice(2).map((row) => String(row['column_type']));
}

/** Names of a file's columns, as it has them: DuckDB renames those that differ in nothing but case. */
export async function parquetColumns(warehouse: Warehouse, file: StagedFile): Promise<readonly string[]> {
  const schema = await warehouse
    .rows(`SELECT name, num_children AS children FROM parquet_schema(${quoteText(file.path)})`)
    .catch((error: unknown) => failToRead(file, error));
  return topLevelNames(schema);
}

export const parquetFiles: FileReader = { stage: loadParquet, names: parquetColumns };

/** The children of the schema's root, which stands first; nested ones follow their parents. */
function topLevelNames(schema: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const names: string[] = [];
  const skip = (place: number): number => {
    // NULL for a column that holds values.
    const children = Number(at(schema, place)['children']);
    let next = place + 1;
    for (let child = 0; child < children && next < schema.length; child++) next = skip(next);
    return next;
  };
  for (let place = 1; place < schema.length; place = skip(place)) names.push(String(at(schema, place)['name']));
  return names;
}

/** DuckDB's own errors begin with their kind; what else is thrown, as when a run is stopped, is not about the file. */
function failToRead(file: StagedFile, error: unknown): never {
  const [, kind = '', what = ''] = /^([A-Za-z ]+?)(?: Error|Exception)?: ([^\n]*)/.exec((error as Error).message) ?? [];
  if (kind === '' || /memory|interrupt/i.test(kind)) throw error;
  if (/no magic bytes|too small to be a parquet/i.test(what)) {
    fail(fileProblem(file, 'EWS3004', 'is not a parquet file', 'write it again, or declare its format'));
  }
  const hint = 'it is damaged, encrypted, or of a kind that is not read: write it again';
  fail(fileProblem(file, 'EWS3004', `cannot be read as parquet: ${what.replaceAll(file.path, file.shownAs)}`, hint));
}
