import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../../engine/calendar/index.ts';
import { type FileRequest, observationsOf, type VintagesRequest } from '../../engine/ingest/index.ts';
import { csvRequest, snapshotRequest, unrate, writeSnapshot } from '../../engine/ingest/requests.fixture.ts';
import { temporaryFolder } from '../../engine/lake/temporary-folder.fixture.ts';
import { IN_PROCESS, quoteText, type Row, withWarehouse } from '../../engine/warehouse/index.ts';
import { ingestLiveOn, type LiveSource, liveSource, monthly } from './live-source.ts';
import { CORRECT, csvSource, PLAIN, rawSource, readAgain, rowsWithRaw } from './raw-of-rows.ts';

describe('a value names the bytes that first brought it', () => {
  it('of a CSV panel: corrected cell, withdrawn row, late row, a value that comes back', async () => {
    const { write, ingestOn } = await csvSource();
    await write('east,2020-01-01,1,1', 'west,2020-01-01,7,1', 'west,2020-02-01,8,1');
    await ingestOn('2020-06-01');
    // East is corrected, west loses February and gains a March that was due long ago.
    await write('east,2020-01-01,2,1', 'west,2020-01-01,7,1', 'west,2020-03-01,9,1');
    expect(await ingestOn('2020-07-01')).toEqual([
      'east 2020-01-01 1 1 2020-03-01 2020-07-01 assumed v1',
      'east 2020-01-01 2 1 2020-07-01 9999-12-31 observed v2',
      'west 2020-01-01 7 1 2020-03-01 9999-12-31 assumed v1',
      'west 2020-02-01 8 1 2020-03-30 2020-07-01 assumed v1',
      // The withdrawal: missing in the second file.
      'west 2020-02-01   2020-07-01 9999-12-31 observed v2',
      'west 2020-03-01 9 1 2020-07-01 9999-12-31 observed v2',
    ]);
    // Back to 1: that it is 1 again is told by the third file, which is not the first one.
    await write('east,2020-01-01,1,1', 'west,2020-01-01,7,1', 'west,2020-02-01,8,1', 'west,2020-03-01,9,1');
    expect(await ingestOn('2020-08-01')).toEqual([
      'east 2020-01-01 1 1 2020-03-01 2020-07-01 assumed v1',
      'east 2020-01-01 2 1 2020-07-01 2020-08-01 observed v2',
      'east 2020-01-01 1 1 2020-08-01 9999-12-31 observed v3',
      'west 2020-01-01 7 1 2020-03-01 9999-12-31 assumed v1',
      'west 2020-02-01 8 1 2020-03-30 2020-07-01 assumed v1',
      'west 2020-02-01   2020-07-01 2020-08-01 observed v2',
      'west 2020-02-01 8 1 2020-08-01 9999-12-31 observed v3',
      'west 2020-03-01 9 1 2020-07-01 9999-12-31 observed v2',
    ]);
  });

  it('of a file that is put back byte for byte: the same bytes, told again', async () => {
    const { write, ingestOn, object } = await csvSource({ keys: [], columns: PLAIN });
    await write('2020-01-01,1');
    await ingestOn('2020-06-01');
    await write('2020-01-01,2');
    await ingestOn('2020-07-01');
    await write('2020-01-01,1');
    expect(await ingestOn('2020-08-01')).toEqual([
      '2020-01-01 1 2020-03-01 2020-07-01 assumed v1',
      '2020-01-01 2 2020-07-01 2020-08-01 observed v2',
      '2020-01-01 1 2020-08-01 9999-12-31 observed v1',
    ]);
    expect(observationsOf(object()).history.map(({ ingestedOn }) => ingestedOn)).toEqual([
      null,
      '2020-07-01',
      '2020-08-01',
    ]);
  });

  it('of a correction: what it replaces is of the corrected file, what it confirms of the first', async () => {
    const { write, ingestOn } = await csvSource({ keys: [], columns: PLAIN });
    await write('2020-01-01,1', '2020-02-01,22', '2020-03-01,3');
    await ingestOn('2020-06-01');
    await write('2020-01-01,1', '2020-02-01,2', '2020-04-01,4');
    expect(await ingestOn('2020-07-01', CORRECT)).toEqual([
      '2020-01-01 1 2020-03-01 9999-12-31 assumed v1',
      '2020-02-01 2 2020-03-30 9999-12-31 assumed v2',
      '2020-04-01 4 2020-05-30 9999-12-31 assumed v2',
    ]);
    // Declared afterwards that a file corrects comes to the same.
    await write('2020-01-01,1', '2020-02-01,5', '2020-04-01,4');
    expect((await ingestOn('2020-08-01'))[2]).toBe('2020-02-01 5 2020-08-01 9999-12-31 observed v3');
    expect((await ingestOn('2020-08-02', CORRECT))[1]).toBe('2020-02-01 5 2020-03-30 9999-12-31 assumed v3');
  });

  it('of a second ingest on one day: the last one tells of the day', async () => {
    const { write, ingestOn } = await csvSource({ keys: [], columns: PLAIN });
    await write('2020-01-01,1', '2020-02-01,2');
    await ingestOn('2020-06-01');
    await write('2020-01-01,5', '2020-02-01,6');
    await ingestOn('2020-07-01');
    await write('2020-01-01,5', '2020-02-01,7');
    expect(await ingestOn('2020-07-01')).toEqual([
      '2020-01-01 1 2020-03-01 2020-07-01 assumed v1',
      '2020-01-01 5 2020-07-01 9999-12-31 observed v2',
      '2020-02-01 2 2020-03-30 2020-07-01 assumed v1',
      '2020-02-01 7 2020-07-01 9999-12-31 observed v3',
    ]);
  });

  it('of a file that dates its rows: versions of earlier files stay theirs, though a later one has them', async () => {
    const dated: Partial<FileRequest> = {
      keys: [],
      columns: [...PLAIN, { name: 'told_on', type: 'DATE' }],
      knowledge: { kind: 'column', column: 'told_on' },
    };
    const { write, ingestOn } = await csvSource(dated);
    await write('2020-01-01,1,2020-02-10', '2020-02-01,2,2020-03-10');
    await ingestOn('2020-06-01');
    // January is revised, February is said to have been otherwise all along, March is new.
    await write(
      '2020-01-01,1,2020-02-10',
      '2020-01-01,4,2020-06-20',
      '2020-02-01,5,2020-03-10',
      '2020-03-01,3,2020-07-01',
    );
    expect((await ingestOn('2020-07-01')).map((line) => line.replace(/(\S+ \S+) \S+/, '$1'))).toEqual([
      '2020-01-01 1 2020-02-10 2020-06-20 published v1',
      '2020-01-01 4 2020-06-20 9999-12-31 published v2',
      '2020-02-01 2 2020-03-10 2020-07-01 published v1',
      '2020-02-01 5 2020-07-01 9999-12-31 observed v2',
      '2020-03-01 3 2020-07-01 9999-12-31 published v2',
    ]);
    // Read again on the same day, with April: what began on this day was brought by the file before.
    await write(
      ...['2020-01-01,1,2020-02-10', '2020-01-01,4,2020-06-20', '2020-02-01,5,2020-03-10', '2020-03-01,3,2020-07-01'],
      '2020-04-01,9,2020-07-01',
    );
    expect((await ingestOn('2020-07-01')).slice(-2).map((line) => line.split(' ').at(-1))).toEqual(['v2', 'v3']);
  });

  it('of parquet: a table', async () => {
    const folder = await temporaryFolder(onTestFinished);
    const file = path.join(folder, 'loans.parquet');
    const request = csvRequest(file, { format: 'parquet', keys: [], columns: PLAIN });
    const { ingestOn } = rawSource(path.join(folder, 'lake'), request);
    await writeParquet(file, "(VALUES (DATE '2020-01-01', 1.5), (DATE '2020-02-01', 2.5)) t(date, loans)");
    await ingestOn('2020-06-01');
    await writeParquet(file, "(VALUES (DATE '2020-01-01', 1.25), (DATE '2020-02-01', 2.5)) t(date, loans)");
    expect(await ingestOn('2020-07-01')).toEqual([
      '2020-01-01 1.5 2020-03-01 2020-07-01 assumed v1',
      '2020-01-01 1.25 2020-07-01 9999-12-31 observed v2',
      '2020-02-01 2.5 2020-03-30 9999-12-31 assumed v1',
    ]);
  });

  it('of a snapshot that is replaced', async () => {
    const folder = await temporaryFolder(onTestFinished);
    const request = snapshotRequest(path.join(folder, 'fred.parquet'), unrate);
    const { ingestOn } = rawSource(path.join(folder, 'lake'), request);
    await writeSnapshot(folder, [
      ['UNRATE', '2020-01-01', 3.6],
      ['UNRATE', '2020-02-01', 3.5],
    ]);
    await ingestOn('2020-06-01');
    await writeSnapshot(folder, [
      ['UNRATE', '2020-01-01', 3.5],
      ['UNRATE', '2020-03-01', 4.4],
    ]);
    expect(await ingestOn('2020-07-01')).toEqual([
      'UNRATE 2020-01-01 3.6 2020-02-10 2020-07-01 assumed v1',
      'UNRATE 2020-01-01 3.5 2020-07-01 9999-12-31 observed v2',
      'UNRATE 2020-02-01 3.5 2020-03-10 2020-07-01 assumed v1',
      'UNRATE 2020-02-01  2020-07-01 9999-12-31 observed v2',
      'UNRATE 2020-03-01 4.4 2020-07-01 9999-12-31 observed v2',
    ]);
  });

  it('of a file of vintages that is replaced, and put right', async () => {
    const folder = await temporaryFolder(onTestFinished);
    const file = path.join(folder, 'vintages.parquet');
    const request: VintagesRequest = { ...snapshotRequest(file, unrate), kind: 'vintages' };
    const { ingestOn } = rawSource(path.join(folder, 'lake'), request);
    const vintages = (...rows: readonly string[]): Promise<void> =>
      writeParquet(
        file,
        `(SELECT 'UNRATE' AS series_id, v.*
          FROM (VALUES ${rows.join(', ')}) v(date, value, realtime_start, realtime_end))`,
      );
    const open = "DATE '2020-01-01', 3.6, DATE '2020-02-07', NULL::DATE";
    await vintages(`(${open})`);
    await ingestOn('2020-06-01');
    const ended = "(DATE '2020-01-01', 3.6, DATE '2020-02-07', DATE '2020-06-04')";
    await vintages(ended, "(DATE '2020-01-01', 3.5, DATE '2020-06-05', NULL)");
    const both = [
      'UNRATE 2020-01-01 3.6 2020-02-07 2020-06-05 published v1',
      'UNRATE 2020-01-01 3.5 2020-06-05 9999-12-31 published v2',
    ];
    expect(await ingestOn('2020-07-01')).toEqual(both);
    // A whole history that stands instead of what is stored, but for one value the same.
    await vintages(ended, "(DATE '2020-01-01', 3.4, DATE '2020-06-05', NULL)");
    expect(await ingestOn('2020-07-02', CORRECT)).toEqual([
      both[0],
      'UNRATE 2020-01-01 3.4 2020-06-05 9999-12-31 published v3',
    ]);
  });
});

