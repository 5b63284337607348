import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { ProblemError } from '../../../diagnostics/index.ts';
import { temporaryFolder } from '../../../lake/temporary-folder.fixture.ts';
import type { Answers } from './answers.ts';
import type { FoundTable } from './found-table.ts';
import { lookAtFile } from './look-at-file.ts';
import { plainName, plainNames } from './names.ts';

const NOTHING: Answers = { nulls: [], text: [], projections: false };

async function look(bytes: string | Uint8Array, answers: Partial<Answers> = {}): Promise<FoundTable> {
  const file = path.join(await temporaryFolder(onTestFinished), 'x.csv');
  writeFileSync(file, bytes);
  return lookAtFile({ path: file, shownAs: 'x.csv', answers: { ...NOTHING, ...answers }, today: '2026-12-01' });
}

/** Why a file is not taken as it is. */
async function refused(bytes: string | Uint8Array, answers: Partial<Answers> = {}): Promise<readonly string[]> {
  try {
    await look(bytes, answers);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    for (const { hint } of error.problems) expect(hint).toBeTruthy();
    return error.problems.map(({ code, message }) => `${code} ${message}`);
  }
  throw new Error('it was taken');
}

/** Twelve months of a column, written by somebody. */
function months(header: string, row: (month: string, i: number) => string, end = '\n'): string {
  const rows = Array.from({ length: 12 }, (_, i) => row(`2020-${String(i + 1).padStart(2, '0')}-01`, i));
  return [header, ...rows].map((line) => `${line}${end}`).join('');
}

const PLAIN = months('month,x', (month, i) => `${month},${i}.5`);

describe('what can be read off a file', () => {
  test.each<[string, string | Uint8Array, Partial<FoundTable>]>([
    ['a plain one', PLAIN, { delimiter: ',', decimal: '.', encoding: 'utf-8', frequency: 'monthly', dated: 'start' }],
    ['a byte order mark', `\uFEFF${PLAIN}`, { encoding: 'utf-8' }],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(PLAIN, 'utf16le')]), { encoding: 'utf-16' }],
    ['windows-1252', Buffer.from(PLAIN.replace('x', 'Gr\u00f6\u00dfe'), 'latin1'), { encoding: 'windows-1252' }],
    ['tabs', PLAIN.replaceAll(',', '\t'), { delimiter: '\t' }],
    ['lines that end in CRLF', months('month,x', (month, i) => `${month},${i}`, '\r\n'), { delimiter: ',' }],
    ['line ends in quotes', months('month,note,x', (m, i) => `${m},"a\nb, ""c""",${i}`), { frequency: 'monthly' }],
    ['a delimiter at the end of lines', months('month,x,', (month, i) => `${month},${i},`), { isWide: false }],
    ['an empty column', months('month,void,x', (month, i) => `${month},,${i}`), {}],
    ['decimal commas', months('month;x', (month, i) => `${month};${i},25`), { decimal: ',', delimiter: ';' }],
    ['a fraction of three digits among others', months('m,x', (m, i) => `${m},${i === 3 ? 0.5 : '1.234'}`), {}],
    ['month ends', 'm,x\n2020-01-31,1\n2020-02-29,2\n2020-03-31,3\n', { dated: 'end', frequency: 'monthly' }],
    ['holes', 'm,x\n2020-01-01,1\n2020-02-01,2\n2020-09-01,3\n', { frequency: 'monthly' }],
    ['weeks', 'm,x\n2020-01-03,1\n2020-01-10,2\n2020-01-24,3\n', { frequency: 'weekly' }],
    ['quarters', 'q,x\n2020Q1,1\n2020-Q2,2\n', { frequency: 'quarterly' }],
    ['years', 'year,x\n2018,1\n2019,2\n', { frequency: 'annual' }],
    ['texts that mean missing', months('m,x', (m, i) => `${m},${i < 2 ? '.' : i}`), { nulls: ['.'] }],
  ])('%s', async (_, bytes, found) => {
    expect(await look(bytes)).toMatchObject(found);
  });

  it('the smallest set of texts that tells rows apart', async () => {
    const rows = ['AT,a,2020-01-01,1', 'AT,b,2020-01-01,2', 'BE,a,2020-01-01,3', 'AT,a,2020-02-01,4'];
    const { columns } = await look(['country,kind,month,x', ...rows].join('\n'));
    expect(columns.map(({ name, role }) => `${name} ${role}`)).toEqual(['country key', 'kind key', 'x value']);
  });

  it('thousands of columns, of which the first are declared and the others said', async () => {
    const names = Array.from({ length: 3_000 }, (_, i) => `c${i}`);
    const { columns, notes } = await look(
      months(['m', ...names].join(','), (m) => [m, ...names.map(() => 2)].join(',')),
    );
    expect(columns.length).toBe(40);
    expect(notes).toEqual(['left out: 2960 columns after the first 40']);
  });

  it('names that nobody could say, as names that SQL can', async () => {
    const names = ['select', '../../etc/passwd', 'a"b', "c'd", 'e\nf', 'Date', '2020 x', '   %', 'Gr\u00f6\u00dfe'];
    const header = ['m', ...names].map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    const { columns } = await look(months(header, (m) => [m, ...names.map(() => 2)].join(',')));
    expect(columns.map(({ name }) => name)).toEqual([
      'select_1',
      'etc_passwd',
      'a_b',
      'c_d',
      'e_f',
      'date_1',
      'n_2020_x',
      'column',
      'gro_e',
    ]);
    expect(columns.map(({ header: written }) => written)).toEqual(names);
    expect(plainNames(['a', 'A', 'a ', ''])).toEqual(['a', 'a_2', 'a_3', 'column']);
    expect(plainName('x'.repeat(300), 'y')).toHaveLength(50);
  });
});

