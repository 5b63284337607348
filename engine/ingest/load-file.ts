import { quoteName, type Warehouse } from '../warehouse/index.ts';
import { DEFAULT_DIALECT } from './csv/dialect.ts';
import type { LoadedColumn } from './date-reading.ts';
import { FORMATS, type FormatName } from './formats/index.ts';
import { PLACE_COLUMN, stagePeriods } from './periods-in-columns.ts';
import type { ColumnSpec } from './request.ts';
import { fail, fileProblem, type GivenRows, type StagedFile } from './staged-file.ts';
import { conversionOf, type StagedColumn } from './value-grammar.ts';

/**
 * Loads a file into the table `staged`: `__row`, `__line`, and the columns asked for, as they are in the file: nothing
 * is converted yet (`convertStaged`). ProblemError EWS3004 for a file that cannot be read or lacks a column, EWS3009
 * for one without rows.
 */
export async function loadFile(
  warehouse: Warehouse,
  file: StagedFile,
  columns: readonly LoadedColumn[],
): Promise<readonly StagedColumn[]> {
  const staged = await stage(warehouse, file, columns);
  const [found] = await warehouse.rows('SELECT 1 FROM staged LIMIT 1');
  if (found === undefined) {
    const what = file.periods === undefined ? 'has a header and no rows' : 'has no value in any column of a period';
    fail(fileProblem(file, 'EWS3009', what, 'put the data into the file'));
  }
  return staged;
}

/** Gives the columns of `staged` their declared types; to be called when `columnChecks` hold. */
export async function convertStaged(
  warehouse: Warehouse,
  { periods }: StagedFile,
  columns: readonly StagedColumn[],
): Promise<void> {
  const places = ['__row', '__line', ...(periods === undefined ? [] : [PLACE_COLUMN])];
  const typed = columns.map((column) => `${conversionOf(column).value} AS ${quoteName(column.name)}`);
  await warehouse.run(`CREATE OR REPLACE TABLE staged AS SELECT ${[...places, ...typed].join(', ')} FROM staged`);
}

async function stage(
  warehouse: Warehouse,
  file: StagedFile,
  columns: readonly LoadedColumn[],
): Promise<readonly StagedColumn[]> {
  const { decimal } = file.given ?? file.dialect ?? DEFAULT_DIALECT;
  const types = await stageIn(warehouse, file, columns);
  return columns.map((column, at) => {
    const fileType = types[at];
    if (fileType === undefined) throw new Error(`column ${column.name} was not staged`);
    return { ...column, format: file.format, fileType, decimal };
  });
}

async function stageIn(
  warehouse: Warehouse,
  file: StagedFile,
  columns: readonly LoadedColumn[],
): Promise<readonly string[]> {
  if (file.given !== undefined) {
    return stageGiven(
      warehouse,
      file.given,
      columns.map(({ name }) => name),
    );
  }
  const reader = await FORMATS[file.format as FormatName].load();
  if (file.periods !== undefined) return stagePeriods({ warehouse, file, reader }, columns, file.periods);
  const types = await reader.stage(warehouse, file, columns.map(headerOf));
  if (columns.some(({ header }) => header !== undefined)) {
    const named = columns.map((column) => `${quoteName(headerOf(column))} AS ${quoteName(column.name)}`);
    await warehouse.run(`CREATE OR REPLACE TABLE staged AS SELECT __row, __line, ${named.join(', ')} FROM staged`);
  }
  return types;
}

async function stageGiven(
  warehouse: Warehouse,
  { rows }: GivenRows,
  names: readonly string[],
): Promise<readonly string[]> {
  const columns = names.map((name) => `${quoteName(name)} VARCHAR`).join(', ');
  await warehouse.run(`CREATE OR REPLACE TABLE staged (__row BIGINT, __line BIGINT, ${columns})`);
  await warehouse.append('staged', [
    { type: 'BIGINT', values: rows.map((_, at) => at + 1) },
    { type: 'BIGINT', values: rows.map(() => null) },
    ...names.map((name) => ({ type: 'VARCHAR' as const, values: rows.map((row) => row[name] ?? null) })),
  ]);
  return names.map(() => 'VARCHAR');
}

/** What the file calls a column. */
function headerOf({ name, header = name }: ColumnSpec): string {
  return header;
}
