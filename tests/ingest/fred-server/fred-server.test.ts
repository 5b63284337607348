import { describe, expect, it, onTestFinished } from 'vitest';
import { clientAt, TEST_KEY } from '../../../engine/ingest/fred/client-at.fixture.ts';
import { dailySeries } from './daily-series.ts';
import { type FredSeries, fredSeries } from './fred-series.ts';
import { type FredServer, startFredServer } from './fred-server.ts';

const EVER = { start: '1776-07-04', end: '9999-12-31' };

/** GDP of 1946 as ALFRED has it: 199.7, ".", 210.4, "."; and 1947, which left a hole. */
const GDP = fredSeries({
  id: 'GDP',
  rows: [
    { date: '1946-01-01', value: 199.7, realtimeStart: '1992-12-22', realtimeEnd: '1996-01-18' },
    { date: '1946-01-01', value: null, realtimeStart: '1996-01-19', realtimeEnd: '1997-05-06' },
    { date: '1946-01-01', value: 210.4, realtimeStart: '1997-05-07', realtimeEnd: '1999-10-27' },
    { date: '1946-01-01', value: null, realtimeStart: '1999-10-28', realtimeEnd: '9999-12-31' },
    { date: '1947-01-01', value: 226, realtimeStart: '1992-12-22', realtimeEnd: '1994-12-31' },
  ],
  release: { id: 53, name: 'Gross Domestic Product', dates: ['1992-12-22', '2024-10-30', '2024-11-27'] },
});
const USREC = fredSeries({
  id: 'USREC',
  rows: [{ date: '1947-01-01', value: 0, realtimeStart: '1776-07-04', realtimeEnd: '9999-12-31' }],
  inAlfred: false,
});

async function serve(...series: readonly FredSeries[]): Promise<FredServer> {
  const server = await startFredServer({ series: new Map(series.map((one) => [one.id, one])), key: TEST_KEY });
  onTestFinished(() => server.stop());
  return server;
}

describe('the test server, asked by the client', () => {
  it('clips real-time periods to the window and says "." for what is missing', async () => {
    const client = clientAt((await serve(GDP)).url);
    const { value } = await client.observations('GDP', { start: '1994-06-01', end: '1997-12-31' });
    expect(value.map((row) => Object.values(row))).toEqual([
      ['1946-01-01', 199.7, '1994-06-01', '1996-01-18'],
      ['1946-01-01', null, '1996-01-19', '1997-05-06'],
      ['1946-01-01', 210.4, '1997-05-07', '1997-12-31'],
      ['1947-01-01', 226, '1994-06-01', '1994-12-31'],
    ]);
    expect((await client.latest('GDP')).value).toEqual([
      { date: '1946-01-01', value: null, realtimeStart: '2024-10-30', realtimeEnd: '2024-10-30' },
    ]);
  });

  it('has a vintage where something starts, and where something ends and nothing follows', async () => {
    const client = clientAt((await serve(GDP)).url);
    expect((await client.vintageDates('GDP', EVER)).value).toEqual([
      '1992-12-22',
      '1995-01-01',
      '1996-01-19',
      '1997-05-07',
      '1999-10-28',
    ]);
    expect((await client.vintageDates('GDP', { start: '1996-01-01', end: '1997-05-07' })).value).toEqual([
      '1996-01-19',
      '1997-05-07',
    ]);
  });

  it('tells a series, its release, and the days of the release that are still to come', async () => {
    const client = clientAt((await serve(GDP)).url);
    expect((await client.series('GDP')).value).toMatchObject({ id: 'GDP', observationStart: '1946-01-01' });
    expect((await client.release('GDP')).value).toEqual({ id: 53, name: 'Gross Domestic Product' });
    expect((await client.releaseDates(53, '2024-01-01')).value).toEqual(['2024-10-30', '2024-11-27']);
  });

  it('knows series without vintages, and series that do not exist', async () => {
    const client = clientAt((await serve(GDP, USREC)).url);
    expect((await client.vintageDates('USREC', EVER)).value).toBe('none');
    expect((await client.latest('USREC')).value).toHaveLength(1);
    await expect(client.observations('USREC', EVER)).rejects.toThrow(
      'EWS3014 FRED does not know series USREC (series/observations, asked once): ' +
        'Bad Request. The series does not exist in ALFRED but may exist in FRED.',
    );
    await expect(client.series('UNRAT')).rejects.toThrow(/^EWS3014 .*series UNRAT .*The series does not exist\./);
  });

  it('refuses more than 2,000 vintage dates at once, and serves them in parts', async () => {
    const daily = dailySeries('DGS10', 5000);
    const client = clientAt((await serve(daily)).url);
    await expect(client.observations('DGS10', EVER)).rejects.toThrow('There are 5000 vintage dates in the specified');
    const { value: days } = await client.vintageDates('DGS10', EVER);
    expect(days).toEqual(daily.vintageDates);
    let rows = 0;
    for (let from = 0; from < days.length; from += 2000) {
      const part = days.slice(from, from + 2000);
      const window = { start: String(part[0]), end: String(part.at(-1)) };
      rows += (await client.observations('DGS10', window)).value.length;
    }
    expect(rows).toBeGreaterThan(daily.rows.length);
  });

  it('serves a replaced series from the next request on, and logs requests without the key', async () => {
    const server = await serve(GDP);
    const client = clientAt(server.url);
    await client.latest('GDP');
    server.replaceSeries({ ...GDP, rows: [] });
    expect((await client.latest('GDP')).value).toEqual([]);
    expect(server.requests).toMatchObject([
      { n: 1, endpoint: 'series/observations', status: 200 },
      { n: 2, parameters: { series_id: 'GDP', offset: '0', limit: '100000' } },
    ]);
    expect(JSON.stringify(server.requests)).not.toContain(TEST_KEY);
  });

  it('has nothing before the first vintage, and no tomorrow but the end of time', async () => {
    const server = await serve(GDP);
    const client = clientAt(server.url);
    const early = client.observations('GDP', { start: '1776-07-04', end: '1992-12-21' });
    await expect(early).rejects.toThrow(/^EWS3014 .*does not exist in ALFRED/);
    const tomorrow = { start: '1776-07-04', end: '2024-10-31' };
    await expect(client.observations('GDP', tomorrow)).rejects.toThrow('realtime_end is after today, 2024-10-30');
    server.setToday('2024-10-31');
    expect((await client.observations('GDP', tomorrow)).value).toHaveLength(5);
  });

  it('refuses a key that is not registered', async () => {
    const { url } = await serve(GDP);
    await expect(clientAt(url, { key: 'f'.repeat(32) }).series('GDP')).rejects.toThrow(
      /^EWS3015 FRED refuses the key in FRED_API_KEY: .*not registered/,
    );
  });
});
