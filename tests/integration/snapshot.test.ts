import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { type Frequency, ingest, type SeriesSpec } from '../../engine/ingest/index.ts';
import { BUNDLED, snapshotRequest } from '../../engine/ingest/requests.fixture.ts';
import { storedRows } from '../../engine/ingest/stored-rows.fixture.ts';
import { digestOfFile, openLocalStore } from '../../engine/lake/index.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { IN_PROCESS, quoteText, type Row, withWarehouse } from '../../engine/warehouse/index.ts';

const SHARED = path.resolve(import.meta.dirname, '../../../shared/data');
const hasShared = existsSync(path.join(SHARED, 'fred-snapshot/observations.csv'));
if (!hasShared) console.warn(`not compared with the original data: there is no ${SHARED}`);

const PARQUET = path.join(BUNDLED, 'fred.parquet');

describe('the bundled snapshot', () => {
  it('has 44 series, 33,679 rows in order, and the digests of its provenance', async () => {
    const rows = await read(`SELECT * FROM read_parquet(${quoteText(PARQUET)})`);
    expect(rows).toHaveLength(33_679);
    expect(new Set(rows.map((row) => row['series_id'])).size).toBe(44);
    const keys = rows.map((row) => `${row['series_id']} ${row['date']}`);
    expect(keys).toEqual([...new Set(keys)].sort());
    const provenance = JSON.parse(await readFile(path.join(BUNDLED, 'provenance.json'), 'utf8'));
    for (const file of ['fred.parquet', 'fred_vintages.parquet', 'nber_turning_points.csv']) {
      expect(provenance[file]).toMatchObject(await digestOfFile(path.join(BUNDLED, file)));
    }
  });

  it.skipIf(!hasShared)('holds exactly the rows of the original', async () => {
    const lines = (await readFile(path.join(SHARED, 'fred-snapshot/observations.csv'), 'utf8')).trim().split('\n');
    const rows = await read(`SELECT * FROM read_parquet(${quoteText(PARQUET)})`);
    const originals = lines.slice(1).map((line) => {
      const [id, date, value] = line.split(',');
      return `${id} ${date} ${Number(value)}`;
    });
    expect(rows.map((row) => `${row['series_id']} ${row['date']} ${row['value']}`)).toEqual(originals.sort());
    const points = path.join(BUNDLED, 'nber_turning_points.csv');
    expect(await digestOfFile(points)).toEqual(await digestOfFile(path.join(SHARED, 'nber/turning_points.csv')));
  });

  it.skipIf(!hasShared)('becomes observations known at the end of each period plus the lag of its series', async () => {
    const series = await declaredSeries();
    expect(series).toHaveLength(44);
    const store = openLocalStore(await temporaryFolder(onTestFinished));
    const now = () => new Date('2022-11-01T00:00:00Z');
    const { object, rows, warnings } = await ingest(store, snapshotRequest(PARQUET, ...series), {
      warehouses: IN_PROCESS,
      now,
    });
    expect(warnings).toEqual([]);
    expect(rows).toBe(33_679);
    const spec = new Map(series.map((each) => [each.seriesId, each]));
    for (const row of await storedRows(store, object)) {
      const { frequency, publicationLagDays } = spec.get(String(row['series_id'])) ?? series[0] ?? neverDeclared();
      expect(row['realtime_start']).toBe(knownFrom(String(row['date']), frequency, publicationLagDays));
      expect(row['knowledge']).toBe('assumed');
    }
  });
});

/** Independent of the engine's SQL: JavaScript's calendar. */
function knownFrom(date: Day, frequency: Frequency, lagDays: number): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const monthsToEnd = frequency === 'quarterly' ? 3 : 1;
  return new Date(Date.UTC(year, month - 1 + monthsToEnd, lagDays)).toISOString().slice(0, 10);
}

async function declaredSeries(): Promise<readonly SeriesSpec[]> {
  const rows = await read(`SELECT * FROM read_csv(${quoteText(path.join(SHARED, 'fred-snapshot/series.csv'))})`);
  return rows.map((row) => ({
    name: String(row['name']),
    seriesId: String(row['series_id']),
    frequency: row['frequency'] === 'quarterly' ? 'quarterly' : 'monthly',
    publicationLagDays: Number(row['publication_lag_days']),
  }));
}

function neverDeclared(): never {
  throw new Error('no series is declared');
}

async function read(sql: string): Promise<readonly Row[]> {
  return withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    return await warehouse.rows(sql);
  });
}
