import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { openLocalStore, readRef, refHistory, type Store } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { present } from '../presence/index.ts';
import { IN_PROCESS } from '../warehouse/index.ts';
import { type IngestEffects, ingest } from './ingest.ts';
import { observationsOf } from './observations.ts';
import { readStoredState } from './read-stored-state.ts';
import {
  BUNDLED,
  csvRequest,
  gdp,
  nber,
  snapshotRequest,
  unrate,
  writeCsv,
  writeSnapshot,
} from './requests.fixture.ts';
import { rowLines, storedRows } from './stored-rows.fixture.ts';

const NOW = new Date('2024-01-01T12:00:00Z');

const on = (day: Day): IngestEffects => ({
  warehouses: IN_PROCESS,
  now: () => new Date(`${day}T12:00:00Z`),
});
const FIRST_DAY = on('2022-11-01');

async function emptyLake(): Promise<{ store: Store; folder: string }> {
  const folder = await temporaryFolder(onTestFinished);
  return { store: openLocalStore(path.join(folder, 'lake')), folder };
}

describe('ingesting a snapshot', () => {
  const bundled = {
    ...snapshotRequest(path.join(BUNDLED, 'fred.parquet'), unrate, gdp),
    completeThrough: '2022-10-31',
  };

  it('makes each value known at the end of its period plus the publication lag', async () => {
    const { store } = await emptyLake();
    const { object, rows } = await ingest(store, bundled, FIRST_DAY);
    expect(rows).toBe(897 + 303);
    expect(rowLines(await storedRows(store, object, `date = '2008-01-01'`))).toEqual([
      'GDPC1 2008-01-01 15702.9 2008-05-02 9999-12-31 assumed',
      'UNRATE 2008-01-01 5 2008-02-10 9999-12-31 assumed',
    ]);
  });

  it('lands the bytes as bundled, then the object, then the ref', async () => {
    const { store } = await emptyLake();
    const { object } = await ingest(store, bundled, FIRST_DAY);
    const raw = object.inputs[0]?.fingerprint;
    const landed = await store.read(`raw/fred/snapshot/${raw}.parquet`);
    expect(Buffer.from(present(landed))).toEqual(await readFile(bundled.file));
    expect(present(await readRef(store, 'sources/fred')).value).toMatchObject({ fingerprint: object.fingerprint });
  });

  it('summarises each relation by itself, so that a node depends on its own series only', async () => {
    const { store } = await emptyLake();
    const both = observationsOf((await ingest(store, bundled, FIRST_DAY)).object).relations;
    expect(both['fred.unrate']).toMatchObject({
      seriesId: 'UNRATE',
      rows: 897,
      firstDate: '1948-01-01',
      lastDate: '2022-09-01',
      knowledge: { published: 0, observed: 0, assumed: 1 },
      completeThrough: '2022-10-31',
    });
    const slower = { ...bundled, series: [unrate, { ...gdp, publicationLagDays: 33 }] };
    const after = observationsOf((await ingest(store, slower, FIRST_DAY)).object).relations;
    expect(present(after['fred.unrate']).digest).toBe(present(both['fred.unrate']).digest);
    expect(present(after['fred.real_gdp']).digest).not.toBe(present(both['fred.real_gdp']).digest);
  });

  it('gives the same bytes in another lake on another day', async () => {
    const [here, there] = [await emptyLake(), await emptyLake()];
    const { object } = await ingest(here.store, bundled, FIRST_DAY);
    const other = await ingest(there.store, { ...bundled, series: [gdp, unrate] }, on('2030-01-01'));
    expect(other.object).toEqual(object);
  });

  it('keeps what was known when the bytes change: changed, withdrawn and new values start on that day', async () => {
    const { store, folder } = await emptyLake();
    const before = [
      ['UNRATE', '2022-07-01', 3.5],
      ['UNRATE', '2022-08-01', 3.7],
      ['UNRATE', '2022-09-01', 3.5],
    ] as const;
    const file = await writeSnapshot(folder, before);
    const request = snapshotRequest(file, unrate);
    await ingest(store, request, FIRST_DAY);
    const after = [
      before[0],
      ['UNRATE', '2022-09-01', 3.6],
      ['UNRATE', '2022-10-01', 3.7],
      ['UNRATE', '2022-11-01', 3.6],
    ];
    await writeSnapshot(folder, after as unknown as typeof before);
    const { object } = await ingest(store, request, on('2022-12-05'));
    expect(rowLines(await storedRows(store, object))).toEqual([
      'UNRATE 2022-07-01 3.5 2022-08-10 9999-12-31 assumed',
      'UNRATE 2022-08-01 3.7 2022-09-10 2022-12-05 assumed',
      'UNRATE 2022-08-01 null 2022-12-05 9999-12-31 observed',
      'UNRATE 2022-09-01 3.5 2022-10-10 2022-12-05 assumed',
      'UNRATE 2022-09-01 3.6 2022-12-05 9999-12-31 observed',
      'UNRATE 2022-10-01 3.7 2022-11-10 9999-12-31 assumed',
      'UNRATE 2022-11-01 3.6 2022-12-05 9999-12-31 observed',
    ]);
    expect(observationsOf(object).history.map(({ ingestedOn }) => ingestedOn)).toEqual([null, '2022-12-05']);
  });

  it('applies a changed declaration to everything that was ever ingested', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeSnapshot(folder, [['UNRATE', '2022-07-01', 3.5]]);
    await ingest(store, snapshotRequest(file, unrate), FIRST_DAY);
    await writeSnapshot(folder, [
      ['UNRATE', '2022-07-01', 3.4],
      ['GDPC1', '2022-07-01', 20000],
    ]);
    await ingest(store, snapshotRequest(file, unrate), on('2022-12-05'));
    const wider = snapshotRequest(file, { ...unrate, publicationLagDays: 20 }, gdp);
    const { object } = await ingest(store, wider, on('2023-01-01'));
    expect(rowLines(await storedRows(store, object))).toEqual([
      'GDPC1 2022-07-01 20000 2022-11-01 9999-12-31 assumed',
      'UNRATE 2022-07-01 3.5 2022-08-20 2022-12-05 assumed',
      'UNRATE 2022-07-01 3.4 2022-12-05 9999-12-31 observed',
    ]);
  });
});

