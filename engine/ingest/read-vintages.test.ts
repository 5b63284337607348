import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { type ObjectMeta, openLocalStore, type Store } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { IN_PROCESS, openWarehouse, quoteText } from '../warehouse/index.ts';
import { ingest } from './ingest.ts';
import { observationsOf } from './observations.ts';
import { readStoredState } from './read-stored-state.ts';
import type { SeriesSpec, VintagesRequest } from './request.ts';
import { rowLines, storedRows } from './stored-rows.fixture.ts';

const NOW = new Date('2024-01-01T12:00:00Z');

const unrate: SeriesSpec = { name: 'unrate', seriesId: 'UNRATE', frequency: 'monthly', publicationLagDays: 10 };
const gdp: SeriesSpec = { name: 'gdp', seriesId: 'GDP', frequency: 'quarterly', publicationLagDays: 32 };
const effects = { warehouses: IN_PROCESS, now: () => new Date('2022-11-01T00:00:00Z') };

/** series_id, date, value, realtime_start, realtime_end; an empty text is NULL. */
type Version = readonly [string, string, string, string, string];

const FIRST: Version = ['UNRATE', '2019-12-01', '3.5', '2020-01-10', '2020-02-06'];
const REVISED: Version = ['UNRATE', '2019-12-01', '3.6', '2020-02-07', '9999-12-31'];
const NEXT: Version = ['UNRATE', '2022-10-01', '3.7', '2022-11-04', '9999-12-31'];

async function lakeAndFile(rows: readonly Version[], columns = NAMES): Promise<{ store: Store; file: string }> {
  const folder = await temporaryFolder(onTestFinished);
  const file = path.join(folder, 'vintages.parquet');
  await write(file, rows, columns);
  return { store: openLocalStore(path.join(folder, 'lake')), file };
}

const NAMES = 'series_id, date, value, realtime_start, realtime_end';

async function write(file: string, rows: readonly Version[], columns = NAMES): Promise<void> {
  const values = rows.map((row) => `(${row.map((cell) => (cell === '' ? 'NULL' : quoteText(cell))).join(', ')})`);
  const warehouse = await openWarehouse();
  await warehouse.run(`COPY (FROM (VALUES ${values.join(', ')}) t(${columns})) TO ${quoteText(file)} (FORMAT parquet)`);
  warehouse.close();
}

function request(file: string, ...series: readonly SeriesSpec[]): VintagesRequest {
  return { kind: 'vintages', source: 'fred', file, shownAs: 'vintages.parquet', series, prehistory: 'assume' };
}

async function ingested(...rows: readonly Version[]): Promise<{ store: Store; object: ObjectMeta; said: string[] }> {
  const { store, file } = await lakeAndFile(rows);
  const { object, warnings } = await ingest(store, request(file, unrate), effects);
  return { store, object, said: warnings.map(({ message }) => message) };
}

async function refusal(series: readonly SeriesSpec[], rows: readonly Version[], columns = NAMES): Promise<string[]> {
  const { store, file } = await lakeAndFile(rows, columns);
  const error = await ingest(store, request(file, ...series), effects).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProblemError)) throw new Error('it was taken');
  expect(await store.list('')).toEqual([]);
  for (const { hint } of error.problems) expect(hint).toBeTruthy();
  return error.problems.map(({ code, message }) => `${code} ${message}`);
}

