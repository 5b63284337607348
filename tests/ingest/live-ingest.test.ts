import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { observationsOf } from '../../engine/ingest/index.ts';
import { type ObjectMeta, readRef } from '../../engine/lake/index.ts';
import { present } from '../../engine/presence/index.ts';
import type { FredSeries } from './fred-server/fred-series.ts';
import { liveSource, monthly } from './live-source.ts';

const IP = [
  ['2020-01-01', 100, '2020-02-14', '2020-03-13'],
  ['2020-01-01', 101, '2020-03-14'],
  ['2020-02-01', 99, '2020-03-14', '2020-04-14'],
  // Withdrawn for a while, then unknown for a while.
  ['2020-02-01', null, '2020-04-15', '2020-04-20'],
  ['2020-02-01', 98.5, '2020-05-15'],
] as const;
const STORED = [
  '2020-01-01 100 2020-02-14 2020-03-14 published',
  '2020-01-01 101 2020-03-14 9999-12-31 published',
  '2020-02-01 99 2020-03-14 2020-04-15 published',
  '2020-02-01 null 2020-04-15 2020-04-21 published',
  '2020-02-01 98.5 2020-05-15 9999-12-31 published',
];

/** The same series, later: with another value for its last period, and one period more. */
function grown(id: string): FredSeries {
  const before = IP.map((version) => (version[1] === 98.5 ? ([...version, '2020-06-14'] as const) : version));
  return monthly(id, [...before, ['2020-02-01', 98.7, '2020-06-15'], ['2020-03-01', 90, '2020-06-15']]);
}

describe('an ingest of FRED', () => {
  it('stores every version as it is: withdrawn values, and holes in what was known', async () => {
    const live = await liveSource(onTestFinished, monthly('IP', IP));
    const { rows, changed, report } = await live.ingestOn('2020-06-01');
    expect({ rows, changed, report }).toEqual({
      rows: 5,
      changed: true,
      report: { requests: 5, asked: 1, updated: 1 },
    });
    expect(await live.rows('IP')).toEqual(STORED);
    expect(live.asked()).toEqual([
      'series IP',
      'series/release IP',
      'series/vintagedates IP',
      'series/observations IP',
      'release/dates 53',
    ]);
  });

  it('keeps what was answered byte for byte, and in its log what was asked, when, and for which period', async () => {
    const live = await liveSource(onTestFinished, monthly('IP', IP));
    await live.ingestOn('2020-06-01');
    const log = JSON.parse(Buffer.from((await live.store.read('ingest/fred/IP/00000001.json')) ?? []).toString());
    expect(log).toMatchObject({ kind: 'first', has: 'vintages', day: '2020-06-01', through: '2020-05-31' });
    const answer = log.requests.at(-1);
    expect(answer).toMatchObject({
      endpoint: 'series/observations',
      parameters: { series_id: 'IP', realtime_start: '1776-07-04', realtime_end: '9999-12-31' },
      status: 200,
      at: '2020-06-01T18:00:00.000Z',
    });
    const body = gunzipSync((await live.store.read(answer.key)) ?? Buffer.alloc(0));
    const parameters = new URLSearchParams({ ...answer.parameters, api_key: '0123456789abcdef0123456789abcdef' });
    const url = `${live.server.url}series/observations?${parameters}`;
    expect(body.toString()).toBe(await (await fetch(url)).text());
  });

  it('is complete through the last day that was over in St. Louis', async () => {
    const live = await liveSource(onTestFinished, monthly('IP', IP));
    await live.ingestOn('2020-06-01');
    expect(present(await readRef(live.store, 'sources/fred')).value['completeThrough']).toBe('2020-05-31');
  });
});

describe('a second ingest', () => {
  it('asks once whether anything happened, and makes nothing new where nothing did', async () => {
    const live = await liveSource(onTestFinished, monthly('IP', IP), monthly('UNRATE', IP));
    const first = await live.ingestOn('2020-06-01');
    const second = await live.ingestOn('2020-06-03');
    expect(live.asked()).toEqual(['series IP', 'series UNRATE']);
    expect(second.changed).toBe(false);
    expect(second.object).toEqual(first.object);
    expect(present(await readRef(live.store, 'sources/fred')).value['completeThrough']).toBe('2020-06-02');
  });

  it('asks twice where something did, and ends as a full download would', async () => {
    const live = await liveSource(onTestFinished, monthly('IP', IP), monthly('UNRATE', IP));
    await live.ingestOn('2020-06-01');
    live.server.replaceSeries(grown('IP'));
    const grew = await live.ingestOn('2020-06-20');
    expect(live.asked()).toEqual(['series IP', 'series/observations IP', 'series UNRATE', 'release/dates 53']);
    expect(await live.rows('IP')).toEqual([
      ...STORED.slice(0, 4),
      '2020-02-01 98.5 2020-05-15 2020-06-15 published',
      '2020-02-01 98.7 2020-06-15 9999-12-31 published',
      '2020-03-01 90 2020-06-15 9999-12-31 published',
    ]);
    const whole = await liveSource(onTestFinished, grown('IP'), monthly('UNRATE', IP));
    const full = await whole.ingestOn('2020-06-20');
    // But for the answers that the rows are from.
    expect(contents(grew.object)).toEqual(contents(full.object));
  });

  it('takes anew what was known of the day that was not over', async () => {
    const unfinished = monthly('IP', [['2020-01-01', 100, '2020-02-14']], { lastUpdated: '2020-02-14 08:00:00-06' });
    const live = await liveSource(onTestFinished, unfinished);
    await live.ingestOn('2020-02-14');
    live.server.replaceSeries(
      monthly('IP', [['2020-01-01', 103, '2020-02-14']], { lastUpdated: '2020-02-14 15:00:00-06' }),
    );
    const { warnings } = await live.ingestOn('2020-02-15');
    expect(warnings).toEqual([]);
    expect(await live.rows('IP')).toEqual(['2020-01-01 103 2020-02-14 9999-12-31 published']);
  });

  it('asks again for everything with --full-refresh, and finds it the same', async () => {
    const live = await liveSource(onTestFinished, monthly('IP', IP));
    const first = await live.ingestOn('2020-06-01');
    const again = await live.ingestOn('2020-06-03', { ask: 'again' });
    expect(live.asked()).toContain('series/vintagedates IP');
    expect(again.warnings).toEqual([]);
    expect(again.object.files).toEqual(first.object.files);
  });
});

describe('two ingests at once', () => {
  it('end with the same observations, whoever moved the ref', async () => {
    const live = await liveSource(onTestFinished, monthly('IP', IP), monthly('UNRATE', IP));
    const [one, other] = await Promise.all([live.ingestOn('2020-06-01'), live.ingestOn('2020-06-01')]);
    expect(one.object).toEqual(other.object);
    expect(await live.rows('IP')).toEqual(STORED);
  });
});

/** The digest of the rows of each relation. */
function contents(object: ObjectMeta): readonly string[] {
  return Object.values(observationsOf(object).relations).map(({ digest }) => digest);
}