test.each<[string, string | Uint8Array, string, Partial<Answers>?]>([
  ['nothing', '', 'EWS3049 x.csv: is empty'],
  ['a header alone', 'month,x\n', 'EWS3049 x.csv: has a header and no rows'],
  ['a parquet file', 'PAR1....', 'EWS3049 x.csv: is a parquet file'],
  ['a spreadsheet', 'PK\u0003\u0004....', 'EWS3049 x.csv: is a spreadsheet or an archive'],
  ['bytes', Buffer.from([1, 2, 3, 0, 5, 10, 7]), 'EWS3049 x.csv, line 1: holds a control character'],
  ['one column', 'x\n1\n2\n', 'EWS3049 x.csv: has a single column'],
  [
    'a title above the header',
    'Prices\nSource: an office\n\ndate,value\n2020-01-01,1\n2020-02-01,2\n2020-03-01,3\n',
    'EWS3049 x.csv, line 4: seems to be the header, with "date", "value"',
  ],
  [
    'a title of another width, as the World Bank has it',
    `"Data Source","Indicators",\n\n"Updated","2024-01-01",\n\n${'"Name","Code","1990","1991"\n'.repeat(4)}`,
    'EWS3049 x.csv, line 5: seems to be the header, with "Name", "Code", "1990" and 1 more',
  ],
  [
    'a header that lacks a name',
    'date,value\nA,2020-01-01,1\nB,2020-02-01,2\nC,2020-03-01,3\nD,2020-03-01,3\n',
    'EWS3049 x.csv, line 2: has 3 cells with "," between them, the header has 2',
  ],
  [
    'a header that lacks two names',
    'date\n2020-01-01,1,4\n2020-02-01,2,4\n2020-03-01,3,4\n2020-04-01,3,4\n',
    'EWS3049 x.csv: has a single column',
  ],
  [
    'a note below the rows, and no title',
    'date,value\n2020-01-01,1\n2020-02-01,2\n2020-03-01,3\nSource: an office\n',
    'EWS3049 x.csv, line 5: has 1 cells with "," between them, the header has 2',
  ],
  ['values for names', '2020-01-01,1\n2020-02-01,2\n', 'EWS3049 x.csv, line 1: holds values, no names of columns'],
  ['a name twice', 'm,x,X\n2020-01-01,1,2\n', 'EWS3049 x.csv, line 1: columns 2 and 3 are both called "X"'],
  [
    'a row that is longer',
    'm,x\n2020-01-01,1,2\n',
    'EWS3049 x.csv, line 2: has 3 cells with "," between them, the header has 2',
  ],
  ['an open quote', 'm,x\n2020-01-01,"1\n', 'EWS3049 x.csv, line 2: has a quote that is never closed'],
  ['no dates', 'a,b\nx,1\ny,2\n', 'EWS3049 x.csv: has no column of dates'],
  [
    'two digits of a year',
    'd,x\n31/12/20,1\n',
    'EWS3049 x.csv, line 2, column "d": "31/12/20" has a year of two digits',
  ],
  [
    'a date that is none',
    'd,x\n2020-01-01,1\n2020-02-30,2\n2020-03-01,3\n',
    'EWS3049 x.csv, line 3, column "d": "2020-02-30" is no date as the others',
  ],
  ['a row without a date', 'd,x\n2020-01-01,1\n,2\n', 'EWS3049 x.csv, line 3, column "d": has no date'],
  ['a date twice', 'd,x\n2020-01-01,1\n2020-01-01,2\n', 'EWS3049 x.csv, line 3: has the same date as line 2'],
  ['thousands', 'd;x\n2020-01-01;1,234,567\n', 'EWS3049 x.csv, line 2, column "x": "1,234,567" is no number'],
  [
    'both marks',
    'd;x\n2020-01-01;1,5\n2020-02-01;1.25\n',
    'EWS3049 x.csv, line 2, column "x": "1,5" has a decimal comma, and "1.25" in line 3 a point',
  ],
  [
    'spaces around a number',
    'd;x\n2020-01-01;1.5\n2020-02-01; 2.5\n',
    'EWS3049 x.csv, line 3, column "x": " 2.5" is no number',
  ],
  [
    'two frequencies',
    [
      'k,d,x',
      ...[...Array(30)].map((_, i) => `a,${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01,1`),
      ...[...Array(12)].map((_, i) => `b,${2000 + i}-01-01,1`),
    ].join('\n'),
    'EWS3049 x.csv: most of its rows are monthly, and those of "b" are annual',
  ],
  [
    'a key that means missing',
    'k,d,x\nNA,2020-01-01,1\nAT,2020-01-01,2\nAT,2020-02-01,NA\nNA,2020-02-01,1\n',
    'EWS3049 x.csv, line 2, column "k": a key is "NA", which means missing elsewhere in the file',
  ],
  [
    'both orders of day and month',
    'd,x\n01/02/2020,1\n02/03/2020,2\n',
    'EWS3048 x.csv, column "d": "01/02/2020" and all other dates',
  ],
  [
    'a fraction or thousands',
    'd;x\n2020-01-01;1,234\n2020-02-01;2,345\n',
    'EWS3048 x.csv, line 2, column "x": "1,234" has a fraction of three digits, or a mark between thousands',
  ],
  [
    'two columns of dates',
    'd,e,x\n2020-01-01,2020-01-05,1\n',
    'EWS3048 x.csv: columns "d", "e" all hold dates: which one says what a row is about?',
  ],
  [
    'a word among numbers',
    'd,x\n2020-01-01,1\n2020-02-01,two\n2020-03-01,3\n',
    'EWS3048 x.csv, line 3, column "x": "two" is no number',
  ],
  ['rows to come', 'd,x\n2020-01-01,1\n2030-01-01,3\n', 'EWS3048 x.csv: 2030-01-01 has not begun yet'],
  ['a single day', 'd,x\n2020-01-15,1\n', 'EWS3048 x.csv: its dates do not tell how long a period is'],
  [
    'a key that is a number',
    'd,k,x\n2020-01-01,1,1\n2020-01-01,2,2\n',
    'EWS3048 x.csv, line 3: has the same date as line 2',
  ],
  ['an answer about no column', PLAIN, 'EWS3049 x.csv: has no column "z"', { keys: ['z'] }],
])('says what it needs of %s', async (_, bytes, message, answers) => {
  const said = await refused(bytes, answers);
  expect(said.map((each) => each.slice(0, message.length))).toEqual([message]);
});

test.each<[string, string, Partial<Answers>, Partial<FoundTable>]>([
  ['--dates d/m/y', 'd,x\n01/02/2020,1\n01/03/2020,2\n', { dates: 'd/m/y' }, { frequency: 'monthly' }],
  ['--dates m/d/y', 'd,x\n01/02/2020,1\n01/03/2020,2\n', { dates: 'm/d/y' }, { frequency: 'daily' }],
  ['--decimal ,', 'd;x\n2020-01-01;1,234\n2020-02-01;2,345\n', { decimal: ',' }, { decimal: ',' }],
  ['--null', 'd,x\n2020-01-01,1\n2020-02-01,two\n2020-03-01,3\n', { nulls: ['two'] }, { nulls: ['two'] }],
  ['--projections', 'd,x\n2020-01-01,1\n2030-01-01,3\n', { projections: true }, { projections: true }],
  ['--frequency', 'd,x\n2020-01-15,1\n', { frequency: 'monthly' }, { frequency: 'monthly' }],
])('takes an answer: %s', async (_, text, answers, found) => {
  expect(await look(text, answers)).toMatchObject(found);
});