describe('ingesting a file', () => {
  it('takes NBER turning points as announced, and twelve months later where there was no announcement', async () => {
    const { store } = await emptyLake();
    const { object, warnings } = await ingest(store, nber, FIRST_DAY);
    expect(warnings).toEqual([]);
    expect(rowLines(await storedRows(store, object, `year(month) IN (1929, 2007, 2009)`))).toEqual([
      'peak 1929-08-01 null 1930-08-31 9999-12-31 assumed',
      'peak 2007-12-01 2008-12-01 2008-12-01 9999-12-31 published',
      'trough 2009-06-01 2010-09-20 2010-09-20 9999-12-31 published',
    ]);
    const announced = present((await readFile(nber.file, 'utf8')).match(/,\d{4}-\d\d-\d\d\n/g)).length;
    const { knowledge, rows } = present(observationsOf(object).relations['nber.turning_points']);
    expect(knowledge.published).toBeCloseTo(announced / rows, 12);
  });

  it('follows the versions of a row that the file tells, over holes too', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeCsv(
      folder,
      'region,date,loans,branches,realtime_start,realtime_end',
      'west,2020-01-01,2.5,1,2020-03-01,2020-03-31',
      'west,2020-01-01,2.0,1,2020-05-01,',
      'east,2020-01-01,7.0,1,2020-03-01,9999-12-31',
    );
    const { columns } = csvRequest(file);
    const request = csvRequest(file, {
      columns: [...columns, { name: 'realtime_start', type: 'DATE' }, { name: 'realtime_end', type: 'DATE' }],
      knowledge: { kind: 'column', column: 'realtime_start', endColumn: 'realtime_end' },
    });
    const { object } = await ingest(store, request, FIRST_DAY);
    expect(rowLines(await storedRows(store, object))).toEqual([
      'east 2020-01-01 7 1 2020-03-01 9999-12-31 published',
      'west 2020-01-01 2.5 1 2020-03-01 2020-04-01 published',
      'west 2020-01-01 2 1 2020-05-01 9999-12-31 published',
    ]);
  });

  it('ends a version where the next one starts when the file does not say so itself', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeCsv(
      folder,
      'region,date,loans,branches,known_on',
      'west,2020-01-01,2.0,1,2020-05-01',
      'west,2020-01-01,2.5,1,2020-03-01',
    );
    const request = csvRequest(file, {
      columns: [...csvRequest(file).columns, { name: 'known_on', type: 'DATE' }],
      knowledge: { kind: 'column', column: 'known_on' },
    });
    const { object } = await ingest(store, request, FIRST_DAY);
    expect(rowLines(await storedRows(store, object))).toEqual([
      'west 2020-01-01 2.5 1 2020-03-01 2020-03-01 2020-05-01 published',
      'west 2020-01-01 2 1 2020-05-01 2020-05-01 9999-12-31 published',
    ]);
  });

  it('begins history anew, with a warning, when an earlier file lacks a column that is declared now', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeCsv(folder, 'region,date,loans', 'west,2020-01-01,1');
    const narrow = csvRequest(file, { columns: csvRequest(file).columns.slice(0, 3) });
    await ingest(store, narrow, FIRST_DAY);
    await writeCsv(folder, 'region,date,loans,branches', 'west,2020-01-01,2,7');
    const { object, warnings } = await ingest(store, csvRequest(file), on('2022-12-05'));
    expect(warnings).toMatchObject([{ severity: 'warning', message: expect.stringContaining('begins anew') }]);
    expect(rowLines(await storedRows(store, object))).toEqual(['west 2020-01-01 2 7 2020-03-01 9999-12-31 assumed']);
  });
});

