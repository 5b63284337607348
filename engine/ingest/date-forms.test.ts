import fc from 'fast-check';
import { expect, it, onTestFinished, test } from 'vitest';
import { type Dated, dateForm, dayOf } from '../calendar/index.ts';
import { openLocalStore } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { present } from '../presence/index.ts';
import { openWarehouse, quoteText } from '../warehouse/index.ts';
import { dayOfTextSql } from './date-form-sql.ts';
import { ingest } from './ingest.ts';
import type { FileRequest } from './request.ts';
import { csvRequest, on, writeCsv } from './requests.fixture.ts';
import { rowLines, storedRows } from './stored-rows.fixture.ts';

const WORDS = ['%d/%m/%Y', '%m/%d/%Y', '%Y%m%d', '%d.%m.%Y', '%d. %m. %Y', '%Y-%m-%d', 'quarter', 'month', 'year'];

/** Texts that are dates of one of the forms, or nearly so. */
const TEXTS = fc.oneof(
  fc.stringMatching(/^[0-9QqMm/. -]{0,11}$/),
  fc
    .tuple(fc.integer({ min: 0, max: 33 }), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 1, max: 10_000 }))
    .chain(([day, month, year]) => {
      const two = (part: number): string => String(part).padStart(2, '0');
      const four = String(year).padStart(4, '0');
      return fc.constantFrom(
        `${two(day)}/${two(month)}/${four}`,
        `${day}.${month}.${four}`,
        `${day}. ${month}. ${four}`,
        `${four}${two(month)}${two(day)}`,
        `${four}-${month}-${day}`,
        `${four}Q${month}`,
        `${four}-${two(month)}`,
        `${four}M${month}`,
        `${two(month)}/${four}`,
        four,
      );
    }),
);

test.each(WORDS)('%s is read by DuckDB as by Node', async (word) => {
  const form = present(dateForm(word));
  const warehouse = await openWarehouse();
  onTestFinished(() => warehouse.close());
  const texts = fc.sample(TEXTS, 2_000);
  for (const dated of ['start', 'end'] satisfies readonly Dated[]) {
    const { value, unlike } = dayOfTextSql('t', form, dated);
    const rows = await warehouse.rows(`
      SELECT CASE WHEN ${unlike} THEN NULL ELSE CAST(${value} AS VARCHAR) END AS day
      FROM (SELECT unnest([${texts.map(quoteText).join(', ')}]) AS t)`);
    const expected = texts.map((text) => dayOf(text, form, dated) ?? null);
    expect(expected.filter((day) => day !== null).length).toBeGreaterThan(20);
    expect(rows.map(({ day }) => day)).toEqual(expected);
  }
});

/** What is stored of a file, without the days on which it was known, or why it is refused. */
async function stored(lines: readonly string[], changes: Partial<FileRequest>): Promise<readonly string[]> {
  const folder = await temporaryFolder(onTestFinished);
  const store = openLocalStore(`${folder}/lake`);
  const file = await writeCsv(folder, ...lines);
  try {
    const { object } = await ingest(store, csvRequest(file, { columns: LONG, ...changes }), on('2022-11-01'));
    return rowLines(await storedRows(store, object)).map((line) => line.replace(/ 9999-12-31 assumed$/, ''));
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

const LONG = [
  { name: 'region', type: 'VARCHAR' },
  { name: 'date', type: 'DATE' },
  { name: 'loans', type: 'DOUBLE' },
];

it('reads days as the source has them, known a lag after their month', async () => {
  const lines = ['region,date,loans', 'AT,01/02/2020,1.5', 'AT,1/3/2020,2'];
  expect(await stored(lines, { dateFormat: '%d/%m/%Y' })).toEqual([
    'AT 2020-02-01 1.5 2020-03-30',
    'AT 2020-03-01 2 2020-04-30',
  ]);
});

it('reads quarters by their first day, or by their last one', async () => {
  const lines = ['region,date,loans', 'AT,2020Q1,1.5', 'AT,2020-Q2,2'];
  const quarterly = { dateFormat: 'quarter', frequency: 'quarterly' } as const;
  expect(await stored(lines, quarterly)).toEqual(['AT 2020-01-01 1.5 2020-04-30', 'AT 2020-04-01 2 2020-07-30']);
  expect(await stored(lines, { ...quarterly, dated: 'end' })).toEqual([
    'AT 2020-03-31 1.5 2020-04-30',
    'AT 2020-06-30 2 2020-07-30',
  ]);
});

it('says row, column and cell of a date that is not written so', async () => {
  const lines = ['region,date,loans', 'AT,2020Q1,1.5', 'AT,2020Q5,2'];
  expect(await stored(lines, { dateFormat: 'quarter', frequency: 'quarterly' })).toEqual([
    'EWS3004 loans.csv, row 2: column "date" holds "2020Q5", which is not a date as date_format has it, quarter',
  ]);
});

it('reads the days on which something was known by the same form, and never as a period', async () => {
  const columns = [...LONG, { name: 'out', type: 'DATE' }];
  const knowledge = { kind: 'column', column: 'out' } as const;
  const days = ['region,date,loans,out', 'AT,01/02/2020,1.5,14/03/2020'];
  expect(await stored(days, { columns, knowledge, dateFormat: '%d/%m/%Y' })).toEqual([
    'AT 2020-02-01 1.5 2020-03-14 2020-03-14 9999-12-31 published',
  ]);
  const quarters = ['region,date,loans,out', 'AT,2020Q1,1.5,2020-05-14'];
  const quarterly = { dateFormat: 'quarter', frequency: 'quarterly' } as const;
  expect(await stored(quarters, { columns, knowledge, ...quarterly })).toEqual([
    'AT 2020-01-01 1.5 2020-05-14 2020-05-14 9999-12-31 published',
  ]);
});

it('reads a column under the name that the file has for it, whatever signs are in that', async () => {
  const lines = ['"Region, code",date,"Loans ""net"" (mn €)"', 'AT,2020-01-01,1.5'];
  const [region, date, loans] = LONG.map((column) => ({ ...column }));
  const columns = [
    { ...present(region), header: 'Region, code' },
    present(date),
    { ...present(loans), header: 'Loans "net" (mn €)' },
  ];
  expect(await stored(lines, { columns })).toEqual(['AT 2020-01-01 1.5 2020-03-01']);
  expect(await stored(['region,date,Loans', 'AT,2020-01-01,1.5'], { columns })).toEqual([
    expect.stringContaining('declared column "Region, code" is not in the file'),
    expect.stringContaining('declared column "Loans "net" (mn €)" is not in the file'),
  ]);
});

it('reads no column that is called as the engine calls its own', async () => {
  const columns = [...LONG.slice(0, 2), { name: 'loans', type: 'DOUBLE', header: '__row' }];
  expect(await stored(['region,date,__row', 'AT,2020-01-01,1.5'], { columns })).toEqual([
    expect.stringContaining('column "__row" has a name that the engine gives'),
  ]);
});
