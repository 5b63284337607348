import path from 'node:path';
import type { Day } from '../../engine/calendar/index.ts';
import { type IngestRequest, type IngestResult, ingest } from '../../engine/ingest/index.ts';
import { csvRequest, on, snapshotRequest, unrate, writeCsv } from '../../engine/ingest/requests.fixture.ts';
import type { Store } from '../../engine/lake/index.ts';
import { openWarehouse, quoteText } from '../../engine/warehouse/index.ts';
import { ingestLiveOn, liveSource, monthly, spec } from './live-source.ts';

/** A source that can be declared in two ways, and whose data can change once. */
export interface ChangingSource {
  /** Of which ref the positions are. */
  readonly ref: string;
  ingestOn(store: Store, day: Day, declared: 'so' | 'otherwise'): Promise<IngestResult>;
  /** A new month, and a revision of an old one. */
  change(): Promise<void>;
}

type OnFinished = (clean: () => Promise<void>) => void;

/** Makes a source of one kind, with its files in a folder. */
type SourceMaker = (folder: string, onFinished: OnFinished) => Promise<ChangingSource>;

/** Month and value, as first published and after the change. */
const BEFORE = [
  ['2020-01-01', 1],
  ['2020-02-01', 2],
] as const;
const AFTER = [
  ['2020-01-01', 1.5],
  ['2020-02-01', 2],
  ['2020-03-01', 3],
] as const;

type Months = readonly (readonly [Day | string, number])[];

async function writeParquet(file: string, select: string): Promise<void> {
  const warehouse = await openWarehouse();
  await warehouse.run(`COPY (${select}) TO ${quoteText(file)} (FORMAT parquet)`);
  warehouse.close();
}

function valuesOf(months: Months, more = ''): string {
  return `VALUES ${months.map(([date, value]) => `('UNRATE', DATE '${date}', ${value}::DOUBLE${more})`).join(', ')}`;
}

const LATEST = 't(series_id, date, value)';
const VERSIONS = 't(series_id, date, value, realtime_start, realtime_end)';
const OPEN = ", DATE '2020-04-05', DATE '9999-12-31'";

/** A source that is read from a file, which `write` makes. */
async function ofFile(
  ref: string,
  write: (months: Months) => Promise<unknown>,
  request: () => IngestRequest,
): Promise<ChangingSource> {
  await write(BEFORE);
  return {
    ref,
    ingestOn: (store, day, declared) => {
      const changes = declared === 'so' ? {} : { completeThrough: '2020-03-31' as Day };
      return ingest(store, { ...request(), ...changes } as IngestRequest, on(day));
    },
    change: async () => void (await write(AFTER)),
  };
}

export const KINDS_OF_SOURCES: Readonly<Record<string, SourceMaker>> = {
  csv: (folder) => {
    const rows = (months: Months) => months.map(([date, value]) => `north,${date},${value},${value * 2}`);
    const write = (months: Months) => writeCsv(folder, 'region,date,loans,branches', ...rows(months));
    const request = csvRequest(path.join(folder, 'loans.csv'), { columns: DOUBLES });
    return ofFile('sources/bank.loans', write, () => request);
  },
  parquet: (folder) => {
    const file = path.join(folder, 'loans.parquet');
    const columns = "SELECT 'north' AS region, date, value AS loans, value * 2 AS branches";
    const write = (months: Months) => writeParquet(file, `${columns} FROM (${valuesOf(months)}) ${LATEST}`);
    return ofFile('sources/bank.loans', write, () => csvRequest(file, { columns: DOUBLES, format: 'parquet' }));
  },
  snapshot: (folder) => {
    const file = path.join(folder, 'fred.parquet');
    const write = (months: Months) => writeParquet(file, `FROM (${valuesOf(months)}) ${LATEST}`);
    return ofFile('sources/fred', write, () => snapshotRequest(file, unrate));
  },
  vintages: (folder) => {
    const file = path.join(folder, 'vintages.parquet');
    const write = (months: Months) => writeParquet(file, `FROM (${valuesOf(months, OPEN)}) ${VERSIONS}`);
    return ofFile('sources/fred', write, () => ({ ...snapshotRequest(file, unrate), kind: 'vintages' }));
  },
  'vintages beside a snapshot': (folder) => {
    const [file, beside] = [path.join(folder, 'vintages.parquet'), path.join(folder, 'fred.parquet')];
    const write = async (months: Months) => {
      await writeParquet(file, `FROM (${valuesOf(months, OPEN)}) ${VERSIONS}`);
      await writeParquet(beside, `FROM (${valuesOf(months)}) ${LATEST}`);
    };
    const snapshot = { file: beside, shownAs: 'fred.parquet' };
    return ofFile('sources/fred', write, () => ({ ...snapshotRequest(file, unrate), kind: 'vintages', snapshot }));
  },
  live: async (_, onFinished) => {
    const versions = (months: Months) =>
      monthly(
        'UNRATE',
        months.map(([date, value]) => [date as Day, value, '2020-04-05'] as const),
      );
    const { server, request } = await liveSource(onFinished, versions(BEFORE));
    return {
      ref: 'sources/fred',
      ingestOn: (store, day, declared) => {
        const publicationLagDays = declared === 'so' ? 10 : 11;
        return ingestLiveOn(day, store, { ...request, series: [{ ...spec('UNRATE'), publicationLagDays }] });
      },
      change: async () => {
        server.replaceSeries({ ...versions(AFTER), lastUpdated: '2020-05-15 08:00:00-05' });
      },
    };
  },
};

const DOUBLES = [
  { name: 'region', type: 'VARCHAR' },
  { name: 'date', type: 'DATE' },
  { name: 'loans', type: 'DOUBLE' },
  { name: 'branches', type: 'DOUBLE' },
] as const;
