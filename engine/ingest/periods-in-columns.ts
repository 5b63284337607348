import { dayOf, isDay } from '../calendar/index.ts';
import { didYouMean, type Problem } from '../diagnostics/index.ts';
import { present } from '../presence/index.ts';
import { quoteName, quoteText, type Warehouse } from '../warehouse/index.ts';
import type { DateReading, LoadedColumn } from './date-reading.ts';
import { headerFaults } from './file-header.ts';
import type { FileReader } from './formats/format.ts';
import { fail, fileProblem, type PeriodColumns, SHOWN_ROWS, type StagedFile } from './staged-file.ts';

/** Of a row of `staged` that was a cell of a period: the column that it stood in, by its name in the file. */
export const PLACE_COLUMN = '__column';

interface Reading {
  readonly warehouse: Warehouse;
  readonly file: StagedFile;
  readonly reader: FileReader;
}

/**
 * Loads a file with a column for each period into the table `staged`, a row for each cell that is not empty: the
 * declared columns, `__row` and `__line` of the row, and `__column`. Returns DuckDB's names of the columns' types.
 * ProblemError EWS3004 for a column that is neither declared nor a period, and where no column is a period.
 */
export async function stagePeriods(
  { warehouse, file, reader }: Reading,
  columns: readonly LoadedColumn[],
  { date, value }: PeriodColumns,
): Promise<readonly string[]> {
  const own = columns.filter(({ name }) => name !== date && name !== value);
  const headers = own.map(({ name, header = name }) => header);
  const names = await reader.names(warehouse, file);
  // Its reader says more of a header that lacks columns, or has one twice.
  if (headerFaults(file, names, headers).length > 0) await reader.stage(warehouse, file, headers);
  const others = names.map((name, place) => ({ name, place })).filter(({ name }) => !isOwn(name, headers));
  const { dates } = present(columns.find(({ name }) => name === date));
  const periods = others.filter(({ name }) => isPeriod(name, dates));
  const strangers = others.filter(({ name }) => name !== '' && !isPeriod(name, dates));
  const faults = [
    ...strangers.slice(0, SHOWN_ROWS).map((stranger) => noPeriod(file, stranger, { dates, headers })),
    ...(periods.length === 0 && strangers.length === 0 && names.length > 0 ? [noPeriods(file, dates)] : []),
  ];
  if (faults.length > 0) fail(...faults);
  const types = await reader.stage(warehouse, file, [...headers, ...periods.map(({ name }) => name)]);
  const ofPeriods = new Set(types.slice(headers.length));
  const [common] = ofPeriods;
  const type = common === undefined || ofPeriods.size > 1 ? 'VARCHAR' : common;
  await warehouse.run(pivotSql(own, { date, value, type, periods: periods.map(({ name }) => name) }));
  const typeOf = (name: string): string => present(types[own.findIndex((each) => each.name === name)]);
  return columns.map(({ name }) => {
    if (name === date) return 'VARCHAR';
    return name === value ? type : typeOf(name);
  });
}

interface Pivot extends PeriodColumns {
  /** That all cells of periods have, or are made to have. */
  readonly type: string;
  readonly periods: readonly string[];
}

/** SQL that turns the columns of periods in `staged` into rows. */
function pivotSql(own: readonly LoadedColumn[], { date, value, type, periods }: Pivot): string {
  const named = own.map(({ name, header = name }) => `${quoteName(header)} AS ${quoteName(name)}`);
  const cells = periods.map((name, place) => `CAST(${quoteName(name)} AS ${type}) AS __p${place}`);
  const places = periods.map((_, place) => `__p${place}`);
  const kept = ['__row', '__line', ...own.map(({ name }) => quoteName(name))];
  const period = `list_extract([${periods.map(quoteText).join(', ')}], CAST(substr(__period, 4) AS INTEGER) + 1)`;
  return `
    CREATE OR REPLACE TABLE staged AS
    SELECT ${[...kept, `${period} AS ${PLACE_COLUMN}`, `${PLACE_COLUMN} AS ${quoteName(date)}`].join(', ')},
      __cell AS ${quoteName(value)}
    FROM (
      SELECT * FROM (SELECT ${['__row', '__line', ...named, ...cells].join(', ')} FROM staged)
      UNPIVOT (__cell FOR __period IN (${places.join(', ')})))
    ORDER BY __row, CAST(substr(__period, 4) AS INTEGER)`;
}

/** DuckDB knows names whatever their case, as `headerFaults` does. */
function isOwn(name: string, headers: readonly string[]): boolean {
  return headers.some((header) => header.toLowerCase() === name.toLowerCase());
}

function isPeriod(name: string, dates: DateReading | undefined): boolean {
  return dates === undefined ? isDay(name) : dayOf(name, dates.form, dates.dated) !== undefined;
}

function noPeriod(
  file: StagedFile,
  { name, place }: { readonly name: string; readonly place: number },
  { dates, headers }: { readonly dates: DateReading | undefined; readonly headers: readonly string[] },
): Problem {
  const shown = JSON.stringify(name.slice(0, 60));
  const what = `column ${place + 1} of its header, ${shown}, is neither declared nor ${aPeriod(dates)}`;
  const hint =
    didYouMean(name, headers) ?? `correct it, or declare it: columns: { ...: { type: VARCHAR, header: ${shown} } }`;
  return fileProblem(file, 'EWS3004', what, hint);
}

function noPeriods(file: StagedFile, dates: DateReading | undefined): Problem {
  const what = `none of its columns is called by ${aPeriod(dates)}`;
  return fileProblem(file, 'EWS3004', what, 'remove periods_in_columns, or say by date_format how periods are written');
}

function aPeriod(dates: DateReading | undefined): string {
  return dates === undefined ? 'a day, as 2020-12-31' : `a period, as ${dates.form.example}`;
}
