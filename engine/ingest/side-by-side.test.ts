import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Day } from '../calendar/index.ts';
import { ProblemError } from '../diagnostics/index.ts';
import { digestOfFile } from '../lake/index.ts';
import { temporaryFolder } from '../lake/temporary-folder.fixture.ts';
import { first, last, present } from '../presence/index.ts';
import { IN_PROCESS } from '../warehouse/index.ts';
import { ingest } from './ingest.ts';
import { OBSERVATIONS_FILE, observationsOf, rawFilesOf } from './observations.ts';
import { readStoredState } from './read-stored-state.ts';
import { remakeObservations } from './remake-observations.ts';
import type { SeriesSpec, VintagesRequest } from './request.ts';
import { rowLines, storedRows } from './stored-rows.fixture.ts';
import {
  LATEST,
  type TwoFiles,
  VERSION_COLUMNS,
  VERSIONS,
  writeSnapshot,
  writeTwoFiles,
  writeVintages,
} from './two-files.fixture.ts';
import { valuesInRaw } from './values-in-raw.ts';

const unrate: SeriesSpec = { name: 'unrate', seriesId: 'UNRATE', frequency: 'monthly', publicationLagDays: 10 };
const gs10: SeriesSpec = { name: 'gs10', seriesId: 'GS10', frequency: 'monthly', publicationLagDays: 1 };

function request({ vintages, snapshot }: TwoFiles, ...series: readonly SeriesSpec[]): VintagesRequest {
  return {
    kind: 'vintages',
    source: 'fred',
    file: vintages,
    shownAs: 'vintages.parquet',
    snapshot: { file: snapshot, shownAs: 'snapshot.parquet' },
    series: series.length === 0 ? [unrate, gs10] : series,
    prehistory: 'assume',
  };
}

const on = (day: Day) => ({ warehouses: IN_PROCESS, now: () => new Date(`${day}T12:00:00Z`) });

async function stored(place: TwoFiles, day = '2020-06-01', ...series: readonly SeriesSpec[]) {
  const result = await ingest(place.store, request(place, ...series), on(day));
  return { ...result, lines: rowLines(await storedRows(place.store, result.object)) };
}

async function refusal(place: TwoFiles, ...series: readonly SeriesSpec[]): Promise<readonly string[]> {
  const error = await stored(place, '2020-06-01', ...series).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProblemError)) throw new Error('it was taken');
  expect(await place.store.list('')).toEqual([]);
  for (const { hint } of error.problems) expect(hint).toBeTruthy();
  return error.problems.map(({ code, message }) => `${code} ${message}`);
}

const UNRATE_LINES = [
  'UNRATE 2019-11-01 3.3 2019-12-10 2020-01-10 assumed',
  'UNRATE 2019-11-01 3.4 2020-01-10 2020-02-07 published',
  'UNRATE 2019-11-01 3.5 2020-02-07 2020-03-06 published',
  'UNRATE 2019-11-01 3.6 2020-03-06 9999-12-31 assumed',
];
const GS10_LINES = [
  'GS10 2019-11-01 1.8 2019-12-01 9999-12-31 assumed',
  'GS10 2019-12-01 1.9 2020-01-01 9999-12-31 assumed',
];

