import { quoteName, type Warehouse } from '../../warehouse/index.ts';
import { headerFaults } from '../file-header.ts';
import { type CsvFile, fail, fileProblem, SHOWN_ROWS } from '../staged-file.ts';
import { decodedText, NotText } from './decode.ts';
import { excerptOfLine } from './excerpt.ts';
import { otherDelimiter } from './other-dialect.ts';
import { type CsvRecord, csvReader, NotCsv } from './records.ts';

/**
 * Loads a CSV file into the table `staged`: the wanted columns as text, NULL where a cell is empty or holds one of the
 * texts that mean missing, `__row` and `__line`. DuckDB never sees the file: what a cell holds is decided here.
 * ProblemError EWS3004 for a file that is no CSV, is in another dialect, or lacks a column; EWS3009 for one without a
 * header.
 */
export async function loadCsv(warehouse: Warehouse, file: CsvFile, wanted: readonly string[]): Promise<void> {
  const columns = wanted.map((name) => `${quoteName(name)} VARCHAR`).join(', ');
  await warehouse.run(`CREATE OR REPLACE TABLE staged (__row BIGINT, __line BIGINT, ${columns})`);
  const nulls = new Set(['', ...file.dialect.nulls]);
  let header: Header | undefined;
  let rows = 0;
  const uneven: { count: number; readonly first: CsvRecord[] } = { count: 0, first: [] };
  for await (const batch of recordsOf(file)) {
    const records = header === undefined ? batch.slice(1) : batch;
    header ??= headerOf(file, batch, wanted);
    if (header === undefined) continue;
    const { width, places } = header;
    for (const record of records) {
      if (record.cells.length === width) continue;
      uneven.count++;
      if (uneven.first.length < SHOWN_ROWS) uneven.first.push(record);
    }
    if (uneven.count > 0) continue;
    const firstRow = rows + 1;
    rows += records.length;
    await warehouse.append('staged', [
      { type: 'BIGINT', values: records.map((_, at) => firstRow + at) },
      { type: 'BIGINT', values: records.map(({ line }) => line) },
      ...places.map((place) => ({
        type: 'VARCHAR' as const,
        values: records.map(({ cells }) => missingOr(cells[place], nulls)),
      })),
    ]);
  }
  if (header === undefined) fail(fileProblem(file, 'EWS3009', 'is empty', 'put a header and the data into the file'));
  if (uneven.count > 0) await failForCells(file, header.width, uneven);
}

/** The cells of a file's first record; none of an empty file. ProblemError as `loadCsv` throws it. */
export async function csvNames(file: CsvFile): Promise<readonly string[]> {
  for await (const [first] of recordsOf(file)) if (first !== undefined) return first.cells;
  return [];
}

function missingOr(cell: string | undefined, nulls: ReadonlySet<string>): string | null {
  if (cell === undefined) throw new Error('a record without a cell of the header');
  return nulls.has(cell) ? null : cell;
}

/** The records of a file in batches. ProblemError EWS3004 where it cannot be read on. */
async function* recordsOf(file: CsvFile): AsyncGenerator<readonly CsvRecord[]> {
  const reader = csvReader(file.dialect.delimiter);
  try {
    for await (const text of decodedText(file.path, file.dialect.encoding)) {
      const records = reader.read(text);
      if (records.length > 0) yield records;
    }
    yield reader.end();
  } catch (error) {
    if (error instanceof NotText) {
      const place = error.byte === 0 ? '' : ` at byte ${error.byte}, in line ${reader.line()}`;
      fail(fileProblem(file, 'EWS3004', `${error.message}${place}`, error.hint));
    }
    if (!(error instanceof NotCsv)) throw error;
    if (error.before.length > 0) yield error.before;
    const problem = fileProblem(file, 'EWS3004', `line ${error.line} ${error.message}`, error.hint);
    fail({ ...problem, ...(await excerptOfLine(file, error.line)) });
  }
}

interface Header {
  readonly width: number;
  /** Which cell of a record is that of each wanted column. */
  readonly places: readonly number[];
}

/** A number or a date where a name belongs. */
const VALUE = /^[+-]?[\d.,]*\d[\d.,:/-]*$/;

/** The first record, if there is one. ProblemError if it is not the header that is wanted. */
function headerOf(file: CsvFile, batch: readonly CsvRecord[], wanted: readonly string[]): Header | undefined {
  const cells = batch[0]?.cells;
  if (cells === undefined || (cells.length === 1 && cells[0]?.trim() === '')) return undefined;
  const faults = headerFaults(file, cells, wanted);
  if (faults.length > 0) {
    const other = otherDelimiter(cells, wanted, file.dialect);
    if (other !== undefined) fail(fileProblem(file, 'EWS3004', other.what, other.hint));
    const isValues = file.periods === undefined && cells.some((cell) => VALUE.test(cell));
    if (isValues && !wanted.some((name) => cells.includes(name))) {
      const hint = 'put the names of the columns into the first line, separated as the rows are';
      fail(fileProblem(file, 'EWS3004', 'its first line holds values, no names of columns', hint));
    }
    fail(...faults);
  }
  return { width: cells.length, places: wanted.map((name) => cells.indexOf(name)) };
}

async function failForCells(
  file: CsvFile,
  width: number,
  { count, first }: { readonly count: number; readonly first: readonly CsvRecord[] },
): Promise<never> {
  const say = ({ line, cells }: CsvRecord): string =>
    `line ${line} has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, the header has ${width}`;
  const [worst, ...others] = first;
  if (worst === undefined) throw new Error('no row has a wrong number of cells');
  const more = count === 1 ? '' : ` (and ${count - 1} more ${count === 2 ? 'line' : 'lines'})`;
  const hint =
    'every row has as many cells as the header; a cell that holds the delimiter or a line end is quoted; ' +
    'there are no comments';
  return fail({
    ...fileProblem(file, 'EWS3004', `${say(worst)}${more}`, hint),
    ...(await excerptOfLine(file, worst.line)),
    ...(others.length === 0 ? {} : { notes: others.map(say) }),
  });
}