describe('ingesting vintages', () => {
  it('keeps every version, published, in half-open intervals; the current one is open', async () => {
    const { store, object, said } = await ingested(FIRST, REVISED, ['UNRATE', '2020-01-01', '3.6', '2020-02-07', '']);
    expect(said).toEqual([]);
    expect(rowLines(await storedRows(store, object))).toEqual([
      'UNRATE 2019-12-01 3.5 2020-01-10 2020-02-07 published',
      'UNRATE 2019-12-01 3.6 2020-02-07 9999-12-31 published',
      'UNRATE 2020-01-01 3.6 2020-02-07 9999-12-31 published',
    ]);
    expect(observationsOf(object).relations['fred.unrate']).toMatchObject({
      seriesId: 'UNRATE',
      rows: 3,
      knowledge: { published: 1, observed: 0, assumed: 0 },
    });
  });

  it('bridges no hole and keeps a withdrawal', async () => {
    const withdrawn: Version = ['UNRATE', '2019-12-01', '', '2020-03-01', '9999-12-31'];
    const { store, object } = await ingested(FIRST, withdrawn);
    expect(rowLines(await storedRows(store, object))).toEqual([
      'UNRATE 2019-12-01 3.5 2020-01-10 2020-02-07 published',
      'UNRATE 2019-12-01 null 2020-03-01 9999-12-31 published',
    ]);
  });

  it('leaves series alone that are not declared, whatever is wrong with them', async () => {
    const { store, object } = await ingested(FIRST, ['OTHER', '2019-12-01', 'n/a', 'never', '']);
    expect(rowLines(await storedRows(store, object))).toHaveLength(1);
  });

  it('follows a newer file from the last look on, and counts what it tells of earlier days from now on', async () => {
    const { store, file } = await lakeAndFile([FIRST]);
    const asked = request(file, unrate);
    await ingest(store, asked, effects);
    await write(file, [FIRST, REVISED, NEXT]);
    expect(await readStoredState(store, asked, NOW)).toMatchObject({ kind: 'stale' });
    const { object, tally } = await ingest(store, asked, {
      warehouses: IN_PROCESS,
      now: () => new Date('2022-12-02T12:00:00Z'),
    });
    expect(rowLines(await storedRows(store, object))).toEqual([
      'UNRATE 2019-12-01 3.5 2020-01-10 2020-02-07 published',
      'UNRATE 2019-12-01 3.6 2022-12-02 9999-12-31 observed',
      'UNRATE 2022-10-01 3.7 2022-11-04 9999-12-31 published',
    ]);
    expect(tally).toMatchObject({ new: 1, revised: 1, knownFrom: { first: '2022-12-02', last: '2022-12-02' } });
    expect(observationsOf(object).history).toHaveLength(2);
    expect(await store.list('raw/fred/vintages/')).toHaveLength(2);
  });

  it('stores nothing anew when a lag changes: it serves only the time before the first vintage', async () => {
    const { store, file } = await lakeAndFile([FIRST]);
    await ingest(store, request(file, unrate), effects);
    const slower = request(file, { ...unrate, publicationLagDays: 12 });
    expect(await readStoredState(store, slower, NOW)).toMatchObject({ kind: 'current' });
    const other = request(file, { ...unrate, frequency: 'weekly' });
    expect(await readStoredState(store, other, NOW)).toMatchObject({
      kind: 'stale',
      reason: 'its declaration changed',
    });
  });

  it('warns of a value that was known before its period had ended, and of a date within a period', async () => {
    const { said } = await ingested(
      ['UNRATE', '2019-12-01', '3.5', '2019-12-24', ''],
      ['UNRATE', '2020-01-15', '3.5', '2020-02-07', ''],
    );
    expect(said).toEqual([
      'vintages.parquet, row 1: UNRATE 2019-12-01 from 2019-12-24 is known before its period has ended',
      'vintages.parquet, row 2: UNRATE 2020-01-15 is not the first day of a period, although the series is monthly',
    ]);
  });
});

describe('a series that was never revised', () => {
  const months = (count: number): readonly Version[] =>
    Array.from({ length: count }, (_, i) => {
      const day = (month: number, dayOf: number) => new Date(Date.UTC(2015, month, dayOf)).toISOString().slice(0, 10);
      return ['UNRATE', day(i, 1), String(3 + (i % 7) / 10), day(i + 1, 8), ''];
    });
  const flag =
    'vintages.parquet (source fred): no value of unrate was ever revised, although the source is declared with ' +
    'vintages';

  it('is flagged when it has two years of periods, and not before', async () => {
    expect((await ingested(...months(24))).said).toEqual([flag]);
    expect((await ingested(...months(23))).said).toEqual([]);
  });

  it('is not flagged for one revision, and is for the same value told again', async () => {
    const [first, ...others] = months(30);
    const [id = '', date = '', value = '', from = ''] = first ?? [];
    const again = (second: string): readonly Version[] => [
      [id, date, value, from, '2015-04-30'],
      [id, date, second, '2015-05-01', ''],
      ...others,
    ];
    expect((await ingested(...again('9.9'))).said).toEqual([]);
    expect((await ingested(...again(value))).said).toEqual([flag]);
  });
});