describe('a value of a live source names the answer that first brought it', () => {
  it('of a revision, and of latest values that change, disappear and come back', async () => {
    const first = monthly('IP', [
      ['2020-01-01', 100, '2020-02-14'],
      ['2020-02-01', 99, '2020-03-13'],
    ]);
    const latest = (...values: readonly (number | null)[]) =>
      monthly(
        'RATE',
        values.flatMap((value, at) => (value === null ? [] : [[`2020-0${at + 1}-01`, value, '2020-06-01'] as const])),
        { inAlfred: false, lastUpdated: `2020-06-1${values.join('').length} 08:00:00-05` },
      );
    const live = await liveSource(onTestFinished, first, latest(1, 2));
    const read = async (day: Day): Promise<readonly string[]> => {
      const { object } = await live.ingestOn(day);
      expect(await readAgain(live.store, object, live.request)).toMatchObject({ state: 'holds', wrong: 0 });
      const { series = {} } = observationsOf(object);
      const rank = (id: string, sha256: string): string =>
        (series[id]?.batches ?? [])
          .flatMap(({ parts }, at) => (parts.some((part) => part.sha256 === sha256) ? [`batch ${at}`] : []))
          .join();
      const rows = await rowsWithRaw(live.store, object);
      return rows.map(({ series_id: id, raw_sha256: raw, ...row }) =>
        [id, ...Object.values(row), rank(String(id), String(raw))].join(' '),
      );
    };
    await read('2020-03-20');
    const revised = monthly('IP', [
      ['2020-01-01', 100, '2020-02-14', '2020-04-14'],
      ['2020-01-01', 101, '2020-04-15'],
      ['2020-02-01', 99, '2020-03-13'],
    ]);
    live.server.replaceSeries(revised);
    live.server.replaceSeries(latest(1, null, 33));
    expect(await read('2020-04-20')).toEqual([
      'IP 2020-01-01 100 2020-02-14 2020-04-15 published batch 0',
      'IP 2020-01-01 101 2020-04-15 9999-12-31 published batch 1',
      'IP 2020-02-01 99 2020-03-13 9999-12-31 published batch 0',
      'RATE 2020-01-01 1 2020-02-10 9999-12-31 assumed batch 0',
      'RATE 2020-02-01 2 2020-03-10 2020-04-20 assumed batch 0',
      'RATE 2020-02-01  2020-04-20 9999-12-31 observed batch 1',
      'RATE 2020-03-01 33 2020-04-10 9999-12-31 assumed batch 1',
    ]);
    live.server.replaceSeries(latest(1, 2, 33, 444));
    const grown = await read('2020-05-20');
    expect(grown).toContain('RATE 2020-02-01 2 2020-05-20 9999-12-31 observed batch 2');
    const { object } = await live.ingestOn('2020-05-20', { ask: 'due' });
    expect(await foldedAnew(live)).toEqual(await rowsWithRaw(live.store, object));
  });
});

/** The rows that a fold of all answers from the first one on comes to. */
async function foldedAnew({ store, request }: LiveSource): Promise<readonly Row[]> {
  // Another name of a series is another declaration.
  const renamed = { ...request, series: request.series.map((each) => ({ ...each, name: `${each.name}_again` })) };
  const { object } = await ingestLiveOn('2020-05-20', store, renamed, { ask: 'due' });
  return rowsWithRaw(store, object);
}

async function writeParquet(file: string, relation: string): Promise<void> {
  await withWarehouse(IN_PROCESS, {}, async (warehouse) => {
    await warehouse.run(`COPY (FROM ${relation}) TO ${quoteText(file)} (FORMAT parquet)`);
  });
}
