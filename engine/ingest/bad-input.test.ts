import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Problem, ProblemError } from '../diagnostics/index.ts';
import { openLocalStore, type Store } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { IN_PROCESS } from '../warehouse/index.ts';
import { ingest } from './ingest.ts';
import type { FileRequest, IngestRequest } from './request.ts';
import { csvRequest, gdp, snapshotRequest, unrate, writeCsv, writeSnapshot } from './requests.fixture.ts';

const HEADER = 'region,date,loans,branches';
const GOOD = 'west,2020-01-01,1.5,3';
const effects = { warehouses: IN_PROCESS, now: () => new Date('2022-11-01T00:00:00Z') };

async function emptyLake(): Promise<{ store: Store; folder: string }> {
  const folder = await temporaryFolder(onTestFinished);
  return { store: openLocalStore(path.join(folder, 'lake')), folder };
}

/** The problems of an ingest that must fail, and must leave nothing behind. */
async function refused(store: Store, request: IngestRequest): Promise<readonly Problem[]> {
  const error = await ingest(store, request, effects).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw error ?? new Error('it was taken');
  expect(await store.list('')).toEqual([]);
  for (const { hint } of error.problems) expect(hint).toBeTruthy();
  return error.problems;
}

describe('a CSV file', () => {
  const knownOn: Partial<FileRequest> = { knowledge: { kind: 'column', column: 'known_on' } };
  const columns = [...csvRequest('').columns, { name: 'known_on', type: 'DATE' }];
  const cases: readonly [string, readonly string[], string, Partial<FileRequest>?][] = [
    ['that is empty', [], 'EWS3009 loans.csv (source bank.loans): is empty'],
    ['without rows', [HEADER], 'EWS3009 loans.csv (source bank.loans): has a header and no rows'],
    [
      'with another header',
      ['region,date,loan,branches', GOOD],
      'EWS3004 loans.csv (source bank.loans): declared column "loans" is not in the file',
    ],
    [
      'with a column twice',
      ['region,date,loans,loans,branches', 'west,2020-01-01,1,1,3'],
      'EWS3004 loans.csv (source bank.loans): column "loans" is there twice',
    ],
    [
      'with text where a number belongs',
      [HEADER, GOOD, 'west,2020-02-01,n/a,3'],
      'EWS3004 loans.csv, row 2: column "loans" holds "n/a", which is not a DOUBLE',
    ],
    [
      'with several such rows',
      [HEADER, 'a,2020-01-01,x,3', 'b,2020-01-01,y,3', 'c,2020-01-01,nan,3', 'd,2020-01-01,inf,3', GOOD],
      'EWS3004 loans.csv, row 1: column "loans" holds "x", which is not a DOUBLE (and 3 more rows)',
    ],
    [
      'with a fraction where a whole number belongs',
      [HEADER, 'west,2020-01-01,1,3.5'],
      'EWS3004 loans.csv, row 1: column "branches" holds "3.5", which is not an INTEGER',
    ],
    [
      'with a date that does not exist',
      [HEADER, GOOD, 'west,2020-02-30,1,3'],
      'EWS3004 loans.csv, row 2: column "date" holds "2020-02-30", which is not a DATE',
    ],
    ['without a key', [HEADER, ',2020-01-01,1,3'], 'EWS3004 loans.csv, row 1: column "region" is empty'],
    [
      'with a row twice',
      [HEADER, GOOD, 'east,2020-01-01,1,1', 'west,2020-01-01,2,3'],
      'EWS3004 loans.csv, row 3: a second row for west, 2020-01-01',
    ],
    [
      'with a row that is too short',
      [HEADER, GOOD, 'west,2020-02-01'],
      'EWS3004 loans.csv (source bank.loans): line 3 has 2 cells, the header has 4',
    ],
    [
      'with an open quote',
      [HEADER, '"west,2020-02-01,1,3'],
      'EWS3004 loans.csv (source bank.loans): line 2 has a quote that is never closed',
    ],
    [
      'with a negative lag',
      [HEADER, GOOD],
      'EWS3004 loans.csv (source bank.loans): the publication lag of bank.loans is -1: a value cannot be known ' +
        'before its period has ended',
      { knowledge: { kind: 'lag', lagDays: -1 } },
    ],
    [
      'without a day on which it was known',
      [`${HEADER},known_on`, `${GOOD},2020-03-01`, 'west,2020-02-01,1,3,'],
      'EWS3004 loans.csv, row 2: column "known_on" is empty',
      { ...knownOn, columns },
    ],
    [
      'with versions that overlap',
      [`${HEADER},known_on,until`, `${GOOD},2020-03-01,2020-06-01`, 'west,2020-01-01,1,3,2020-06-01,'],
      'EWS3004 loans.csv, row 1: the version of west, 2020-01-01 from 2020-03-01 ends before it starts, or ' +
        'after the next one starts',
      {
        knowledge: { kind: 'column', column: 'known_on', endColumn: 'until' },
        columns: [...columns, { name: 'until', type: 'DATE' }],
      },
    ],
    [
      'with a column that the engine gives',
      [`${HEADER},knowledge`, `${GOOD},x`],
      'EWS3004 loans.csv (source bank.loans): column "knowledge" has a name that the engine gives',
      { columns: [...csvRequest('').columns, { name: 'knowledge', type: 'VARCHAR' }] },
    ],
    [
      'whose date is not declared as one',
      [HEADER, GOOD],
      'EWS3004 loans.csv (source bank.loans): column "date" is VARCHAR',
      {
        columns: csvRequest('').columns.map((column) =>
          column.name === 'date' ? { ...column, type: 'VARCHAR' } : column,
        ),
      },
    ],
  ];

  it.each(cases)('%s is refused, and nothing is stored', async (_, lines, expected, changes) => {
    const { store, folder } = await emptyLake();
    const problems = await refused(store, csvRequest(await writeCsv(folder, ...lines), changes));
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([expected]);
  });

  it('shows the line, and tells of all columns at once', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeCsv(folder, HEADER, GOOD, 'west,2020-02-01,1,few', 'east,soon,1,many');
    const problems = await refused(store, csvRequest(file));
    expect(problems).toMatchObject(
      [
        { span: { file: 'loans.csv', line: 4, column: 1 }, lineText: 'east,soon,1,many', hint: /YYYY-MM-DD/ },
        {
          span: { line: 3 },
          lineText: 'west,2020-02-01,1,few',
          notes: [expect.stringContaining('row 3: column "branches"')],
        },
      ].map((expected) => ({ ...expected, ...(expected.hint ? { hint: expect.stringMatching(expected.hint) } : {}) })),
    );
  });

  it('that is missing is a problem of its own', async () => {
    const { store, folder } = await emptyLake();
    const problems = await refused(store, csvRequest(path.join(folder, 'loans.csv')));
    expect(problems).toMatchObject([{ code: 'EWS3009', message: expect.stringContaining('does not exist') }]);
  });

  it('may be quoted, have a byte order mark, Windows line ends, and columns in another order', async () => {
    const { store, folder } = await emptyLake();
    const file = path.join(folder, 'loans.csv');
    await writeFile(file, '\uFEFF"date",loans,"region",branches,note\r\n2020-01-01,1.5,"west, ""far""",3,x\r\n');
    expect(await ingest(store, csvRequest(file), effects)).toMatchObject({ rows: 1, warnings: [] });
  });

  it('warns of what was known before it ended, and of dates inside a period', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeCsv(folder, `${HEADER},known_on`, `${GOOD},2020-01-30`, 'west,2020-02-15,1,3,2020-03-05');
    const { warnings } = await ingest(store, csvRequest(file, { ...knownOn, columns }), effects);
    expect(warnings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: loans.csv, row 2: date 2020-02-15 is not the first day of a period, although the source is monthly',
      'warning: loans.csv, row 1: known on 2020-01-30 before the end of west, 2020-01-01',
    ]);
  });
});

