import { open } from 'node:fs/promises';
import { didYouMean } from '../diagnostics/index.ts';
import { quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import { fail, fileProblem, frameOfLine, type StagedFile } from './staged-file.ts';

/**
 * Loads a file into the table `staged`: the columns asked for, with their types in the file (text for CSV, where an
 * empty cell is NULL), and `__row`. ProblemError EWS3004 for a file that cannot be parsed or lacks a column, EWS3009
 * for one without rows.
 */
export async function stageFile(warehouse: Warehouse, file: StagedFile, columns: readonly string[]): Promise<void> {
  const present = file.format === 'csv' ? await csvHeader(file) : await parquetColumns(warehouse, file);
  checkHeader(file, present, columns);
  const reader = file.format === 'csv' ? readCsv(file, present) : `read_parquet(${quoteText(file.path)})`;
  const list = columns.map(quoteName).join(', ');
  const load = `CREATE OR REPLACE TABLE staged AS SELECT row_number() OVER () AS __row, ${list} FROM ${reader}`;
  await warehouse.run(load).catch((error: unknown) => failToParse(file, error));
  const [count] = await warehouse.rows('SELECT count(*) AS rows FROM staged');
  if (count?.['rows'] === 0)
    fail(fileProblem(file, 'EWS3009', 'has a header and no rows', 'put the data into the file'));
}

function readCsv(file: StagedFile, header: readonly string[]): string {
  const types = header.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  const dialect = `header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = ''`;
  return `read_csv(${quoteText(file.path)}, ${dialect}, columns = {${types}})`;
}

function checkHeader(file: StagedFile, present: readonly string[], wanted: readonly string[]): void {
  const twice = present.filter((name, at) => present.indexOf(name) !== at);
  const missing = wanted.filter((name) => !present.includes(name));
  const problems = [
    ...twice.map((name) => fileProblem(file, 'EWS3004', `column "${name}" is there twice`, 'rename one of the two')),
    ...missing.map((name) => {
      const guess = didYouMean(name, present) ?? `the file has: ${present.join(', ')}`;
      const hint = `${guess}; correct the header, or the columns that the source declares`;
      return fileProblem(file, 'EWS3004', `declared column "${name}" is not in the file`, hint);
    }),
  ];
  if (problems.length > 0) fail(...problems);
}

/** The names in the first line. A quoted name may hold commas, not line breaks. */
async function csvHeader(file: StagedFile): Promise<readonly string[]> {
  const handle = await open(file.path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const line =
      buffer
        .toString('utf8', 0, bytesRead)
        .replace(/^\uFEFF/, '')
        .split(/\r?\n/, 1)[0] ?? '';
    if (line.trim() === '') fail(fileProblem(file, 'EWS3009', 'is empty', 'put a header and the data into the file'));
    const cells = line.match(/(?<=^|,)("(?:[^"]|"")*"|[^,]*)(?=,|$)/g) ?? [];
    return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell.trim()));
  } finally {
    await handle.close();
  }
}

async function parquetColumns(warehouse: Warehouse, file: StagedFile): Promise<readonly string[]> {
  const described = await warehouse
    .rows(`DESCRIBE SELECT * FROM read_parquet(${quoteText(file.path)})`)
    .catch(() => fail(fileProblem(file, 'EWS3004', 'is not a parquet file', 'write it again, or declare its format')));
  return described.map((row) => String(row['column_name']));
}

async function failToParse(file: StagedFile, error: unknown): Promise<never> {
  const [, lineNumber, explanation] =
    /CSV Error on Line: (\d+)\n(?:Original Line:[^\n]*\n+)?([^\n]*)/.exec((error as Error).message) ?? [];
  if (lineNumber === undefined) throw error;
  const hint = 'fields are separated by commas; one that holds a comma or a line break is quoted; the text is UTF-8';
  const problem = fileProblem(file, 'EWS3004', `line ${lineNumber} does not parse: ${explanation}`, hint);
  return fail({ ...problem, ...(await frameOfLine(file, Number(lineNumber))) });
}
