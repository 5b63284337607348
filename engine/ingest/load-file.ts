import { quoteName, type Warehouse } from '../warehouse/index.ts';
import { DEFAULT_DIALECT } from './csv/dialect.ts';
import { FORMATS, type FormatName } from './formats/index.ts';
import type { ColumnSpec } from './request.ts';
import { fail, fileProblem, type StagedFile } from './staged-file.ts';
import { conversionOf, type StagedColumn } from './value-grammar.ts';

/**
 * Loads a file into the table `staged`: `__row`, `__line`, and the columns asked for, as they are in the file: nothing
 * is converted yet (`convertStaged`). ProblemError EWS3004 for a file that cannot be read or lacks a column, EWS3009
 * for one without rows.
 */
export async function loadFile(
  warehouse: Warehouse,
  file: StagedFile,
  columns: readonly ColumnSpec[],
): Promise<readonly StagedColumn[]> {
  const staged = await stage(warehouse, file, columns);
  const [found] = await warehouse.rows('SELECT 1 FROM staged LIMIT 1');
  if (found === undefined) fail(fileProblem(file, 'EWS3009', 'has a header and no rows', 'put the data into the file'));
  return staged;
}

/** Gives the columns of `staged` their declared types; to be called when `columnChecks` hold. */
export async function convertStaged(warehouse: Warehouse, columns: readonly StagedColumn[]): Promise<void> {
  const typed = columns.map((column) => `${conversionOf(column).value} AS ${quoteName(column.name)}`).join(', ');
  await warehouse.run(`CREATE OR REPLACE TABLE staged AS SELECT __row, __line, ${typed} FROM staged`);
}

async function stage(
  warehouse: Warehouse,
  file: StagedFile,
  columns: readonly ColumnSpec[],
): Promise<readonly StagedColumn[]> {
  const names = columns.map(({ name }) => name);
  const { decimal } = file.dialect ?? DEFAULT_DIALECT;
  const stageRows = await FORMATS[file.format as FormatName].load();
  const types = await stageRows(warehouse, file, names);
  return columns.map((column, at) => {
    const fileType = types[at];
    if (fileType === undefined) throw new Error(`column ${column.name} was not staged`);
    return { ...column, format: file.format, fileType, decimal };
  });
}