describe('the plan of an ingest', () => {
  it('is missing, current or stale, and says why', async () => {
    const { store, folder } = await emptyLake();
    const file = await writeCsv(folder, 'region,date,loans,branches', 'west,2020-01-01,1,1');
    const request = csvRequest(file);
    expect(await readStoredState(store, request, NOW)).toEqual({ kind: 'missing', reason: 'never ingested' });
    const { object } = await ingest(store, request, FIRST_DAY);
    expect(await readStoredState(store, request, NOW)).toMatchObject({
      kind: 'current',
      object,
      position: { n: 1 },
      lookedOn: '2022-11-01',
      attestation: undefined,
    });
    expect(await ingest(store, request, FIRST_DAY)).toMatchObject({ object, changed: false });
    expect(await refHistory(store, 'sources/bank.loans')).toHaveLength(1);

    const slower = csvRequest(file, { knowledge: { kind: 'lag', lagDays: 31 } });
    expect(await readStoredState(store, slower, NOW)).toMatchObject({
      kind: 'stale',
      reason: 'its declaration changed',
    });
    await writeFile(file, (await readFile(file, 'utf8')).replace(',1,1', ',2,1'));
    expect(await readStoredState(store, request, NOW)).toMatchObject({ kind: 'stale', reason: 'loans.csv changed' });
    await appendFile(file, 'west,2020-02-01,1,1\n');
    expect(await ingest(store, request, on('2022-12-05'))).toMatchObject({ changed: true, rows: 3 });
    expect((await readStoredState(store, request, NOW)).kind).toBe('current');
  });

  it('serves two who ingest at once: both get the same object, one ref', async () => {
    const { store } = await emptyLake();
    const [one, two] = await Promise.all([ingest(store, nber, FIRST_DAY), ingest(store, nber, FIRST_DAY)]);
    expect(one.object).toEqual(two.object);
    expect([one.changed, two.changed].sort()).toEqual([false, true]);
    expect(await refHistory(store, 'sources/nber.turning_points')).toHaveLength(1);
  });
});
