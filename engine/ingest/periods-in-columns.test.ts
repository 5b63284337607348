import path from 'node:path';
import { expect, it, onTestFinished, test } from 'vitest';
import { openLocalStore } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { openWarehouse, quoteText } from '../warehouse/index.ts';
import { ingest } from './ingest.ts';
import type { FileRequest } from './request.ts';
import { csvRequest, on, writeCsv } from './requests.fixture.ts';
import { rowLines, storedRows } from './stored-rows.fixture.ts';

const ANNUAL: Partial<FileRequest> = {
  columns: [
    { name: 'country', type: 'VARCHAR', header: 'Country Code' },
    { name: 'year', type: 'DATE' },
    { name: 'gdp', type: 'DOUBLE' },
  ],
  dateColumn: 'year',
  keys: ['country'],
  frequency: 'annual',
  dateFormat: 'year',
  periodsInColumns: { date: 'year', value: 'gdp' },
};

async function ingested(file: string, changes: Partial<FileRequest> = {}): Promise<readonly string[]> {
  const folder = await temporaryFolder(onTestFinished);
  const store = openLocalStore(path.join(folder, 'lake'));
  try {
    const { object } = await ingest(store, csvRequest(file, { ...ANNUAL, ...changes }), on('2022-11-01'));
    return rowLines(await storedRows(store, object)).map((line) => line.replace(/ \S+ 9999-12-31 assumed$/, ''));
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

async function stored(lines: readonly string[], changes: Partial<FileRequest> = {}): Promise<readonly string[]> {
  return ingested(await writeCsv(await temporaryFolder(onTestFinished), ...lines), changes);
}

it('makes a row of every cell that is not empty', async () => {
  expect(await stored(['Country Code,2001,2002,2003', 'AT,1.5,,3', 'BE,,,2.25'])).toEqual([
    'AT 2001-01-01 1.5',
    'AT 2003-01-01 3',
    'BE 2003-01-01 2.25',
  ]);
});

it('reads quarters, months and days as names of columns, and takes no key for none', async () => {
  const { columns = [] } = ANNUAL;
  const single = { columns: columns.slice(1), keys: [] };
  expect(await stored(['2001Q1,2001Q2', '1,2'], { ...single, frequency: 'quarterly', dateFormat: 'quarter' })).toEqual([
    '2001-01-01 1',
    '2001-04-01 2',
  ]);
  const { dateFormat: _, ...iso } = { ...ANNUAL, ...single };
  const folder = await temporaryFolder(onTestFinished);
  const store = openLocalStore(path.join(folder, 'lake'));
  const file = await writeCsv(folder, '2001-01-01,2001-02-01', '1,2');
  const { object } = await ingest(store, csvRequest(file, { ...iso, frequency: 'monthly' }), on('2022-11-01'));
  expect(rowLines(await storedRows(store, object))).toEqual([
    expect.stringContaining('2001-01-01 1'),
    expect.stringContaining('2001-02-01 2'),
  ]);
});

test.each<[string, readonly string[], string, Partial<FileRequest>?]>([
  [
    'a cell that is no number, by its row and column',
    ['Country Code,2001,2002', 'AT,1,2', 'BE,1,n.a.'],
    'EWS3004 loans.csv, row 2, column "2002": column "gdp" holds "n.a.", which is not a DOUBLE',
  ],
  [
    'a column that is neither declared nor a period',
    ['Country Code,Name,2001', 'AT,Austria,1'],
    'EWS3004 loans.csv (source bank.loans): column 2 of its header, "Name", is neither declared nor a period, as 2020',
  ],
  [
    'a period that is misspelt',
    ['Country Code,2001,20O2', 'AT,1,2'],
    'EWS3004 loans.csv (source bank.loans): column 3 of its header, "20O2", is neither declared nor a period, as 2020',
  ],
  [
    'a file without periods',
    ['Country Code', 'AT'],
    'EWS3004 loans.csv (source bank.loans): none of its columns is called by a period, as 2020',
  ],
  [
    'a file without values',
    ['Country Code,2001', 'AT,'],
    'EWS3009 loans.csv (source bank.loans): has no value in any column of a period',
  ],
  [
    'a period twice',
    ['Country Code,2001,2001', 'AT,1,2'],
    'EWS3004 loans.csv (source bank.loans): column "2001" is there twice',
  ],
  [
    'a period under two names',
    ['Country Code,2001Q1,2001-Q1', 'AT,1,2'],
    'EWS3004 loans.csv, row 1, column "2001-Q1": a second row for AT, 2001-01-01',
    { dateFormat: 'quarter', frequency: 'quarterly' },
  ],
  [
    'a key twice',
    ['Country Code,2001', 'AT,1', 'AT,2'],
    'EWS3004 loans.csv, row 2, column "2001": a second row for AT, 2001-01-01',
  ],
  [
    'a missing declared column',
    ['Country,2001', 'AT,1'],
    'EWS3004 loans.csv (source bank.loans): declared column "Country Code" is not in the file',
  ],
  [
    'another delimiter than the declared one',
    ['Country Code;2001', 'AT;1'],
    'EWS3004 loans.csv (source bank.loans): its header is separated by semicolons, not by commas',
  ],
  ['an empty file', [], 'EWS3009 loans.csv (source bank.loans): is empty'],
])('refuses %s', async (_, lines, message, changes) => {
  expect(await stored(lines, changes)).toEqual([message]);
});

it('takes a column without a name for none, as the last comma of a line makes it', async () => {
  expect(await stored(['Country Code,2001,', 'AT,1,'])).toEqual(['AT 2001-01-01 1']);
});

it('reads thousands of periods', async () => {
  const names = Array.from({ length: 3_000 }, (_, at) => String(1 + at).padStart(4, '0'));
  const lines = [['Country Code', ...names].join(','), ['AT', ...names.map((_, at) => at)].join(',')];
  const rows = await stored(lines, { projections: true });
  expect(rows.length).toBe(3_000);
  expect(rows[2_999]).toBe('AT 3000-01-01 2999');
});

it('reads parquet likewise, whose columns of periods may differ in type', async () => {
  const file = path.join(await temporaryFolder(onTestFinished), 'loans.parquet');
  const warehouse = await openWarehouse();
  const rows = `SELECT 'AT' AS "Country Code", 1.5::DOUBLE AS "2001", 2::INTEGER AS "2002"`;
  await warehouse.run(`COPY (${rows}) TO ${quoteText(file)} (FORMAT parquet)`);
  warehouse.close();
  expect(await ingested(file, { format: 'parquet' })).toEqual(['AT 2001-01-01 1.5', 'AT 2002-01-01 2']);
});
