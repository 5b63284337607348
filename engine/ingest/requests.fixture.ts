import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Day } from '../calendar/index.ts';
import { IN_PROCESS, openWarehouse, quoteText } from '../warehouse/index.ts';
import type { FileRequest, SeriesSpec, SnapshotRequest } from './index.ts';
import type { IngestEffects } from './ingest.ts';

export const BUNDLED = path.resolve(import.meta.dirname, '../../sources/snapshot');

export const unrate: SeriesSpec = { name: 'unrate', seriesId: 'UNRATE', frequency: 'monthly', publicationLagDays: 10 };
export const gdp: SeriesSpec = { name: 'real_gdp', seriesId: 'GDPC1', frequency: 'quarterly', publicationLagDays: 32 };

export function snapshotRequest(file: string, ...series: readonly SeriesSpec[]): SnapshotRequest {
  return { kind: 'snapshot', source: 'fred', file, shownAs: path.basename(file), series, prehistory: 'assume' };
}

export const nber: FileRequest = {
  kind: 'file',
  source: 'nber',
  table: 'turning_points',
  file: path.join(BUNDLED, 'nber_turning_points.csv'),
  shownAs: 'sources/snapshot/nber_turning_points.csv',
  format: 'csv',
  columns: [
    { name: 'turning_point', type: 'VARCHAR' },
    { name: 'month', type: 'DATE' },
    { name: 'announced_at', type: 'DATE', nullable: true },
  ],
  dateColumn: 'month',
  keys: [],
  frequency: 'monthly',
  knowledge: { kind: 'column', column: 'announced_at', otherwise: { lagMonths: 12 } },
  completeThrough: '2022-10-31',
};

/** A monthly CSV with one value a row, known 30 days after its month. */
export function csvRequest(file: string, changes: Partial<FileRequest> = {}): FileRequest {
  return {
    kind: 'file',
    source: 'bank',
    table: 'loans',
    file,
    shownAs: path.basename(file),
    format: 'csv',
    columns: [
      { name: 'region', type: 'VARCHAR' },
      { name: 'date', type: 'DATE' },
      { name: 'loans', type: 'DOUBLE' },
      { name: 'branches', type: 'INTEGER' },
    ],
    dateColumn: 'date',
    keys: ['region'],
    frequency: 'monthly',
    knowledge: { kind: 'lag', lagDays: 30 },
    ...changes,
  };
}

/** Writes lines as a CSV file and returns its path. */
export async function writeCsv(folder: string, ...lines: readonly string[]): Promise<string> {
  const file = path.join(folder, 'loans.csv');
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

/** Writes rows `(series_id, date, value)` as a snapshot and returns the file. */
export async function writeSnapshot(
  folder: string,
  rows: readonly (readonly [string, string, number | null])[],
): Promise<string> {
  const file = path.join(folder, 'fred.parquet');
  const warehouse = await openWarehouse();
  const values = rows.map(([id, date, value]) => `('${id}', DATE '${date}', ${value}::DOUBLE)`).join(', ');
  await warehouse.run(
    `COPY (SELECT * FROM (VALUES ${values}) t(series_id, date, value)) TO ${quoteText(file)} (FORMAT parquet)`,
  );
  warehouse.close();
  return file;
}

/** An ingest at noon of a day. */
export const on = (day: Day): IngestEffects => ({
  warehouses: IN_PROCESS,
  now: () => new Date(`${day}T12:00:00Z`),
});