describe('a snapshot', () => {
  it('must hold every declared series', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeSnapshot(folder, [['UNRATE', '2020-01-01', 3.5]]);
    const slip = { ...unrate, seriesId: 'UNRAT' };
    expect(await refused(store, snapshotRequest(file, slip, gdp))).toMatchObject([
      { code: 'EWS3009', message: expect.stringContaining('UNRAT of unrate'), hint: 'did you mean "UNRATE"?' },
      { code: 'EWS3009', message: expect.stringContaining('GDPC1 of real_gdp') },
    ]);
  });

  it('holds one value for each series and date', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeSnapshot(folder, [
      ['UNRATE', '2020-01-01', 3.5],
      ['UNRATE', '2020-01-01', 3.6],
    ]);
    expect(await refused(store, snapshotRequest(file, unrate))).toMatchObject([
      { code: 'EWS3004', message: 'fred.parquet, row 2: UNRATE 2020-01-01 is there twice' },
    ]);
  });

  it('must be parquet, with a lag that is not negative', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeCsv(folder, 'series_id,date,value');
    expect(await refused(store, snapshotRequest(file, unrate))).toMatchObject([
      { code: 'EWS3004', message: 'loans.csv (source fred): is not a parquet file' },
    ]);
    const early = { ...unrate, publicationLagDays: -5 };
    expect(await refused(store, snapshotRequest(file, early))).toMatchObject([
      { code: 'EWS3004', message: expect.stringContaining('the publication lag of unrate is -5') },
    ]);
  });
});
