import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Problem, ProblemError } from '../../diagnostics/index.ts';
import { openLocalStore } from '../../lake/index.ts';
import { temporaryFolder } from '../../lake/temporary-folder.fixture.ts';
import { first } from '../../presence/index.ts';
import { IN_PROCESS } from '../../warehouse/index.ts';
import { ingest } from '../ingest.ts';
import { csvRequest } from '../requests.fixture.ts';
import { rowLines, storedRows } from '../stored-rows.fixture.ts';
import { type CsvDialect, DEFAULT_DIALECT } from './dialect.ts';

const effects = { warehouses: IN_PROCESS, now: () => new Date('2022-11-01T00:00:00Z') };

/** Ingests text or bytes as the table of loans: the rows stored, or the problems. */
async function loans(
  content: string | Uint8Array,
  dialect: Partial<CsvDialect> = {},
): Promise<readonly string[] | readonly Problem[]> {
  const folder = await temporaryFolder(onTestFinished);
  const file = path.join(folder, 'loans.csv');
  await writeFile(file, content);
  const store = openLocalStore(path.join(folder, 'lake'));
  const request = csvRequest(file, { dialect: { ...DEFAULT_DIALECT, ...dialect } });
  try {
    const { object } = await ingest(store, request, effects);
    return rowLines(await storedRows(store, object)).map((line) => line.replace(/ \S+ 9999-12-31 assumed$/, ''));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    expect(await store.list('')).toEqual([]);
    return error.problems;
  }
}

const HEADER = 'region,date,loans,branches\n';

describe('a CSV file is taken', () => {
  it.each<[string, string | Uint8Array, readonly string[], Partial<CsvDialect>?]>([
    [
      'with a column that has no name, as pandas writes its index',
      ',region,date,loans,branches\n0,west,2020-01-01,1.5,3\n',
      ['west 2020-01-01 1.5 3'],
    ],
    [
      'with a delimiter too many in every line',
      'region,date,loans,branches,\nwest,2020-01-01,1.5,3,\n',
      ['west 2020-01-01 1.5 3'],
    ],
    [
      'with semicolons, a decimal comma and words for missing, as declared',
      'region;date;loans;branches\nwest;2020-01-01;3,14;NA\neast;2020-01-01;.;-\n',
      ['east 2020-01-01 null null', 'west 2020-01-01 3.14 null'],
      { delimiter: ';', decimal: ',', nulls: ['NA', '.', '-'] },
    ],
    [
      'with tabs',
      'region\tdate\tloans\tbranches\na,b\t2020-01-01\t1\t3\n',
      ['a,b 2020-01-01 1 3'],
      { delimiter: '\t' },
    ],
    [
      'in windows-1252',
      Buffer.from(`${HEADER}Z\x80rich,2020-01-01,1,3\n`, 'latin1'),
      ['Z€rich 2020-01-01 1 3'],
      { encoding: 'windows-1252' },
    ],
    [
      'in UTF-16',
      Buffer.from(`\uFEFF${HEADER}Zürich,2020-01-01,1,3\n`, 'utf16le'),
      ['Zürich 2020-01-01 1 3'],
      { encoding: 'utf-16' },
    ],
  ])('%s', async (_, content, rows, dialect) => {
    expect(await loans(content, dialect)).toEqual(rows);
  });

  it('whose header is longer than many a buffer', async () => {
    const names = Array.from({ length: 60_000 }, (_, at) => `a_long_name_of_bank_number_${at}`);
    const content = `${names.join(',')},${HEADER}${names.map(() => 1).join(',')},west,2020-01-01,1.5,3\n`;
    expect(content.length).toBeGreaterThan(1 << 20);
    expect(await loans(content)).toEqual(['west 2020-01-01 1.5 3']);
  });
});

const GOOD = 'west,2020-01-01,1.5,3\n';

interface RefusedFile {
  readonly file: string;
  readonly content: string | Uint8Array;
  /** What is said of it, and what to do about it. */
  readonly what: string;
  readonly hint: RegExp;
  readonly dialect?: Partial<CsvDialect>;
}

/** A sound file in which one text stands in the place of another. */
interface RefusedCell {
  readonly from: string;
  readonly to: string;
  readonly type: 'DOUBLE' | 'DATE';
  readonly hint: RegExp;
  readonly dialect?: Partial<CsvDialect>;
}