describe('vintages and a snapshot side by side', () => {
  it('takes a series from the vintages where they hold it, as they know its rows, else from the snapshot', async () => {
    const { lines, warnings, object } = await stored(await writeTwoFiles());
    expect(lines).toEqual([...GS10_LINES, ...UNRATE_LINES]);
    expect(warnings).toEqual([]);
    const { relations, history } = observationsOf(object);
    expect(relations['fred.unrate']).toMatchObject({
      readFrom: 'vintages',
      knowledge: { published: 0.5, assumed: 0.5 },
    });
    expect(relations['fred.gs10']).toMatchObject({ readFrom: 'snapshot', knowledge: { published: 0, assumed: 1 } });
    const { sha256, snapshot } = first(history);
    expect(present(relations['fred.unrate']).raw).toBe(sha256);
    expect(present(relations['fred.gs10']).raw).toBe(present(snapshot).sha256);
  });

  it('keeps the bytes of both files, as inputs of what is made of them', async () => {
    const place = await writeTwoFiles();
    const { object } = await stored(place);
    const raws = observationsOf(object).history.flatMap(rawFilesOf);
    expect(raws.map(({ key }) => path.posix.dirname(key))).toEqual(['raw/fred/vintages', 'raw/fred/snapshot']);
    expect(object.inputs.map(({ fingerprint }) => fingerprint)).toEqual(raws.map(({ sha256 }) => sha256));
    const kept = await place.store.list('raw/');
    for (const { key } of raws) expect(kept).toContain(key);
  });

  it('says which of the two files each row is from, finds it there, and makes the same bytes of them', async () => {
    const place = await writeTwoFiles();
    await stored(place);
    await writeSnapshot(place, [
      ['GS10', '2019-11-01', '1.85'],
      ['UNRATE', '2019-11-01', '3.6'],
    ]);
    await writeVintages(place, [...VERSIONS, ['UNRATE', '2019-12-01', '3.7', '2020-06-05', '9999-12-31', 'published']]);
    const { object } = await stored(place, '2020-07-01');
    const { relations, history } = observationsOf(object);
    const [before, now] = [first(history), last(history)];
    expect(history).toHaveLength(2);
    expect(present(relations['fred.unrate']).raws).toEqual({ [before.sha256]: 4, [now.sha256]: 1 });
    // One value stays, one is revised, one is withdrawn: missing from the newer snapshot.
    expect(present(relations['fred.gs10']).raws).toEqual({
      [present(before.snapshot).sha256]: 2,
      [present(now.snapshot).sha256]: 2,
    });
    const scratch = await temporaryFolder(onTestFinished);
    expect(await valuesInRaw(place.store, object, [request(place)], { warehouses: IN_PROCESS, scratch })).toEqual({
      state: 'holds',
      rows: 9,
      raws: 4,
      wrong: 0,
      shown: [],
    });
    const made = await remakeObservations(place.store, request(place), object, {
      ...on('2020-07-01'),
      scratch,
    });
    expect((await digestOfFile(present(made))).sha256).toBe(present(object.files[OBSERVATIONS_FILE]).sha256);
  });

  it('takes all rows as published where the file does not say', async () => {
    const place = await writeTwoFiles(
      VERSIONS.map((row) => row.slice(0, 5)),
      LATEST,
      'series_id, date, value, realtime_start, realtime_end',
    );
    const { lines } = await stored(place);
    expect(lines.filter((line) => line.endsWith('published'))).toHaveLength(4);
  });

  it('reads the vintages alone where they hold every series', async () => {
    expect((await stored(await writeTwoFiles(), '2020-06-01', unrate)).lines).toEqual(UNRATE_LINES);
  });

  it('is ingested again when either file changes, and folds each by its own rule', async () => {
    const place = await writeTwoFiles();
    await stored(place);
    expect(await readStoredState(place.store, request(place), new Date('2020-07-01T12:00:00Z'))).toMatchObject({
      kind: 'current',
    });
    await writeSnapshot(place, [
      ['GS10', '2019-11-01', '1.85'],
      ['GS10', '2019-12-01', '1.9'],
      ['UNRATE', '2019-11-01', '9.9'],
    ]);
    expect(await readStoredState(place.store, request(place), new Date('2020-07-01T12:00:00Z'))).toMatchObject({
      kind: 'stale',
      reason: 'snapshot.parquet changed',
    });
    expect((await stored(place, '2020-07-01')).lines).toEqual([
      'GS10 2019-11-01 1.8 2019-12-01 2020-07-01 assumed',
      'GS10 2019-11-01 1.85 2020-07-01 9999-12-31 observed',
      'GS10 2019-12-01 1.9 2020-01-01 9999-12-31 assumed',
      ...UNRATE_LINES,
    ]);
    await writeVintages(place, [
      ...VERSIONS.slice(0, 3),
      ['UNRATE', '2019-11-01', '3.6', '2020-03-06', '2020-07-14', 'assumed'],
      ['UNRATE', '2019-11-01', '3.8', '2020-07-15', '9999-12-31', 'published'],
    ]);
    const { lines, object, tally } = await stored(place, '2020-08-01');
    expect(lines.slice(3)).toEqual([
      ...UNRATE_LINES.slice(0, 3),
      'UNRATE 2019-11-01 3.6 2020-03-06 2020-07-15 assumed',
      'UNRATE 2019-11-01 3.8 2020-07-15 9999-12-31 published',
    ]);
    expect(tally).toMatchObject({ revised: 1, new: 0 });
    expect(observationsOf(object).history).toHaveLength(3);
  });

  it('keeps what was known where a series gets vintages, or loses them, and says so', async () => {
    const place = await writeTwoFiles();
    await stored(place);
    await writeVintages(place, [
      ...VERSIONS,
      ['GS10', '2019-11-01', '1.7', '2019-12-01', '2020-06-09', 'published'],
      ['GS10', '2019-11-01', '1.8', '2020-06-10', '9999-12-31', 'published'],
    ]);
    const gained = await stored(place, '2020-07-01');
    expect(gained.lines.slice(0, 2)).toEqual([
      'GS10 2019-11-01 1.8 2019-12-01 2020-06-10 assumed',
      'GS10 2019-11-01 1.8 2020-06-10 9999-12-31 published',
    ]);
    await writeVintages(place, [['GS10', '2019-11-01', '1.8', '2020-06-10', '9999-12-31', 'published']]);
    const lost = await stored(place, '2020-08-01');
    expect(lost.warnings.map(({ code, message }) => `${code} ${message}`)).toContain(
      'EWS3039 vintages.parquet (source fred): unrate had vintages when the source was last ingested, and is ' +
        'read from the snapshot now',
    );
    const unrates = lost.lines.filter((line) => line.startsWith('UNRATE'));
    expect(unrates.slice(0, 4)).toEqual(UNRATE_LINES);
  });

  it('reads a vintages file that is not the only one any more, and one that is again', async () => {
    const place = await writeTwoFiles();
    const { snapshot: _, ...alone } = request(place, unrate);
    await ingest(place.store, alone, on('2020-06-01'));
    const both = await ingest(place.store, request(place), on('2020-07-01'));
    expect(rowLines(await storedRows(place.store, both.object))).toEqual([...GS10_LINES, ...UNRATE_LINES]);
    expect(both.warnings).toEqual([]);
    const again = await ingest(place.store, alone, on('2020-08-01'));
    expect(rowLines(await storedRows(place.store, again.object))).toEqual(UNRATE_LINES);
  });

  it('refuses a series that is in neither', async () => {
    const gdp = { ...gs10, name: 'gdp', seriesId: 'GDP' };
    const unrat = { ...unrate, name: 'other', seriesId: 'UNRAT' };
    expect(await refusal(await writeTwoFiles(), unrate, gs10, gdp, unrat)).toEqual([
      'EWS3009 snapshot.parquet (source fred): series GDP of gdp is neither in the vintages nor in the snapshot',
      'EWS3009 snapshot.parquet (source fred): series UNRAT of other is neither in the vintages nor in the snapshot',
    ]);
  });

  it('refuses vintages that hold none of the series', async () => {
    expect(await refusal(await writeTwoFiles(), gs10)).toEqual([
      'EWS3037 vintages.parquet (source fred): holds none of the declared series',
    ]);
  });

  it('refuses knowledge of no known kind, an empty one, and a column that is misspelt', async () => {
    const last = ['UNRATE', '2019-12-01', '3.6', '2020-03-06', '9999-12-31'];
    expect(await refusal(await writeTwoFiles([...VERSIONS, [...last, 'Published']]))).toEqual([
      'EWS3038 vintages.parquet, row 5: column "knowledge" holds "Published"',
    ]);
    expect(await refusal(await writeTwoFiles([...VERSIONS, [...last, '']]))).toEqual([
      'EWS3004 vintages.parquet, row 5: column "knowledge" is empty',
    ]);
    const misspelt = await writeTwoFiles(VERSIONS, LATEST, VERSION_COLUMNS.replace('knowledge', '"Knowledge"'));
    expect(await refusal(misspelt)).toEqual([
      'EWS3004 vintages.parquet (source fred): declared column "knowledge" is not in the file',
    ]);
  });

  it('refuses versions that overlap though one of them is assumed, and published days to come', async () => {
    const overlap = ['UNRATE', '2019-11-01', '3.2', '2020-02-20', '9999-12-31', 'assumed'];
    expect(await refusal(await writeTwoFiles([...VERSIONS.slice(0, 3), overlap]))).toEqual([
      'EWS3004 vintages.parquet, row 3: the version of UNRATE 2019-11-01 from 2020-02-07 still holds when the ' +
        'next one starts',
    ]);
    const ahead = (knowledge: string) => ['UNRATE', '2020-05-01', '4', '2020-07-03', '9999-12-31', knowledge];
    expect(await refusal(await writeTwoFiles([...VERSIONS, ahead('published')]))).toEqual([
      'EWS3024 vintages.parquet, row 5: realtime_start 2020-07-03 of UNRATE 2020-05-01 is after today, 2020-06-01',
    ]);
    // As with a snapshot, a lag may end after today: the value is there, and served when it would have been known.
    expect((await stored(await writeTwoFiles([...VERSIONS, ahead('assumed')]))).lines).toHaveLength(7);
  });

  it('refuses a file that is missing, either of them, and bad values in the snapshot', async () => {
    const place = await writeTwoFiles();
    const gone = { ...place, snapshot: `${place.snapshot}.gone` };
    expect(await refusal(gone)).toEqual(['EWS3009 snapshot.parquet, the data of source fred, does not exist']);
    expect(await refusal(await writeTwoFiles(VERSIONS, [...LATEST, ['GS10', '2019-12-01', '2']]))).toEqual([
      'EWS3004 snapshot.parquet, row 5: GS10 2019-12-01 is there twice',
    ]);
  });

  it('does not take assumed rows for revisions', async () => {
    const months = Array.from(
      { length: 30 },
      (_, i) => `20${String(10 + Math.floor(i / 12))}-${String((i % 12) + 1).padStart(2, '0')}-01`,
    );
    const rows = months.flatMap((date) => [
      ['UNRATE', date, '5', '2015-01-01', '2016-01-01', 'published'],
      ['UNRATE', date, '6', '2016-01-02', '9999-12-31', 'assumed'],
    ]);
    const { warnings } = await stored(await writeTwoFiles(rows));
    expect(warnings.map(({ message }) => message)).toEqual([
      'vintages.parquet (source fred): no value of unrate was ever revised, although the source is declared ' +
        'with vintages',
    ]);
  });
});
