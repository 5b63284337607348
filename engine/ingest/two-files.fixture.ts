import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openLocalStore, type Store } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { openWarehouse, quoteText } from '../warehouse/index.ts';

/** The file of vintages holds four versions of a value of one series; what they say is in the snapshot too. */
export const VERSIONS = [
  ['UNRATE', '2019-11-01', '3.3', '2019-12-10', '2020-01-09', 'assumed'],
  ['UNRATE', '2019-11-01', '3.4', '2020-01-10', '2020-02-06', 'published'],
  ['UNRATE', '2019-11-01', '3.5', '2020-02-07', '2020-03-05', 'published'],
  ['UNRATE', '2019-11-01', '3.6', '2020-03-06', '9999-12-31', 'assumed'],
];
export const LATEST = [
  ['GS10', '2019-11-01', '1.8'],
  ['GS10', '2019-12-01', '1.9'],
  ['UNRATE', '2019-11-01', '3.6'],
  ['UNRATE', '2019-12-01', '3.7'],
];
export const VERSION_COLUMNS = 'series_id, date, value, realtime_start, realtime_end, knowledge';

export interface TwoFiles {
  readonly store: Store;
  readonly vintages: string;
  readonly snapshot: string;
}

type Cells = readonly (readonly string[])[];

async function write(file: string, rows: Cells, columns: string): Promise<void> {
  const values = rows.map((row) => `(${row.map((cell) => (cell === '' ? 'NULL' : quoteText(cell))).join(', ')})`);
  const warehouse = await openWarehouse();
  await warehouse.run(`COPY (FROM (VALUES ${values.join(', ')}) t(${columns})) TO ${quoteText(file)} (FORMAT parquet)`);
  warehouse.close();
}

export const writeVintages = (place: TwoFiles, rows: Cells, columns = VERSION_COLUMNS) =>
  write(place.vintages, rows, columns);
export const writeSnapshot = (place: TwoFiles, rows: Cells) => write(place.snapshot, rows, 'series_id, date, value');

export async function writeTwoFiles(
  versions: Cells = VERSIONS,
  latest: Cells = LATEST,
  columns?: string,
): Promise<TwoFiles> {
  const folder = await temporaryFolder(onTestFinished);
  const place = {
    store: openLocalStore(path.join(folder, 'lake')),
    vintages: path.join(folder, 'vintages.parquet'),
    snapshot: path.join(folder, 'snapshot.parquet'),
  };
  await writeVintages(place, versions, columns);
  await writeSnapshot(place, latest);
  return place;
}