describe('a CSV file is refused', () => {
  it.each<RefusedFile>([
    {
      file: 'with semicolons that are not declared',
      content: 'region;date;loans;branches\nwest;2020-01-01;3,14;3\n',
      what: 'its header is separated by semicolons, not by commas',
      hint: /declare delimiter: ";", and decimal: ","/,
    },
    {
      file: 'with semicolons and quotes that make no cells of commas',
      content: 'region;date;loans;branches\nwest;2020-01-01;"3,14";3\n',
      what: 'its header is separated by semicolons, not by commas',
      hint: /declare delimiter: ";"/,
    },
    {
      file: 'with tabs',
      content: HEADER.replaceAll(',', '\t'),
      what: 'its header is separated by tabs, not by commas',
      hint: /delimiter: "\\t"/,
    },
    {
      file: 'with commas where semicolons are declared',
      content: HEADER,
      what: 'its header is separated by commas, not by semicolons',
      hint: /declare delimiter: ","$/,
      dialect: { delimiter: ';' },
    },
    {
      file: 'without a header',
      content: GOOD,
      what: 'its first line holds values, no names of columns',
      hint: /put the names/,
    },
    {
      file: 'with spaces around a name',
      content: 'region, date,loans,branches\n',
      what: 'declared column "date" is not in the file',
      hint: /" date" has spaces around it/,
    },
    {
      file: 'with two names that differ in case alone',
      content: `Date,${HEADER}1,${GOOD}`,
      what: 'columns "Date" and "date" differ in nothing but upper and lower case',
      hint: /rename one/,
    },
    {
      file: 'in another encoding',
      content: Buffer.from(`${HEADER}${GOOD}Zürich,2020-01-01,1,3\n`, 'latin1'),
      what: 'is not UTF-8 at byte 50, in line 3',
      hint: /windows-1252/,
    },
    {
      file: 'in UTF-16',
      content: Buffer.from(`\uFEFF${HEADER}`, 'utf16le'),
      what: 'begins with the byte order mark of utf-16, but is declared utf-8',
      hint: /encoding: utf-16/,
    },
    { file: 'that is parquet', content: 'PAR1\0\0', what: 'line 1 holds a NUL character', hint: /no CSV/ },
    { file: 'of spaces', content: '  \n', what: 'is empty', hint: /header/ },
  ])('$file', async ({ content, what, hint, dialect }) => {
    const [first] = await loans(content, dialect);
    expect(first).toMatchObject({
      message: `loans.csv (source bank.loans): ${what}`,
      hint: expect.stringMatching(hint),
    });
  });

  it.each<RefusedCell>([
    { from: '1.5', to: '"3,14"', type: 'DOUBLE', hint: /declare decimal: ","/ },
    { from: '1.5', to: '"1.234,5"', type: 'DOUBLE', hint: /declare decimal: ","/ },
    { from: '1.5', to: 'NA', type: 'DOUBLE', hint: /declare nulls: \["NA"\]/ },
    { from: '1.5', to: '#N/A', type: 'DOUBLE', hint: /declare nulls: \["#N\/A"\]/ },
    { from: '1.5', to: '-', type: 'DOUBLE', hint: /declare nulls: \["-"\]/ },
    { from: '1.5', to: 'NaN', type: 'DOUBLE', hint: /only finite numbers/ },
    { from: '1.5', to: ' 2', type: 'DOUBLE', hint: /remove the spaces/ },
    {
      from: '1.5',
      to: '1.5',
      type: 'DOUBLE',
      hint: /the source declares decimal: ","/,
      dialect: { decimal: ',', delimiter: ';' },
    },
    { from: '2020-01-01', to: '12/31/99', type: 'DATE', hint: /YYYY-MM-DD/ },
    { from: '2020-01-01', to: '2020-01-01T00:00:00+02:00', type: 'DATE', hint: /no zone/ },
  ])('with $to where a $type such as $from stands, and says what to do', async ({ from, to, type, hint, dialect }) => {
    const lines = `${HEADER}${GOOD}`.replaceAll(',', dialect?.delimiter ?? ',').replace(from, to);
    const [first] = await loans(lines, dialect);
    const column = type === 'DATE' ? 'date' : 'loans';
    const shown = JSON.stringify(to.replaceAll('"', ''));
    expect(first).toMatchObject({
      message: `loans.csv, row 1: column "${column}" holds ${shown}, which is not a ${type}`,
      hint: expect.stringMatching(hint),
      span: { line: 2 },
    });
  });

  it('with the line and the number of every row, where rows are not lines', async () => {
    const problems = await loans(`${HEADER}"far\nwest",2020-01-01,1,3\n\n"\r\neast",2020-01-01,one,3\n`);
    expect(problems).toMatchObject([
      {
        message: 'loans.csv, row 2: column "loans" holds "one", which is not a DOUBLE',
        span: { line: 5 },
        lineText: '"',
      },
    ]);
  });

  it('with the first twenty rows of a column, and how many there are', async () => {
    const rows = Array.from({ length: 50 }, (_, at) => `r${at},2020-01-01,${at < 25 ? 'x' : 'NA'},3\n`);
    const problems = (await loans(HEADER + rows.join(''))) as readonly Problem[];
    expect(problems).toHaveLength(1);
    const { message, notes } = first(problems);
    expect(message).toMatch(/row 1: .* \(and 49 more rows\)$/);
    expect(notes).toHaveLength(19);
  });

  it('with the lines of too few or too many cells', async () => {
    const problems = await loans(`${HEADER}${GOOD}# of the east\n${GOOD}1,2,3,4,5\nx\n`);
    expect(problems).toMatchObject([
      {
        message: 'loans.csv (source bank.loans): line 3 has 1 cell, the header has 4 (and 2 more lines)',
        notes: ['line 5 has 5 cells, the header has 4', 'line 6 has 1 cell, the header has 4'],
        lineText: '# of the east',
      },
    ]);
  });

  it('when a text that means missing stands in a key', async () => {
    const problems = await loans(`${HEADER}NA,2020-01-01,1,3\n`, { nulls: ['NA'] });
    expect(problems).toMatchObject([{ message: 'loans.csv, row 1: column "region" is empty' }]);
  });
});