describe('vintages are refused', () => {
  const cases: readonly [string, readonly Version[], string][] = [
    [
      'with two versions from one day on',
      [FIRST, ['UNRATE', '2019-12-01', '3.6', '2020-01-10', '']],
      'EWS3004 vintages.parquet, row 2: UNRATE 2019-12-01 from 2020-01-10 is there twice',
    ],
    [
      'with a version that ends before it starts',
      [['UNRATE', '2019-12-01', '3.5', '2020-01-10', '2020-01-09']],
      'EWS3004 vintages.parquet, row 1: the version of UNRATE 2019-12-01 from 2020-01-10 ends before it starts',
    ],
    [
      'with versions that overlap by a day',
      [['UNRATE', '2019-12-01', '3.5', '2020-01-10', '2020-02-07'], REVISED],
      'EWS3004 vintages.parquet, row 1: the version of UNRATE 2019-12-01 from 2020-01-10 still holds when the ' +
        'next one starts',
    ],
    [
      'without the day of the knowledge',
      [['UNRATE', '2019-12-01', '3.5', '', '']],
      'EWS3004 vintages.parquet, row 1: column "realtime_start" is empty',
    ],
    [
      'with text for a value',
      [FIRST, ['UNRATE', '2020-01-01', '.', '2020-02-07', '']],
      'EWS3004 vintages.parquet, row 2: column "value" holds ".", which is not a DOUBLE',
    ],
  ];
  it.each(cases)('%s', async (_, rows, expected) => {
    expect(await refusal([unrate], rows)).toEqual([expected]);
  });

  it('without a declared series, or without a column', async () => {
    expect(await refusal([unrate, gdp], [FIRST])).toEqual([
      'EWS3009 vintages.parquet (source fred): series GDP of gdp is not in the vintages',
    ]);
    expect(await refusal([unrate], [FIRST], 'series_id, date, value, known_from, known_to')).toEqual([
      'EWS3004 vintages.parquet (source fred): declared column "realtime_start" is not in the file',
      'EWS3004 vintages.parquet (source fred): declared column "realtime_end" is not in the file',
    ]);
    expect(await refusal([{ ...unrate, publicationLagDays: -1 }], [FIRST])).toEqual([
      expect.stringContaining('the publication lag of unrate is -1'),
    ]);
  });
});

describe('a file that tells days that are over in another way', () => {
  const on = (day: Day) => ({ warehouses: IN_PROCESS, now: () => new Date(`${day}T12:00:00Z`) });

  it.each([
    [
      'dates a version earlier',
      ['UNRATE', '2019-12-01', '3.5', '2020-01-10', '2020-01-19'],
      ['UNRATE', '2019-12-01', '3.6', '2020-01-20', '9999-12-31'],
      '2020-01-20',
    ],
    ['tells another value', FIRST, ['UNRATE', '2019-12-01', '3.9', '2020-02-07', '9999-12-31'], '2020-02-07'],
  ] as const)('%s: it is not taken, and the ingest says so', async (_what, first, revised, since) => {
    const { store, file } = await lakeAndFile([FIRST, REVISED, NEXT]);
    await ingest(store, request(file, unrate), on('2022-12-01'));
    const before = rowLines(
      await storedRows(store, (await ingest(store, request(file, unrate), on('2022-12-02'))).object),
    );
    await write(file, [first, revised, NEXT]);
    const { object, warnings } = await ingest(store, request(file, unrate), on('2023-01-01'));
    expect(warnings).toMatchObject([
      {
        code: 'EWS3040',
        severity: 'warning',
        notes: [`the first: UNRATE 2019-12-01, told otherwise from ${since} on`],
      },
    ]);
    const after = rowLines(await storedRows(store, object));
    expect(after.slice(0, 1)).toEqual(before.slice(0, 1));
  });

  it.each([
    ['goes on from what was ingested', [FIRST, REVISED, NEXT]],
    ['keeps the newest versions alone', [REVISED, NEXT]],
  ])('is none that %s', async (_what, versions) => {
    const { store, file } = await lakeAndFile([FIRST, REVISED]);
    await ingest(store, request(file, unrate), on('2022-11-01'));
    await write(file, versions);
    const { warnings, tally } = await ingest(store, request(file, unrate), on('2022-12-01'));
    expect([warnings, tally.new]).toEqual([[], 1]);
  });
});
